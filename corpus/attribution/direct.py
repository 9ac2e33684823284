"""Verbatim quotations: between quotation marks, and after the dashes of the Polish press."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from corpus.attribution.beside import (
    LONGEST,
    Grammar,
    attributed_after,
    attribution_source,
    is_separator,
    make_draft,
    opens,
)
from corpus.attribution.clauses_pl import conjunction_of
from corpus.attribution.draft import Attribution, Draft, Passage, Range, trim
from corpus.attribution.marks import Quoted
from corpus.attribution.tokens import CLOSING, Token, token_at
from corpus.clauses import has_finite_verb
from corpus.types import Language, StatementKind

_CLOSE = 8  # code points of spaces and marks between a closing quotation mark and its dash
_FIRST_PERSON = frozenset(
    "ja my mnie mi nas nam nami mój moja moje moim mojego moi moich moją nasz nasza nasze naszego naszym naszych "
    "nasi naszą jestem jesteśmy mam mamy mogę możemy chcę chcemy muszę musimy wiem wiemy widzę widzimy sądzę "
    "uważam uważamy myślę znam znamy nie_znam koncentruję koncentrujemy będę będziemy robimy staramy i we my our "
    "us me i'm i've we're we've".split()
)


def dash_quotations(passage: Passage, grammar: Grammar) -> list[Draft]:
    """Quotations in the Polish manner: ``– A – mówi X. – B``; also a whole paragraph closed by ``– mówi X.``."""
    if passage.language is not Language.PL:
        return []
    tokens = passage.tokens
    dashes = [index for index in range(len(tokens)) if is_separator(tokens, index)]
    opening_dashes = [dash for dash in dashes if opens(passage, dash)]
    found: list[Draft] = []
    cursor, resumed = 0, False
    for dash in dashes:
        if dash < cursor or opens(passage, dash):
            continue
        attribution = grammar.after(
            passage, dash + 1, passage.sentence_of(dash + 1)[1] if dash + 1 < len(tokens) else dash
        )
        if attribution is None or _closes_mark(passage, dash):
            continue
        reach = tokens[dash].start - LONGEST
        between = range(bisect_left(opening_dashes, cursor), bisect_left(opening_dashes, dash))
        opening = next((opening_dashes[o] for o in between if tokens[opening_dashes[o]].start > reach), None)
        if opening is not None:
            # "– Kiedy wrócicie? – Wkrótce – odpowiada X": the question was somebody else's.
            answers = (opening_dashes[o] for o in between if tokens[opening_dashes[o] - 1].text == "?")
            opening = max((answer for answer in answers if answer > opening), default=opening)
        if resumed and found and (opening is None or opening > cursor):
            begin: int | None = cursor
        elif opening is not None:
            begin = opening + 1
        else:
            begin = None
        start = tokens[begin if begin is not None else cursor].start
        if any(
            q.outer_end < tokens[dash].start and _has_own_speaker(passage, grammar, q, attribution, start)
            for q in passage.quotes_in(start - 1, tokens[dash].start)
        ):
            continue  # a quotation with its own speaker stands inside: "…”, powiedział X – podaje Y"
        draft = _dash_draft(passage, begin, cursor, dash, attribution)
        if draft is not None:
            found.append(draft)
        cursor, resumed = _after_attribution(passage, attribution, dashes)
        if resumed and found:
            _resume(passage, grammar, found[-1], cursor, dashes)
    for draft in found:
        _drop_marks(passage, draft)
    found += _led_by_colon(passage, grammar, dashes, found)
    for draft in found:
        draft.content[:] = _apart(draft.content)
    return [draft for draft in found if draft.content]  # nothing may be left where all was a mark or a dash


def _apart(pieces: Sequence[Range]) -> list[Range]:
    """The pieces in the order of the text; none that is empty or begins within another."""
    kept: list[Range] = []
    for start, end in sorted(pieces):
        if start < end and (not kept or start >= kept[-1][1]):
            kept.append((start, end))
    return kept


def _has_own_speaker(passage: Passage, grammar: Grammar, quote: Quoted, outer: Attribution, start: int) -> bool:
    """Whether a piece in marks has an attribution of its own, or is all that the outer attribution is about."""
    own = attributed_after(passage, grammar, quote)
    return own is not None and (own.cue.first != outer.cue.first or quote.outer_start <= start)


def _drop_marks(passage: Passage, draft: Draft) -> None:
    """``„A – mówi X – B”``: marks around an interrupted quotation are outer marks."""
    first, last = draft.content[0], draft.content[-1]
    for quote in passage.quotes_in(first[0], first[0] + 1):
        if first[1] < quote.end and last[0] < quote.end <= last[1]:
            draft.content[0] = (quote.start, first[1])
            draft.content[-1] = (draft.content[-1][0], quote.end)
    start, end = draft.content[-1]
    if passage.text[end - 1] in '”"»' and not any(mark in passage.text[start : end - 1] for mark in '„“«"'):
        draft.content[-1] = trim(passage.text, start, end - 1)  # a closing mark that nothing has opened


def _led_by_colon(passage: Passage, grammar: Grammar, dashes: Sequence[int], found: Sequence[Draft]) -> list[Draft]:
    """``Jak dodał: – A. B`` and ``X, prezes Y: – A``: the speaker stands before the dash, nobody after it."""
    tokens = passage.tokens
    made: list[Draft] = []
    for dash in dashes:
        if dash == 0 or dash + 1 >= len(tokens) or tokens[dash - 1].text != ":" or not opens(passage, dash):
            continue
        start, end = tokens[dash + 1].start, min(tokens[-1].end, tokens[dash].start + LONGEST)
        if any(a < end and start < b for draft in found for a, b in draft.content):
            continue
        low, _ = passage.sentence_of(dash - 1)
        attribution = grammar.before(passage, low, dash)
        if attribution is None:
            continue
        if end < tokens[-1].end:
            end = tokens[passage.sentence_of(dash + 1)[1] - 1].end
        draft = make_draft(passage, StatementKind.DIRECT, [trim(passage.text, start, end)], attribution, 0.85)
        draft.notes.add("led")
        made.append(draft)
        break
    return made


def _closes_mark(passage: Passage, dash: int) -> bool:
    """Whether what stands before the dash is a closing quotation mark: then it is not a dash quotation."""
    if dash == 0:
        return False
    position = passage.tokens[dash].start
    return any(
        position - _CLOSE <= q.outer_end <= position
        and not passage.text[q.outer_end : position].strip(" ,.\u00a0")
        and (q.end - q.start > 25 or _opens_sentence(passage, q))
        and not _dash_opened(passage, q.outer_start)
        for q in passage.quotes_in(position - LONGEST, position)
    )


def _opens_sentence(passage: Passage, quote: Quoted) -> bool:
    """Whether nothing of its sentence stands before a piece in marks: a quotation then, no title within a clause."""
    tokens, first = passage.tokens, token_at(passage.tokens, quote.outer_start)
    listed = first > 1 and tokens[first - 1].text == "," and tokens[first - 2].text in CLOSING  # "„A”, „B” – piszą"
    return first == 0 or listed or tokens[first - 1].text in ".!?…:"


def _dash_opened(passage: Passage, position: int) -> bool:
    """Whether a dash quotation was opened before ``position`` in the same paragraph, so the mark is nested in it."""
    return any(
        is_separator(passage.tokens, i) and opens(passage, i) and passage.tokens[i].end < position - 1
        for i in range(token_at(passage.tokens, position - LONGEST), token_at(passage.tokens, position))
    )


def _dash_draft(passage: Passage, begin: int | None, cursor: int, dash: int, attribution: Attribution) -> Draft | None:
    text, tokens = passage.text, passage.tokens
    kind, confidence = StatementKind.DIRECT, 0.9
    if begin is None:
        low, _ = passage.sentence_of(dash - 1) if dash else (0, 0)
        spoken = any(t.lower in _FIRST_PERSON for t in tokens[cursor:dash]) or _first_person_verb(tokens[cursor:dash])
        if cursor == 0 and spoken and tokens[dash].start - tokens[0].start < LONGEST:
            begin, confidence = 0, 0.8
        elif _reports(passage, max(low, cursor), dash):
            return None
        elif attribution.source is None and not _is_clause(passage, max(low, cursor), dash):
            return None  # "Torvex – lider rynku – zapowiada zwolnienia"
        else:
            begin, confidence = max(low, cursor), 0.75
            kind = StatementKind.DIRECT if "," in attribution_source(passage, attribution) else StatementKind.INDIRECT
    if begin >= dash:
        return None
    content = trim(text, tokens[begin].start, tokens[dash - 1].end)
    if content[0] >= content[1]:
        return None
    return make_draft(passage, kind, [content], attribution, confidence)


def _reports(passage: Passage, low: int, high: int) -> bool:
    """Whether the words before the dash are a report already: ``X powtórzył, że …, choć – jak przyznał – …``."""
    return any(cue.finite and conjunction_of(passage, cue, high) is not None for cue in passage.cues_in(low, high))


def _is_clause(passage: Passage, low: int, high: int) -> bool:
    start, end = passage.tokens[low].start, passage.tokens[max(low, high - 1)].end
    return has_finite_verb(passage.text, start, end, passage.language)


def _first_person_verb(tokens: Sequence[Token]) -> bool:
    return any(
        reading.tag.endswith(":pri") or ":pri:" in reading.tag
        for token in tokens
        for reading in token.readings
        if reading.pos in {"fin", "praet", "bedzie", "aglt", "impt"} and len(token.readings) == 1
    )


def _after_attribution(passage: Passage, attribution: Attribution, dashes: Sequence[int]) -> tuple[int, bool]:
    """Where reading goes on after an attribution clause, and whether the quotation is resumed there."""
    tokens, at = passage.tokens, attribution.end
    _, high = passage.sentence_of(attribution.cue.first)
    for index in range(at, high):
        if _among(dashes, index):
            return index + 1, True
        if tokens[index].text in ".!?…:":
            break
    following = next((i for i in range(at, len(tokens)) if tokens[i].text not in ".!?…,"), len(tokens))
    if _among(dashes, following) and following - at <= 3 and opens(passage, following):
        return following + 1, True
    after = max(high, following if following < len(tokens) and following - at <= 3 else high)
    if after < len(tokens) and _among(dashes, after) and opens(passage, after):
        return after + 1, True
    return high, False


def _among(dashes: Sequence[int], index: int) -> bool:
    """Whether an index is one of the dashes, which stand in order."""
    at = bisect_left(dashes, index)
    return at < len(dashes) and dashes[at] == index


def _resume(passage: Passage, grammar: Grammar, draft: Draft, cursor: int, dashes: Sequence[int]) -> None:
    """Add the resumed part to the statement, unless it gets an attribution of its own after a full stop."""
    tokens = passage.tokens
    if cursor >= len(tokens):
        return
    after_stop = tokens[cursor - 2].text in ".!?…" if cursor >= 2 else False
    next_dash = next(
        (
            dashes[d]
            for d in range(bisect_right(dashes, cursor), len(dashes))
            if grammar.after(passage, dashes[d] + 1, passage.sentence_of(min(dashes[d] + 1, len(tokens) - 1))[1])
            is not None
        ),
        None,
    )
    if next_dash is not None and after_stop:
        return
    end = next_dash if next_dash is not None else len(tokens)
    if (
        tokens[end - 1].end - tokens[cursor].start > LONGEST
    ):  # a whole article in one line: the quotation ends somewhere
        end = passage.sentence_of(cursor)[1]
    content = trim(passage.text, tokens[cursor].start, tokens[end - 1].end)
    if content[0] < content[1]:
        draft.content.append(content)
