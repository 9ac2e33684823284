"""How many stand on each side, as lengths of a drawn bar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.types import Polarity

_ORDER = (Polarity.SCEPTICAL, Polarity.MIXED, Polarity.NEUTRAL, Polarity.SUPPORTIVE)
WIDTH = 100.0


@dataclass(frozen=True, slots=True)
class Piece:
    """One side's piece of a bar.

    :param start: where it begins, 0 to 100.
    :param width: likewise.
    """

    side: str
    count: int
    start: float
    width: float


def pieces(counts: Mapping[str, int]) -> list[Piece]:
    """The pieces of a bar from sceptical to supportive, without those of nobody."""
    total = sum(counts.values())
    found: list[Piece] = []
    start = 0.0
    for side in _ORDER:
        count = counts.get(side.value, 0)
        if count:
            width = WIDTH * count / total
            found.append(Piece(side.value, count, round(start, 3), round(width, 3)))
            start += width
    return found


def closeness(relevance: float) -> int:
    """How well something fits, in four steps: 1 (loosely) to 4 (very well).

    :param relevance: 0 to 1.
    """
    return 1 + sum(relevance >= step for step in (0.35, 0.6, 0.8))
