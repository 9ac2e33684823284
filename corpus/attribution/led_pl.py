"""Polish speech in a paragraph of its own, led by the paragraph before: ``Jan Lis, prezes X:`` and then ``– A``."""

from __future__ import annotations

from corpus.attribution.beside import LONGEST, Grammar, is_separator, make_draft, opens
from corpus.attribution.draft import Draft, Passage, trim
from corpus.types import Language, StatementKind


def led_by_paragraph(before: Passage | None, passage: Passage, after: Passage | None, grammar: Grammar) -> Draft | None:
    """The statement of a whole paragraph that opens with a dash or a mark, when the one before ends in a colon."""
    if before is None or passage.language is not Language.PL or before.tokens[-1].text != ":":
        return None
    tokens = passage.tokens
    if after is not None and is_separator(tokens, 0) and is_separator(after.tokens, 0):
        return None  # a list
    if is_separator(tokens, 0) and opens(passage, 0) and len(tokens) > 1:
        content = trim(passage.text, tokens[1].start, min(tokens[-1].end, tokens[1].start + LONGEST))
    elif passage.quotes and passage.quotes[0].outer_start == tokens[0].start:
        content = trim(passage.text, passage.quotes[0].start, passage.quotes[0].end)
    else:
        return None
    low, high = before.sentences[-1]
    attribution = grammar.before(before, low, high)
    if attribution is None or content[0] >= content[1]:
        return None
    draft = make_draft(before, StatementKind.DIRECT, [content], attribution, 0.85)
    draft.passage = passage.number
    draft.notes.add("led")
    return draft
