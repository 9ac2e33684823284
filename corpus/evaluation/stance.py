"""Stance against a reader's: precision, recall and F1 of each side, the confusion, and the pairs to read."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.evaluation.measures import Score
from corpus.evaluation.stance_gold import StancePair
from corpus.stance import Verdict, judge
from corpus.types import Language, Polarity

#: The mean of their F1 is the measure; "mixed" is too rare to be one of them and counts as wrong for the others.
SIDES = (Polarity.SUPPORTIVE, Polarity.SCEPTICAL, Polarity.NEUTRAL)
_OPPOSITES = {Polarity.SUPPORTIVE, Polarity.SCEPTICAL}

Judge = Callable[[str, Language, Sequence[tuple[int, int]], str | None], Verdict]


@dataclass(frozen=True, slots=True)
class Misjudged:
    """A pair that was judged otherwise than by the reader, and the words by which it was."""

    pair: StancePair
    verdict: Verdict

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "text": self.pair.text,
            "target": self.pair.target,
            "cue": self.pair.cue,
            "gold": self.pair.polarity.value,
            "found": self.verdict.polarity.value,
            "score": self.verdict.score,
            "cues": [
                {"start": cue.start, "end": cue.end, "text": self.pair.text[cue.start : cue.end], "weight": cue.weight}
                for cue in self.verdict.cues
            ],
        }


@dataclass(slots=True)
class StanceScore:
    """The counts over some pairs.

    :param table: how many of each (gold, found).
    """

    table: Counter[tuple[Polarity, Polarity]] = field(default_factory=Counter)

    @property
    def pairs(self) -> int:
        """How many pairs were judged."""
        return self.table.total()

    def side(self, polarity: Polarity) -> Score:
        """The counts of one side."""
        hits = self.table[polarity, polarity]
        gold = sum(count for (wanted, _), count in self.table.items() if wanted is polarity)
        found = sum(count for (_, got), count in self.table.items() if got is polarity)
        return Score(gold, found, hits, hits)

    @property
    def macro_f1(self) -> float:
        """Mean F1 of supportive, sceptical and neutral, 0 to 1; of those that occur in the gold or in the verdicts."""
        scores = [score for score in map(self.side, SIDES) if score.gold or score.found]
        return sum(score.f1 for score in scores) / len(scores) if scores else 0.0

    @property
    def accuracy(self) -> float:
        """Share of pairs on the right side, 0 to 1."""
        return sum(self.table[one, one] for one in Polarity) / self.pairs if self.pairs else 0.0

    @property
    def wrong_side(self) -> float:
        """Share of pairs where one side was taken for the opposite one, 0 to 1: the worst error."""
        crossed = sum(n for (a, b), n in self.table.items() if a is not b and {a, b} == _OPPOSITES)
        return crossed / self.pairs if self.pairs else 0.0

    def to_dict(self) -> dict[str, Any]:
        """Rates and counts as plain JSON values; the confusion by gold side, then found side."""
        return {
            "pairs": self.pairs,
            "macro_f1": round(self.macro_f1, 4),
            "accuracy": round(self.accuracy, 4),
            "wrong_side": round(self.wrong_side, 4),
            "sides": {side.value: self.side(side).to_dict() for side in Polarity},
            "confusion": {
                gold.value: {found.value: self.table[gold, found] for found in Polarity} for gold in Polarity
            },
        }


@dataclass(slots=True)
class StanceEvaluation:
    """The measures by group: each language, each part of a file, and statements with more than one target.

    :param seconds: time of judging alone.
    """

    groups: dict[str, StanceScore] = field(default_factory=dict)
    misjudged: list[Misjudged] = field(default_factory=list)
    pairs: int = 0
    seconds: float = 0.0

    @property
    def pairs_per_second(self) -> float:
        """Speed of judging."""
        return self.pairs / self.seconds if self.seconds else 0.0

    def to_dict(self, *, errors: int = 0) -> dict[str, Any]:
        """Everything as plain JSON values, with so many of the errors."""
        return {
            "pairs": self.pairs,
            "pairs_per_second": round(self.pairs_per_second, 1),
            "groups": {name: score.to_dict() for name, score in self.groups.items()},
            "errors": [one.to_dict() for one in self.misjudged[:errors]],
        }


def evaluate_stance(gold: Iterable[StancePair], judge: Judge = judge) -> StanceEvaluation:
    """Judges each pair and compares."""
    pairs = list(gold)
    targets = Counter((pair.part, pair.language, pair.cue, pair.text) for pair in pairs)
    result = StanceEvaluation(pairs=len(pairs))
    for language in {pair.language for pair in pairs}:
        judge("Ok.", language, (), "mówi")  # loads lexicon, dictionary and network: no part of the speed
    for pair in pairs:
        started = time.perf_counter()
        verdict = judge(pair.text, pair.language, pair.targets, pair.cue)
        result.seconds += time.perf_counter() - started
        several = targets[pair.part, pair.language, pair.cue, pair.text] > 1
        for name in _groups(pair, several=several):
            score = result.groups.setdefault(name, StanceScore())
            score.table[pair.polarity, verdict.polarity] += 1
        if verdict.polarity is not pair.polarity:
            result.misjudged.append(Misjudged(pair, verdict))
    result.groups = dict(sorted(result.groups.items()))
    return result


def _groups(pair: StancePair, *, several: bool) -> Iterator[str]:
    yield pair.language.value
    if pair.part:
        yield f"{pair.language.value} {pair.part}"
    if several:
        yield f"{pair.language.value} {pair.part} two targets".replace("  ", " ")


def stance_lines(result: StanceEvaluation, *, errors: int = 0) -> Iterator[str]:
    """The report, line by line, with so many of the errors after it."""
    for name, score in result.groups.items():
        yield f"{name}: {score.pairs} pairs, macro-F1 {score.macro_f1:.3f}, wrong side {score.wrong_side:.1%}"
        found = "  ".join(f"{side.value[:5]:>5}" for side in Polarity)
        yield f"  {'':10} {'P':>6} {'R':>6} {'F1':>6}   found as {found}"
        for side in Polarity:
            one = score.side(side)
            row = "  ".join(f"{score.table[side, other]:5}" for other in Polarity)
            yield f"  {side.value:10} {one.precision:6.3f} {one.recall:6.3f} {one.f1:6.3f}            {row}"
    yield f"{result.pairs} pairs, {result.pairs_per_second:.0f} a second"
    for missed in result.misjudged[:errors]:
        words = " ".join(f"[{missed.pair.text[c.start : c.end]} {c.weight:+.2f}]" for c in missed.verdict.cues)
        sides = f"{missed.pair.polarity} → {missed.verdict.polarity}"
        yield f"{sides} {missed.verdict.score:+.2f} <{missed.pair.target}> {words}"
        yield f"    {missed.pair.cue or ''}: {missed.pair.text}"
