"""The speakers of an answer, side against side."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.types import Polarity
from search.question_stance import opposite
from search.types import Intent

_FACING = (Polarity.SCEPTICAL, Polarity.SUPPORTIVE)
_SIDED = frozenset(_FACING)


@dataclass(frozen=True, slots=True)
class Column:
    """Speakers under one heading.

    :param title: key of the heading's word.
    :param side: the side that they take, where it is one.
    :param voices: as ``/v1/ask`` gives them, best first.
    :param count: how many speakers take the side, whether shown or not; ``None`` where no side is named.
    """

    title: str
    side: Polarity | None
    voices: Sequence[Mapping[str, Any]]
    count: int | None = None

    @property
    def besides(self) -> int:
        """How many of the speakers shown take both sides, or none: they stand here for what they say on this one."""
        return sum(voice["stance"] != self.side for voice in self.voices) if self.side is not None else 0


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns that face each other, and those who stand on neither side."""

    facing: Sequence[Column]
    others: Column | None = None


def layout(answer: Mapping[str, Any]) -> Layout:
    """How to lay an answer out: the side asked for against the other; else both where there are both."""
    asked = answer["interpretation"]["stance"]
    intent = Intent(answer["interpretation"]["intent"])
    found, against, counts = answer["answers"], answer["opposing"], answer["sides"]
    if intent in (Intent.DISAGREE, Intent.AGREE):
        columns = [Column(f"column-{intent.value}", None, found), Column("column-anchor", None, against)]
        return Layout([column for column in columns if column.voices] or columns[:1])
    if intent is Intent.CHANGE:
        return Layout([Column("column-change", None, found)])
    if asked is not None and (other := opposite(Polarity(asked))) is not None:
        return Layout([_of_side(Polarity(asked), found, counts), _of_side(other, against, counts)])
    return _divided(found, counts, asked)


def _divided(found: Sequence[Mapping[str, Any]], counts: Mapping[str, int], asked: str | None) -> Layout:
    by_side = {side: [voice for voice in found if voice["stance"] == side] for side in _FACING}
    if asked is not None or not all(by_side.values()):
        return Layout([Column("column-answers", Polarity(asked) if asked else None, found)])
    others = [voice for voice in found if voice["stance"] not in _SIDED]
    facing = [_of_side(side, voices, counts) for side, voices in by_side.items()]
    return Layout(facing, Column("column-others", None, others) if others else None)


def _of_side(side: Polarity, voices: Sequence[Mapping[str, Any]], counts: Mapping[str, int]) -> Column:
    return Column(f"column-{side.value}", side, voices, counts[side.value])


def has_more(answer: Mapping[str, Any], limit: int) -> bool:
    """Whether a column is as long as it may be, so that there may be more of it."""
    return max(len(answer["answers"]), len(answer["opposing"])) >= limit


def turn(voice: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]] | None:
    """Two statements of a speaker, the earlier first, that take opposite sides; ``None`` where the shown ones do not.

    In the order of time a stretch on one side meets one on the other: of each, the statement that answers best.
    Those of one day, or without one, are in the order of being shown.
    """
    sided = [hit for hit in enumerate(voice["statements"]) if hit[1]["stance"] in _SIDED]
    sided.sort(key=lambda hit: hit[1]["date"] or "9999")
    stretches = itertools.groupby(sided, key=lambda hit: hit[1]["stance"])
    best = [min(stretch, key=lambda hit: hit[0])[1] for _, stretch in itertools.islice(stretches, 2)]
    return (best[0], best[1]) if len(best) > 1 else None


def in_front(voice: Mapping[str, Any], shown: int) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """The statements of a speaker to show at once, and the others: the best, and those that show a change of mind.

    :param shown: how many of the best.
    """
    turned = [hit["id"] for hit in turn(voice) or ()]
    front: list[Mapping[str, Any]] = []
    rest: list[Mapping[str, Any]] = []
    for place, hit in enumerate(voice["statements"]):
        (front if place < shown or hit["id"] in turned else rest).append(hit)
    return front, rest
