"""A statement in the reporter's words, cut from its sentence."""

from __future__ import annotations

from collections.abc import Sequence

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
