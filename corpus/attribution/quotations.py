"""Verbatim quotations between quotation marks, also over several paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.attribution.beside import LONGEST, Grammar, attributed_after, make_draft
from corpus.attribution.draft import Attribution, Draft, Passage, Range, trim
from corpus.attribution.marks import Quoted
from corpus.attribution.tokens import DASHES, token_at
from corpus.types import Language, StatementKind

_GLUE = ' \u00a0\t\n\r,.;:–—-”"»’'
_TAIL = 60  # code points that an attribution may go on after its source ("…, according to The Courier.")
_BREAKS = frozenset(':;"„“”«»')


@dataclass(slots=True)
class Thread:
    """A quotation that may run on over paragraphs.

    :param last: the statement that a following paragraph may go on with.
    :param pending: pieces of a quotation whose attribution has not come yet.
    :param absorbed: pieces of the present paragraph that went to ``last``.
    """

    last: Draft | None = None
    pending: list[Range] = field(default_factory=list)
    absorbed: list[Range] = field(default_factory=list)


def mark_quotations(passage: Passage, grammar: Grammar, taken: Sequence[Range], thread: Thread) -> list[Draft]:
    """Quotations between marks that stand beside an attribution; titles and scare quotes are left alone.

    :param taken: code points that belong to quotations found before.
    :param thread: carried from paragraph to paragraph, and changed here.
    """
    found: list[Draft] = []
    thread.absorbed = []
    for quote in passage.quotes:
        if (
            any(start <= quote.start and quote.end <= end for start, end in taken)
            or not 2 <= quote.end - quote.start <= LONGEST
        ):
            continue
        content = trim(passage.text, quote.start, quote.end)
        if content[0] >= content[1]:  # a rule of dashes across the page, inside a quotation that nobody closed
            continue
        own = attributed_after(passage, grammar, quote) if quote.continues else None
        if quote.continues and own is None and not thread.pending and thread.last is not None:
            thread.last.content.append(content)
            thread.absorbed.append(content)
            continue
        before = thread.last.content[-1] if thread.last else None
        draft = _marked(passage, grammar, quote, thread.last)
        if draft is None and thread.last is not None and thread.last.content[-1] != before:
            thread.absorbed.append(content)
            continue
        if draft is not None:
            if quote.continues:
                draft.content[:0] = thread.pending
            thread.pending, thread.last = [], draft
            found.append(draft)
        elif quote.continues or (not quote.closed and quote.outer_start == passage.block.start):
            thread.pending.append(content)
        else:
            thread.pending = []
            if not quote.closed and passage.language is Language.EN:
                thread.last = None  # what goes on in the next paragraph is this quotation
    return found


def carry_on(thread: Thread, passage: Passage, reported: Sequence[Draft]) -> None:
    """A reported statement that ends in a quotation left open goes on in the paragraph that opens with a mark."""
    last = passage.quotes[-1] if passage.quotes else None
    if thread.last is not None or thread.pending or last is None or last.closed:
        return
    draft = next((d for d in reversed(reported) if d.content[-1][0] <= last.start < d.content[-1][1]), None)
    if draft is not None and draft.kind is StatementKind.MIXED:
        thread.last = draft


def _marked(passage: Passage, grammar: Grammar, quote: Quoted, previous: Draft | None) -> Draft | None:
    tokens = passage.tokens
    content = trim(passage.text, quote.start, quote.end)
    if content[0] >= content[1]:
        return None
    first = token_at(tokens, quote.outer_start)
    low, _ = passage.sentence_of(min(first, len(tokens) - 1))
    if low and low == first and tokens[first - 1].text == ":":
        low, _ = passage.sentence_of(first - 1)  # the line before leads to the quotation
    attribution = attributed_after(passage, grammar, quote)
    if attribution is not None and not _belongs_to(previous, attribution, passage):
        draft = make_draft(passage, StatementKind.DIRECT, [content], attribution, 0.92)
        listed = _listed_before(passage, quote)
        draft.content[:0] = listed
        if not listed:
            _prepend_reporters_words(passage, draft, low, first, quote)
        return draft
    if previous is not None and _resumes(passage, previous, quote):
        previous.content.append(content)
        return None
    attribution = grammar.before(passage, low, first)
    if attribution is None:
        return None
    draft = make_draft(passage, StatementKind.DIRECT, [content], attribution, 0.9)
    draft.notes.add("led")  # the same verb may govern a clause of its own before the quotation
    return draft


def _listed_before(passage: Passage, quote: Quoted) -> list[Range]:
    """``„A”, „B” – piszą internauci``: the pieces that a comma alone parts from this one, first to last."""
    pieces: list[Range] = []
    following = quote
    for earlier in reversed(passage.quotes_in(max(0, quote.outer_start - LONGEST), quote.outer_start)):
        if passage.text[earlier.outer_end : following.outer_start].strip() != ",":
            break
        pieces.insert(0, trim(passage.text, earlier.start, earlier.end))
        following = earlier
    first = token_at(passage.tokens, following.outer_start)
    opens = first == 0 or passage.tokens[first - 1].text in ".!?…:"  # no words of the reporter stand before
    return [piece for piece in pieces if piece[0] < piece[1]] if opens else []


def _prepend_reporters_words(passage: Passage, draft: Draft, low: int, first: int, quote: Quoted) -> None:
    """``Zainteresowanie jest takie, że „…” – mówi X``: the clause around a short quotation belongs to the content."""
    tokens = passage.tokens
    if first <= low or (not tokens[first - 1].is_word and tokens[first - 1].text != ","):
        return
    words = [t for t in tokens[low:first] if t.is_word]
    if not 2 <= len(words) <= 18 or any(t.text in _BREAKS or t.text in DASHES for t in tokens[low:first]):
        return
    start, _ = trim(passage.text, tokens[low].start, quote.outer_end)
    draft.kind = StatementKind.MIXED
    draft.content = [(start, min(quote.outer_end, len(passage.text)))]


def _belongs_to(previous: Draft | None, attribution: Attribution, passage: Passage) -> bool:
    cue = passage.span((attribution.cue.first, attribution.cue.last + 1))
    return previous is not None and previous.cue == cue


def _resumes(passage: Passage, previous: Draft, quote: Quoted) -> bool:
    """Whether a quotation goes on the one before it: only its attribution, or nothing, stands between."""
    last = previous.content[-1][1]
    between_start = max(last, previous.cue[1] if previous.cue else last, previous.closed_at)
    if quote.outer_start < between_start:
        return False
    between = passage.text[between_start : quote.outer_start].strip(_GLUE)
    if previous.passage != passage.number and quote.outer_start == passage.block.start:
        return len(between) < _TAIL and not any(mark in between for mark in '„“”"«»\n')
    return not between or between.lower().rstrip(":") in {"i", "oraz", "and", "but", "adding", "dodając"}
