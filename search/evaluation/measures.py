"""The measures of rankings, after the field's definitions (Järvelin and Kekäläinen for nDCG)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

DEPTH = 10  #: ranks that count


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over questions; ``of`` none is a mean of 0."""

    value: float
    of: int


def mean(values: Iterable[float | None]) -> Mean:
    """The mean of those that were measured."""
    measured = [value for value in values if value is not None]
    return Mean(sum(measured) / len(measured) if measured else 0.0, len(measured))


def ndcg(ranked: Sequence[int], grades: Iterable[int], depth: int = DEPTH) -> float | None:
    """Normalised discounted cumulative gain, 0 to 1, with the gain 2^grade − 1.

    :param ranked: the grade found at each rank, 0 where nothing relevant stands.
    :param grades: of all relevant items.
    :returns: ``None`` when nothing is relevant.
    """
    ideal = _gain(sorted(grades, reverse=True)[:depth])
    return _gain(ranked[:depth]) / ideal if ideal else None


def recall(ranked: Sequence[int], grades: Iterable[int], depth: int = DEPTH) -> float | None:
    """The share of the relevant items among the first ``depth``, of as many as fit there; ``None`` without any."""
    relevant = min(sum(grade > 0 for grade in grades), depth)
    return sum(grade > 0 for grade in ranked[:depth]) / relevant if relevant else None


def reciprocal_rank(ranked: Sequence[int], grades: Iterable[int]) -> float | None:
    """One divided by the rank of the first item of the best grade there is; 0 when it is not found."""
    best = max(grades, default=0)
    if not best:
        return None
    return next((1 / rank for rank, grade in enumerate(ranked, 1) if grade == best), 0.0)


def _gain(grades: Sequence[int]) -> float:
    return math.fsum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))
