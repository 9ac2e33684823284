"""Which extracted statement is which gold statement: by the overlap of their content."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.names import fold

Range = tuple[int, int]
"""First code point and one past the last."""


def overlap(one: Iterable[Range], other: Iterable[Range]) -> float:
    """Intersection over union of two contents in code points, 0 to 1; 0 when both are empty."""
    a, b = _points(one), _points(other)
    return len(a & b) / len(a | b) if a | b else 0.0


def match(gold: Sequence[Sequence[Range]], found: Sequence[Sequence[Range]], threshold: float) -> list[tuple[int, int]]:
    """One-to-one pairs (index in gold, index in found), best overlap first.

    :param threshold: least overlap of a pair; 1 for the very same characters.
    """
    wanted, got = [_points(spans) for spans in gold], [_points(spans) for spans in found]
    scored = sorted(
        ((len(w & g) / len(w | g), i, j) for i, w in enumerate(wanted) for j, g in enumerate(got) if w & g),
        reverse=True,
    )
    pairs: list[tuple[int, int]] = []
    used_gold, used_found = set[int](), set[int]()
    for score, i, j in scored:
        if score >= threshold and i not in used_gold and j not in used_found:
            pairs.append((i, j))
            used_gold.add(i)
            used_found.add(j)
    return pairs


def same(one: str | None, other: str | None) -> bool:
    """Whether two names are the same but for case, diacritics, titles and legal form; nothing equals nothing."""
    return fold(one or "") == fold(other or "")


def _points(spans: Iterable[Range]) -> set[int]:
    return {point for start, end in spans for point in range(start, end)}
