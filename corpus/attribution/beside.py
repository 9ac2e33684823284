"""What stands beside a verbatim quotation: dashes that open and close it, the attribution after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from corpus.attribution.draft import Attribution, Draft, Passage, Range
from corpus.attribution.marks import Quoted
from corpus.attribution.tokens import DASHES, Token, token_at
from corpus.types import Language, StatementKind

LONGEST = 3000  # code points that one spoken part may run on within a paragraph
_SENTENCE_END = frozenset(".?!…:")


class Grammar(Protocol):
    """What a language contributes to reading quotations."""

    def after(self, passage: Passage, at: int, limit: int) -> Attribution | None:
        """The attribution clause that begins at token ``at``, right after a quotation."""

    def before(self, passage: Passage, low: int, at: int) -> Attribution | None:
        """The attribution that leads to a quotation opening at token ``at``; ``low`` begins the sentence."""


def is_separator(tokens: Sequence[Token], index: int) -> bool:
    """Whether a dash at this token stands free, as dashes of speech do: no hyphen, no range."""
    token = tokens[index]
    if token.text not in DASHES:
        return False
    free_before = index == 0 or tokens[index - 1].end < token.start or tokens[index - 1].text in ',.!?…”"»'
    free_after = index + 1 >= len(tokens) or tokens[index + 1].start > token.end or tokens[index + 1].is_capital
    attached = index + 1 < len(tokens) and tokens[index + 1].start == token.end
    if attached and index and tokens[index - 1].end == token.start:
        return False
    both_digits = (
        0 < index < len(tokens) - 1 and tokens[index - 1].text[0].isdigit() and tokens[index + 1].text[0].isdigit()
    )
    return free_before and (free_after or index == 0 or attached) and not both_digits


def opens(passage: Passage, index: int) -> bool:
    """Whether the dash at ``index`` can open a spoken part: at the start or after a full stop, before a capital."""
    tokens = passage.tokens
    if index + 1 >= len(tokens):
        return False
    following = tokens[index + 1]
    begins = (
        following.is_capital
        or following.text[0].isdigit()
        or following.text in "„\"“«…(‘'"
        or following.text.startswith("..")
    )
    if index == 0:
        return True
    before = tokens[index - 1]
    return begins and (before.text[-1] in _SENTENCE_END or before.text in '”"»)')


def attribution_source(passage: Passage, attribution: Attribution) -> str:
    """The words of an attribution's source, empty when it has none."""
    if attribution.source is None:
        return ""
    start, end = passage.span(attribution.source)
    return passage.text[start:end]


def make_draft(
    passage: Passage, kind: StatementKind, content: list[Range], attribution: Attribution, confidence: float
) -> Draft:
    """A statement whose speaker an attribution clause names."""
    verb = attribution.cue
    cue = None if "colon" in verb.classes else passage.span((verb.first, verb.last + 1))
    source = passage.span(attribution.source) if attribution.source else None
    closed_at = passage.tokens[min(attribution.end, len(passage.tokens)) - 1].end
    return Draft(
        kind,
        content,
        passage.number,
        cue,
        source,
        attribution.cue,
        attribution.genitive,
        nobody="nobody" in verb.classes,
        closed_at=closed_at,
        confidence=confidence,
    )


def attributed_after(passage: Passage, grammar: Grammar, quote: Quoted) -> Attribution | None:
    """The attribution clause that follows a piece in quotation marks."""
    tokens = passage.tokens
    at = after = token_at(tokens, quote.outer_end)
    while at < len(tokens) and at < after + 3 and (tokens[at].text in ",.;" or tokens[at].text in DASHES):
        at += 1
    if at >= len(tokens) or (at > after and tokens[at - 1].text in ".;" and tokens[at].is_capital):
        return None
    inside = passage.text[quote.start : quote.end].rstrip("'’\"” ")[-1:] or " "
    if passage.language is Language.EN and at == after and inside not in ",?!…—–-.":
        return None
    ended = quote.end > quote.start and passage.text[quote.end - 1] in ".!?…" and at == after and tokens[at].is_capital
    if ended and (passage.language is Language.PL or inside == "."):
        return None
    return grammar.after(passage, at, passage.sentence_of(at)[1])
