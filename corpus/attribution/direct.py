"""Verbatim quotations: between quotation marks, and after the dashes of the Polish press."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from corpus.attribution.draft import Attribution, Draft, Passage, Range, trim
from corpus.attribution.marks import Quoted
from corpus.attribution.tokens import DASHES, Token, token_at
from corpus.types import Language, StatementKind

_LONGEST = 3000  # code points that one spoken part may run on within a paragraph
_GLUE = ' \u00a0\t\n\r,.;:–—-”"»’'
_TAIL = 60  # code points that an attribution may go on after its source ("…, according to The Hill.")
_BREAKS = frozenset(':;"„“”«»')
_SENTENCE_END = frozenset(".?!…:")
_FIRST_PERSON = frozenset(
    "ja my mnie mi nas nam nami mój moja moje moim mojego moi moich moją nasz nasza nasze naszego naszym naszych "
    "nasi naszą jestem jesteśmy mam mamy mogę możemy chcę chcemy muszę musimy wiem wiemy widzę widzimy sądzę "
    "uważam uważamy myślę znam znamy nie_znam koncentruję koncentrujemy będę będziemy robimy staramy i we my our "
    "us me i'm i've we're we've".split()
)


class Grammar(Protocol):
    """What a language contributes to reading quotations."""

    def after(self, passage: Passage, at: int, limit: int) -> Attribution | None:
        """The attribution clause that begins at token ``at``, right after a quotation."""

    def before(self, passage: Passage, low: int, at: int) -> Attribution | None:
        """The attribution that leads to a quotation opening at token ``at``; ``low`` begins the sentence."""


def _is_separator(tokens: Sequence[Token], index: int) -> bool:
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


def _opens(passage: Passage, index: int) -> bool:
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


def dash_quotations(passage: Passage, grammar: Grammar) -> list[Draft]:
    """Quotations in the Polish manner: ``– A – mówi X. – B``; also a whole paragraph closed by ``– mówi X.``."""
    if passage.language is not Language.PL:
        return []
    tokens = passage.tokens
    dashes = [index for index in range(len(tokens)) if _is_separator(tokens, index)]
    found: list[Draft] = []
    cursor, resumed = 0, False
    for dash in dashes:
        if dash < cursor or _opens(passage, dash):
            continue
        attribution = grammar.after(
            passage, dash + 1, passage.sentence_of(dash + 1)[1] if dash + 1 < len(tokens) else dash
        )
        if attribution is None or _closes_mark(passage, dash):
            continue
        reach = tokens[dash].start - _LONGEST
        opening = next(
            (o for o in dashes if cursor <= o < dash and tokens[o].start > reach and _opens(passage, o)), None
        )
        if resumed and found and (opening is None or opening > cursor):
            begin: int | None = cursor
        elif opening is not None:
            begin = opening + 1
        else:
            begin = None
        start = tokens[begin if begin is not None else cursor].start
        if any(
            start <= q.start and q.outer_end < tokens[dash].start and _attributed_after(passage, grammar, q)
            for q in passage.quotes
        ):
            continue  # a quotation with its own speaker stands inside: "…”, powiedział X – podaje Y"
        draft = _dash_draft(passage, begin, cursor, dash, attribution)
        if draft is not None:
            found.append(draft)
        cursor, resumed = _after_attribution(passage, attribution, dashes)
        if resumed and found:
            _resume(passage, grammar, found[-1], cursor, dashes)
    return found


def _closes_mark(passage: Passage, dash: int) -> bool:
    """Whether what stands before the dash is a closing quotation mark: then it is not a dash quotation."""
    if dash == 0:
        return False
    position = passage.tokens[dash].start
    return any(
        q.outer_end <= position
        and not passage.text[q.outer_end : position].strip(" ,.\u00a0")
        and q.end - q.start > 25
        and not _dash_opened(passage, q.outer_start)
        for q in passage.quotes
    )


def _dash_opened(passage: Passage, position: int) -> bool:
    """Whether a dash quotation was opened before ``position`` in the same paragraph, so the mark is nested in it."""
    return any(
        _is_separator(passage.tokens, i) and _opens(passage, i) and passage.tokens[i].end < position - 1
        for i in range(token_at(passage.tokens, position))
    )


def _dash_draft(passage: Passage, begin: int | None, cursor: int, dash: int, attribution: Attribution) -> Draft | None:
    text, tokens = passage.text, passage.tokens
    kind, confidence = StatementKind.DIRECT, 0.9
    if begin is None:
        low, _ = passage.sentence_of(dash - 1) if dash else (0, 0)
        spoken = any(t.lower in _FIRST_PERSON for t in tokens[cursor:dash]) or _first_person_verb(tokens[cursor:dash])
        if cursor == 0 and spoken and tokens[dash].start - tokens[0].start < _LONGEST:
            begin, confidence = 0, 0.8
        else:
            begin, confidence = max(low, cursor), 0.75
            kind = StatementKind.DIRECT if "," in attribution_source(passage, attribution) else StatementKind.INDIRECT
    if begin >= dash:
        return None
    content = trim(text, tokens[begin].start, tokens[dash - 1].end)
    if content[0] >= content[1]:
        return None
    return _draft(passage, kind, [content], attribution, confidence)


def attribution_source(passage: Passage, attribution: Attribution) -> str:
    """The words of an attribution's source, empty when it has none."""
    if attribution.source is None:
        return ""
    start, end = passage.span(attribution.source)
    return passage.text[start:end]


def _first_person_verb(tokens: Sequence[Token]) -> bool:
    return any(
        reading.tag.endswith(":pri") or ":pri:" in reading.tag
        for token in tokens
        for reading in token.readings
        if reading.pos in {"fin", "praet", "bedzie", "aglt", "impt"} and len(token.readings) == 1
    )


def _draft(
    passage: Passage, kind: StatementKind, content: list[Range], attribution: Attribution, confidence: float
) -> Draft:
    cue = passage.span((attribution.cue.first, attribution.cue.last + 1))
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
        closed_at=closed_at,
        confidence=confidence,
    )


def _after_attribution(passage: Passage, attribution: Attribution, dashes: Sequence[int]) -> tuple[int, bool]:
    """Where reading goes on after an attribution clause, and whether the quotation is resumed there."""
    tokens, at = passage.tokens, attribution.end
    _, high = passage.sentence_of(attribution.cue.first)
    for index in range(at, high):
        if index in dashes:
            return index + 1, True
        if tokens[index].text in ".!?…:":
            break
    following = next((i for i in range(at, len(tokens)) if tokens[i].text not in ".!?…,"), len(tokens))
    if following in dashes and following - at <= 3 and _opens(passage, following):
        return following + 1, True
    after = max(high, following if following < len(tokens) and following - at <= 3 else high)
    if after < len(tokens) and after in dashes and _opens(passage, after):
        return after + 1, True
    return high, False


def _resume(passage: Passage, grammar: Grammar, draft: Draft, cursor: int, dashes: Sequence[int]) -> None:
    """Add the resumed part to the statement, unless it gets an attribution of its own after a full stop."""
    tokens = passage.tokens
    if cursor >= len(tokens):
        return
    after_stop = tokens[cursor - 2].text in ".!?…" if cursor >= 2 else False
    next_dash = next(
        (
            d
            for d in dashes
            if d > cursor
            and grammar.after(passage, d + 1, passage.sentence_of(min(d + 1, len(tokens) - 1))[1]) is not None
        ),
        None,
    )
    if next_dash is not None and after_stop:
        return
    end = next_dash if next_dash is not None else len(tokens)
    if (
        tokens[end - 1].end - tokens[cursor].start > _LONGEST
    ):  # a whole article in one line: the quotation ends somewhere
        end = passage.sentence_of(cursor)[1]
    content = trim(passage.text, tokens[cursor].start, tokens[end - 1].end)
    if content[0] < content[1]:
        draft.content.append(content)


# --- quotation marks ----------------------------------------------------------------------------------------------


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
            or not 2 <= quote.end - quote.start <= _LONGEST
        ):
            continue
        content = trim(passage.text, quote.start, quote.end)
        own = _attributed_after(passage, grammar, quote) if quote.continues else None
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
    return found


def _marked(passage: Passage, grammar: Grammar, quote: Quoted, previous: Draft | None) -> Draft | None:
    tokens = passage.tokens
    content = trim(passage.text, quote.start, quote.end)
    if content[0] >= content[1]:
        return None
    first = token_at(tokens, quote.outer_start)
    low, _ = passage.sentence_of(min(first, len(tokens) - 1))
    attribution = _attributed_after(passage, grammar, quote)
    if attribution is not None and not _belongs_to(previous, attribution, passage):
        draft = _draft(passage, StatementKind.DIRECT, [content], attribution, 0.92)
        _prepend_reporters_words(passage, draft, low, first, quote)
        return draft
    if previous is not None and _resumes(passage, previous, quote):
        previous.content.append(content)
        return None
    attribution = grammar.before(passage, low, first)
    if attribution is None:
        return None
    draft = _draft(passage, StatementKind.DIRECT, [content], attribution, 0.9)
    draft.notes.add("led")  # the same verb may govern a clause of its own before the quotation
    return draft


def _prepend_reporters_words(passage: Passage, draft: Draft, low: int, first: int, quote: Quoted) -> None:
    """``Skala jest tak duża, że „…” – mówi X``: the clause around a short quotation belongs to the content."""
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


def _attributed_after(passage: Passage, grammar: Grammar, quote: Quoted) -> Attribution | None:
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
    if ended and passage.language is Language.PL:
        return None
    return grammar.after(passage, at, passage.sentence_of(at)[1])


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
