"""The measures as lines for people."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.evaluation.measures import BINS, Evaluation, Score


def lines(result: Evaluation, *, errors: int = 0) -> Iterator[str]:
    """The report, line by line.

    :param errors: how many of the errors to list after it.
    """
    yield f"{'content':22} {'P':>6} {'R':>6} {'F1':>6} {'gold':>6} {'found':>6}"
    for label, whole, kinds in (
        ("exact", result.exact, result.exact_by_kind),
        ("overlap ≥ 0.8", result.overlapping, result.overlapping_by_kind),
    ):
        yield _score(label, whole)
        yield from (_score(f"  {kind}", kinds[kind]) for kind in sorted(kinds))
    yield ""
    yield f"{'matched statements':22} {'right':>6} {'of':>6}"
    for name, share in result.fields.items():
        yield f"  {name.replace('_', ' '):20} {share.rate:6.3f} {share.of:6}"
    yield ""
    yield f"{'confidence':22} {'right':>6} {'of':>6}   (content matched and speaker right)"
    for edge, upper in zip(BINS, (*BINS[1:], 1.0), strict=True):
        share = result.calibration[edge]
        if share.of:
            yield f"  {edge:.1f}–{upper:.1f}{'':13} {share.rate:6.3f} {share.of:6}"
    yield ""
    false = result.quiet.of - result.quiet.right
    yield f"texts without quotes: {result.quiet.of}, with false positives: {false}"
    yield f"{result.texts} texts, {result.articles_per_second:.0f} articles of 3,000 characters a second"
    if errors:
        yield ""
        yield f"{len(result.problems)} errors (- missed, + false, ~ wrong speaker, role or firm):"
        yield from (problem.line() for problem in result.problems[:errors])


def _score(label: str, score: Score) -> str:
    return f"{label:22} {score.precision:6.3f} {score.recall:6.3f} {score.f1:6.3f} {score.gold:6} {score.found:6}"
