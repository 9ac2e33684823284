"""Polish headlines that quote: ``Nowak: ceny wzrosną``, ``„Nie sprzedamy” – Jan Nowak o przyszłości firmy``."""

from __future__ import annotations

import re

from corpus.attribution.documents_pl import named_colon
from corpus.attribution.draft import Draft, Passage, Range, trim, unquoted
from corpus.attribution.subjects_pl import speaker_like
from corpus.attribution.tokens import DASHES, token_at
from corpus.attribution.words_pl import is_role
from corpus.clauses import has_finite_verb
from corpus.names import is_person_name
from corpus.types import StatementKind

_NEAR = 3000  # code points around a headline in which its speaker's full name is looked for
_LONGEST = 200  # code points of a headline
_SHORTEST = 3  # words after the colon
_ABOUT = frozenset({"o", "dla", "w"})


def headline_quotation(passage: Passage) -> Draft | None:
    """The statement of a paragraph that is a headline with a speaker before a colon, or after a quotation."""
    start, end = passage.block.start, passage.block.end
    if end - start > _LONGEST or len(passage.tokens) < _SHORTEST + 2:
        return None
    return _after_colon(passage) or _after_quotation(passage)


def _after_colon(passage: Passage) -> Draft | None:
    tokens = passage.tokens
    colon = next((i for i in range(1, min(len(tokens), 12)) if tokens[i].text == ":"), None)
    if colon is None or len(tokens) - colon <= _SHORTEST:
        return None
    source = _speaker_before(passage, colon)
    if source is None:
        return None
    content = trim(passage.text, tokens[colon + 1].start, passage.block.end)
    quoted = unquoted(passage.text, *content, passage.quotes)
    verb = has_finite_verb(passage.text, content[0], content[1], passage.language)
    if quoted is None and not (verb and passage.block.heading):
        return None
    verbatim = quoted is not None or passage.text[content[0]].isupper()
    kind = StatementKind.DIRECT if verbatim else StatementKind.INDIRECT
    return Draft(kind, [quoted or content], passage.number, None, source, confidence=0.6)


def _speaker_before(passage: Passage, colon: int) -> Range | None:
    """A person, by full name, by role, or by a surname that the article gives in full elsewhere."""
    tokens = passage.tokens
    named = named_colon(passage, 0, colon + 1)
    if named is not None and named.source is not None:
        head = tokens[named.source[0] : named.source[1]]
        person = is_person_name([t.text for t in head if t.is_word][:2]) == "person"
        return passage.span(named.source) if person or is_role(head[0]) else None
    if colon == 1 and tokens[0].is_capital and tokens[0].is_word and len(tokens[0].text) > 2:
        near = passage.text[max(0, passage.block.start - _NEAR) : passage.block.end + _NEAR]
        return passage.span((0, 1)) if _named_in_full(near, tokens[0].text) else None
    return None


def _named_in_full(text: str, surname: str) -> bool:
    """Whether a first name stands before a form of the surname in a text."""
    stem = surname[: max(3, len(surname) - 2)]
    for match in re.finditer(rf"\b([^\W\d_a-z]\w+) ({re.escape(stem)}\w{{0,5}})\b", text):
        if is_person_name([match[1], match[2]]) == "person":
            return True
    return False


def _after_quotation(passage: Passage) -> Draft | None:
    """``„…” – Jan Nowak o przyszłości firmy`` and ``„…” – Jan Nowak, prezes X``: no verb."""
    tokens = passage.tokens
    quote = passage.quotes[0] if passage.quotes else None
    if quote is None or not passage.block.heading or quote.outer_start > passage.block.start or not quote.closed:
        return None
    dash = token_at(tokens, quote.outer_end)
    if dash + 2 >= len(tokens) or tokens[dash].text not in DASHES or passage.cues_in(dash, len(tokens)):
        return None
    end = dash + 1
    while end < len(tokens) and tokens[end].is_capital and tokens[end].is_word:
        end += 1
    words = [t.text for t in tokens[dash + 1 : end]]
    if len(words) < 2 or is_person_name(words) != "person" or not speaker_like(tokens, dash + 1, end):
        return None
    if end < len(tokens) and tokens[end].lower not in _ABOUT and tokens[end].text != ",":
        return None
    content = trim(passage.text, quote.start, quote.end)
    return Draft(StatementKind.DIRECT, [content], passage.number, None, passage.span((dash + 1, end)), confidence=0.75)
