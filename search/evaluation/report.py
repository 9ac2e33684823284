"""The measures of retrieval as lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from search.evaluation.evaluate import MEASURES, PAIRS, Evaluation
from search.evaluation.measures import Mean

_HEADS = ("nDCG@10", "recall@10", "MRR", "success@1", "no answer", "facts", "unknown")


def lines(result: Evaluation, *, misses: int = 0) -> Iterator[str]:
    """The report, line by line.

    :param misses: how many of the worst questions to list after it.
    """
    yield f"{'':12} {'questions':>9} " + " ".join(f"{head:>9}" for head in _HEADS)
    yield _row("all", len(result.outcomes), result.means())
    for kind in result.kinds():
        count = sum(one.judged.kind == kind for one in result.outcomes)
        yield _row(kind, count, result.means(kind))
    yield ""
    yield "language of question → statement, nDCG@10"
    for asked, said in PAIRS:
        pair = result.pair(asked, said)
        yield f"  {asked.value} → {said.value}  {pair.value:6.3f} {pair.of:5}"
    yield from _misses(result, misses)


def ablation_lines(results: Mapping[str, Evaluation]) -> Iterator[str]:
    """The means side by side.

    :param results: by what was left out; ``""`` for nothing.
    """
    yield f"{'without':12} {'questions':>9} " + " ".join(f"{head:>9}" for head in _HEADS)
    for name, result in results.items():
        yield _row(name or "(all signals)", len(result.outcomes), result.means())


def _row(label: str, count: int, means: Mapping[str, Mean]) -> str:
    cells = (f"{means[name].value:9.3f}" if means[name].of else f"{'–':>9}" for name in MEASURES)
    return f"{label:12} {count:9} " + " ".join(cells)


def _misses(result: Evaluation, count: int) -> Iterator[str]:
    if not count:
        return
    yield ""
    yield "worst questions (nDCG, success, no answer, first speakers):"
    measured = [(min(_values(one.ndcg, one.success, one.no_answer, one.facts, one.unknown)), one)
                for one in result.outcomes
                if _values(one.ndcg, one.success, one.no_answer)]  # fmt: skip
    for _, one in sorted(measured, key=lambda pair: pair[0])[:count]:
        figures = " ".join("–" if value is None else f"{value:.2f}" for value in (one.ndcg, one.success, one.no_answer))
        yield f"  {one.judged.id:16} {figures}  {one.judged.question}  [{'; '.join(one.first) or 'nobody'}]"


def _values(*values: float | None) -> list[float]:
    return [value for value in values if value is not None]
