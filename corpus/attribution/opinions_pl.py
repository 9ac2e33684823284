"""Polish opinions with a preposition: ``zdaniem X …``, ``według X …``, ``jej zdaniem …``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from corpus.attribution.clauses_pl import content_end
from corpus.attribution.cue import Cue, cue_data
from corpus.attribution.draft import Draft, Passage, trim
from corpus.attribution.phrases_pl import noun_phrase
from corpus.attribution.reported_draft import reported_statement
from corpus.attribution.subjects_pl import clause_start, speaker_like, title_end
from corpus.attribution.things_pl import is_document, nobodys
from corpus.attribution.tokens import Token
from corpus.attribution.words_pl import is_group, is_institution, is_role, verb_only
from corpus.types import Language


@cache
def _phrases() -> dict[str, list[tuple[str, list[str]]]]:
    """The phrases by their first word."""
    table: dict[str, list[tuple[str, list[str]]]] = {}
    for phrase in cue_data(Language.PL)["prepositional"]["genitive"]:
        table.setdefault(phrase.split()[0], []).append((phrase, phrase.split()))
    return table


def in_the_opinion_of(passage: Passage, low: int, high: int) -> Iterator[Draft]:
    """``Zdaniem X treść``, ``treść, według X, dalszy ciąg``."""
    tokens, table = passage.tokens, _phrases()
    for index in range(low, high - 1):
        yield from _owned_opinion(passage, low, high, index)
        for phrase, words in table.get(tokens[index].lower, ()):
            if index + len(words) >= high or [t.lower for t in tokens[index : index + len(words)]] != words:
                continue
            begin = index + len(words)
            cue = Cue(index, begin - 1, begin - 1, phrase, frozenset({"prepositional"}))
            if index > low and tokens[index - 1].lower in _POSSESSIVE:
                yield from _possessive_opinion(passage, low, high, cue)
                continue
            if _by_document(tokens, begin, high):
                cue = nobodys(cue)  # "według umowy": nobody's opinion
            end = _genitive_source(tokens, begin, high)
            if end is None:
                continue
            comma = (
                next((i for i in range(end, high) if tokens[i].text == ","), None)
                if end < high and tokens[end].text == ","
                else None
            )
            if comma is not None and comma + 1 < high and tokens[comma + 1].lower.startswith("któr"):
                comma = _after_relative(tokens, comma, high) or comma
            start = comma + 1 if comma is not None else end
            if index <= low + 1:
                draft = reported_statement(
                    passage, cue, (begin, end), (start, content_end(passage, start, high)), 0.85, genitive=True
                )
            elif tokens[index - 1].text in {",", "–", "-", "—"}:
                draft = reported_statement(passage, cue, (begin, end), (low, index - 1), 0.8, genitive=True)
                if draft is not None and comma is not None and comma + 2 < high:
                    draft.content.append(trim(passage.text, tokens[comma].start, tokens[high - 1].end, stop=True))
            else:
                draft = (
                    reported_statement(
                        passage,
                        cue,
                        (begin, end),
                        (max(low, clause_start(tokens, index, low)), index),
                        0.5,
                        genitive=True,
                    )
                    if end >= high - 1
                    else None
                )
            if draft is not None:
                yield draft


def _by_document(tokens: Sequence[Token], begin: int, high: int) -> bool:
    """Whether a document without an author is what the words go by."""
    if not is_document(tokens[begin].lower) or tokens[begin].is_capital:
        return False
    end = noun_phrase(tokens, begin, high, genitive=True)
    return not any(t.is_capital or is_role(t) or is_group(t) or is_institution(t) for t in tokens[begin:end])


def _after_relative(tokens: Sequence[Token], comma: int, high: int) -> int | None:
    """The comma that closes a relative clause: the first one after its verb that no further clause follows."""
    verb = next((i for i in range(comma + 2, high) if verb_only(tokens[i].lower)), None)
    return next((i for i in range(verb, high) if tokens[i].text == ","), None) if verb is not None else None


def _owned_opinion(passage: Passage, low: int, high: int, index: int) -> Iterator[Draft]:
    """``W jej ocenie treść``: the owner stands inside the phrase."""
    tokens = passage.tokens
    if index + 3 >= high or tokens[index + 1].lower not in _POSSESSIVE:
        return
    phrase = f"{tokens[index].lower} {tokens[index + 2].lower}"
    if not any(phrase == known for known, _ in _phrases().get(tokens[index].lower, ())):
        return
    cue = Cue(index + 2, index + 2, index + 2, phrase, frozenset({"prepositional"}))
    start = index + 3 + (tokens[index + 3].text == ",")
    owner = (index + 1, index + 2)
    if index <= low + 1:
        draft = reported_statement(passage, cue, owner, (start, content_end(passage, start, high)), 0.8)
    elif tokens[index - 1].text == ",":
        draft = reported_statement(passage, cue, owner, (low, index - 1), 0.7)
        if draft is not None and start + 1 < high:
            draft.content.append(trim(passage.text, tokens[index + 3].start, tokens[high - 1].end, stop=True))
    else:
        draft = None
    if draft is not None:
        yield draft


_OBLIQUE = frozenset({"niego", "niej", "nich"})
_POSSESSIVE = frozenset({"jego", "jej", "ich"})


def _possessive_opinion(passage: Passage, low: int, high: int, cue: Cue) -> Iterator[Draft]:
    """``Jego zdaniem treść`` and ``treść, jej zdaniem, dalszy ciąg``."""
    tokens, owner = passage.tokens, cue.first - 1
    start = cue.last + 1 + (cue.last + 1 < high and tokens[cue.last + 1].text == ",")
    if owner == low:
        draft = reported_statement(passage, cue, (owner, owner + 1), (start, content_end(passage, start, high)), 0.8)
    elif owner > low and tokens[owner - 1].text == "," and start < high:
        draft = reported_statement(passage, cue, (owner, owner + 1), (low, owner - 1), 0.7)
        if draft is not None and start + 1 < high:
            draft.content.append(trim(passage.text, tokens[start].start, tokens[high - 1].end, stop=True))
    else:
        draft = None
    if draft is not None:
        yield draft


def _genitive_source(tokens: Sequence[Token], begin: int, high: int) -> int | None:
    if begin >= high:
        return None
    head = tokens[begin]
    if head.lower in _OBLIQUE:
        return begin + 1
    if head.text in '„"«“':
        return title_end(tokens, begin, high)
    if not (head.is_capital or head.may_be("gen") or not head.readings) or head.lower in {
        "planu",
        "planów",
        "prawa",
        "przepisów",
        "wzoru",
    }:
        return None
    end = noun_phrase(tokens, begin, high, genitive=True)
    return end if end > begin and speaker_like(tokens, begin, end) else None
