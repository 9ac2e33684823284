"""English statements without a clause: ``called it “reckless”``, ``denied the report``, ``recommends waiting``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.attribution.cue import Cue
from corpus.attribution.draft import Draft, Passage, Range, trim
from corpus.attribution.marks import Quoted
from corpus.attribution.reported_draft import reported_statement
from corpus.attribution.tokens import DASHES, Token, token_at
from corpus.attribution.words_en import DETERMINERS, PREPOSITIONS, SUBJECT_PRONOUNS

_ENDS = frozenset({".", ";", ":", "!", "?", "…"})
_GO_ON = frozenset("and but while after before when as because which who although though adding saying".split())
_ADJECTIVE = re.compile(r"(?:able|ible|ary|ous|ful|less|ive|unfair|wrong|illegal|absurd|ical|istic|tic|ent|fair|dead)$")
_LONGEST = 40  # tokens of an object


def naming(passage: Passage, cue: Cue, source: Range | None, high: int) -> Draft | None:
    """The statement in the object of a verb that names, attacks or denies; ``None`` when there is none.

    :param source: the verb's subject; without one nothing is reported.
    """
    if source is None or cue.last + 1 >= high:
        return None
    end = _object_end(passage, cue.last + 1, high)
    quotes = _quotes(passage, cue.last + 1, end)
    if not cue.finite and not quotes:
        return None  # "calling the shop a showroom"
    content: Range | None = None
    if "naming" in cue.classes:
        content = _predicate(passage, cue.last + 1, end, quotes)
    elif "attack" in cue.classes and quotes:
        content = _attacked(passage, cue.lemma, cue.last + 1, end, quotes)
    elif "deny" in cue.classes:
        content = _denied(passage.tokens, cue.last + 1, end)
    elif "advise" in cue.classes and _gerund(passage.tokens[cue.last + 1]):
        content = (cue.last + 1, end)
    if content is None or not 0 < content[1] - content[0] <= _LONGEST:
        return None
    draft = reported_statement(passage, cue, source, content, 0.7)
    if draft is not None and "whole" in draft.notes:
        draft.content = [trim(passage.text, *draft.content[0])]
    return draft


def _gerund(token: Token) -> bool:
    return token.lower.endswith("ing") and len(token.lower) > 5 and not token.is_capital and token.lower != "nothing"


def _quotes(passage: Passage, start: int, end: int) -> list[Quoted]:
    return passage.quotes_in(passage.tokens[start].start, passage.tokens[end - 1].end) if end > start else []


def _object_end(passage: Passage, start: int, high: int) -> int:
    """Where the object of a verb ends: at a mark, or where another clause of the reporter's goes on."""
    tokens = passage.tokens
    quotes = _quotes(passage, start, high)
    for index in range(start, high):
        token = tokens[index]
        if any(quote.start <= token.start < quote.end for quote in quotes):
            continue
        if token.text in _ENDS or (token.text in DASHES and tokens[index - 1].end < token.start):
            return index
        following = tokens[index + 1] if index + 1 < high else None
        verb = following is not None and bool(passage.cues_in(index + 1, index + 2))
        if token.text == "," and (following is None or following.lower in _GO_ON or verb or _closes(tokens, index)):
            return index
        if token.lower in {"and", "but"} and (verb or (following is not None and _pronoun(following))):
            return index
    return high


def _closes(tokens: Sequence[Token], comma: int) -> bool:
    return tokens[comma + 1].text in {'"', "”", "’"} if comma + 1 < len(tokens) else True


def _pronoun(token: Token) -> bool:
    return token.lower in {"he", "she", "they", "it", "we", "said", "says"}


def _predicate(passage: Passage, start: int, end: int, quotes: Sequence[Quoted]) -> Range | None:
    """What somebody is called: the quoted predicate with its article, or object and predicate together."""
    tokens = passage.tokens
    if quotes:
        begin = token_at(tokens, quotes[0].outer_start)
        if begin > start and tokens[begin - 1].lower in {"a", "an", "the", "his", "her", "its", "their"}:
            return begin - 1, end
        last = next((i for i in range(begin, end) if tokens[i].start >= quotes[0].outer_end), end)
        leaves = last < end and tokens[last].lower in PREPOSITIONS | _GO_ON | {"or", "then"}
        if leaves or passage.text[quotes[0].end - 1] in ",.":
            end = last
        return (begin, end if last < end and tokens[last].is_word else last) if begin > start else None
    determiners = [
        i
        for i in range(start + 1, end)
        if tokens[i].lower in {"a", "an", "the"} and tokens[i - 1].lower not in PREPOSITIONS | {"as", "and", "or"}
    ]
    first = tokens[start]
    if not determiners and end - start > 2 and _ADJECTIVE.search(tokens[end - 1].lower) and first.lower in DETERMINERS:
        return end - 1, end  # "called the mandate unnecessary"
    opened = first.is_capital or first.lower in DETERMINERS | SUBJECT_PRONOUNS | {"him", "them"}
    return (start, end) if opened and determiners else None


def _attacked(passage: Passage, lemma: str, start: int, end: int, quotes: Sequence[Quoted]) -> Range | None:
    """What a verb such as ``slam``, ``cite`` quotes: the words after "as", else the whole object."""
    tokens = passage.tokens
    as_index = next((i for i in range(start, end) if tokens[i].lower == "as"), None)
    of_index = next((i for i in range(start, end) if tokens[i].lower == "of"), None)
    if lemma == "accuse":
        return (of_index + 1, end) if of_index is not None and of_index + 1 < end else None
    if as_index is not None and tokens[as_index].end < quotes[0].outer_start:
        return as_index + 1, end
    return start, end


def _denied(tokens: Sequence[Token], start: int, end: int) -> Range | None:
    first = tokens[start]
    if first.lower in PREPOSITIONS | {"him", "them", "us", "me", "access", "entry", "bail", "permission"}:
        return None
    return (start, end) if first.is_word else None
