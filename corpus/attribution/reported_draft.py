"""A statement in the reporter's words, cut from its sentence."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from corpus.attribution.cue import Cue
from corpus.attribution.draft import Draft, Passage, Range, trim, unquoted
from corpus.types import StatementKind


def reported_statement(
    passage: Passage, cue: Cue, source: Range | None, content: Range, confidence: float, *, genitive: bool = False
) -> Draft | None:
    """The statement that a cue reports; ``None`` when the content is too short to be one.

    :param content: token range of the clause; a quotation that fills it loses its marks (note ``whole``).
    :param genitive: whether the source stands in the genitive (``zdaniem X``).
    """
    tokens = passage.tokens
    if content[1] <= content[0]:
        return None
    start, end = trim(passage.text, tokens[content[0]].start, tokens[content[1] - 1].end, stop=True)
    if end - start < 3:
        return None
    inside = passage.quotes_in(start, end)
    whole = unquoted(passage.text, start, end, inside)
    kind = StatementKind.MIXED if inside else StatementKind.INDIRECT
    if whole is not None:
        start, end = whole
    if start >= end:
        return None
    draft = Draft(
        kind,
        [(start, end)],
        passage.number,
        passage.span((cue.first, cue.last + 1)),
        passage.span(source) if source else None,
        cue,
        genitive,
        nobody="nobody" in cue.classes,
        confidence=confidence,
    )
    if whole is not None:
        draft.notes.add("whole")
    return draft


def clashes(draft: Draft, used: Sequence[Range]) -> bool:
    """Whether words of a statement belong to another one already."""
    return any(a < end and start < b for start, end in draft.content for a, b in used)


class Taken:
    """Code points that belong to statements already: those known beforehand, sorted, and those found since."""

    def __init__(self, places: Iterable[Range]) -> None:
        known = sorted(places)
        self._starts = [start for start, _ in known]
        self._reach = list(accumulate((end for _, end in known), max))
        self._since: list[Range] = []

    def add(self, places: Iterable[Range]) -> None:
        """Places of a statement just found."""
        self._since.extend(places)

    def hold(self, place: Range) -> bool:
        """Whether one of the places before it, or one found since, holds it wholly."""
        at = bisect_right(self._starts, place[0])
        return (at > 0 and self._reach[at - 1] >= place[1]) or any(
            start <= place[0] and place[1] <= end for start, end in self._since
        )

    def clash(self, draft: Draft) -> bool:
        """Whether words of a statement belong to another one already."""
        return any(self._touch(place) for place in draft.content)

    def _touch(self, place: Range) -> bool:
        at = bisect_left(self._starts, place[1])
        return (at > 0 and self._reach[at - 1] > place[0]) or any(
            start < place[1] and place[0] < end for start, end in self._since
        )
