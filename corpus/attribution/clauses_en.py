"""English reported clauses: whose they are, where they begin and where they end."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.attribution.cue import Cue
from corpus.attribution.draft import Passage, Range
from corpus.attribution.phrases_en import (
    DETERMINERS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    is_day,
    noun_phrase,
    speaker_like,
    subject_before,
)
from corpus.attribution.tokens import DASHES, Token

_NOT_A_CLAUSE = frozenset(
    "to of so yes no nothing something anything goodbye more much about for and or but with little enough it them "
    "him her".split()
)
_REQUESTS = frozenset({"urge", "advise", "expect", "encourage", "ask", "tell", "warn", "remind"})
_OBJECT_TAKERS = frozenset({"tell", "assure", "advise", "warn", "remind", "ask", "urge"})


def find_subject(passage: Passage, low: int, cue: Cue) -> Range | None:
    """The subject of a cue: right before it, or (participles) that of the main clause."""
    tokens = passage.tokens
    if cue.finite:
        found = subject_before(tokens, low, cue)
        if found is not None and speaker_like(tokens, found):
            return found
        return _earlier_subject(passage, low, cue)
    return _earlier_subject(passage, low, cue) or _first_subject(passage, low, cue)


def _earlier_subject(passage: Passage, low: int, cue: Cue) -> Range | None:
    """A coordinated verb shares the subject of the one before: ``she said …, and added …``."""
    for other in passage.cues_in(low, cue.first):
        if other.finite:
            found = subject_before(passage.tokens, low, other)
            if found is not None and speaker_like(passage.tokens, found):
                return found
    return None


def _first_subject(passage: Passage, low: int, cue: Cue) -> Range | None:
    tokens = passage.tokens
    at = low
    while at < cue.first:
        if tokens[at].lower in PREPOSITIONS:
            at = next((i + 1 for i in range(at, cue.first) if tokens[i].text == ","), cue.first)
            continue
        end = noun_phrase(tokens, at, cue.first)
        if end > at and speaker_like(tokens, (at, end)) and not tokens[at].lower.startswith("there"):
            return at, end
        at = max(end, at + 1)
    return None


def content_end(passage: Passage, at: int, high: int) -> int:
    """Where a reported clause ends: before a later cue's own clause, or at the end of the sentence."""
    tokens = passage.tokens
    for index in range(at + 2, high):
        if tokens[index].text == ",":
            word = tokens[index + 1].lower if index + 1 < high else ""
            if word == "according":
                return index
            ahead = index + 1
            while ahead < high and tokens[ahead].lower in {"and", "but", "also", "then", "while", "although", "though"}:
                ahead += 1
            for cue in passage.cues_in(ahead, min(ahead + 6, high)):
                if not cue.classes & {"say"}:
                    continue
                if cue.first == ahead and (not cue.finite or ahead > index + 1):
                    return index
                source = subject_before(tokens, ahead, cue)
                if source is not None and source[0] == ahead and speaker_like(tokens, source):
                    return index
    return high


def that_index(passage: Passage, cue: Cue, high: int) -> int | None:
    """Index of the ``that`` governed by the cue, if it has one."""
    tokens = passage.tokens
    commas = 0
    for index in range(cue.last + 1, min(cue.last + 16, high)):
        word = tokens[index].lower
        if word == "that" and not (
            index + 1 < high and tokens[index + 1].lower in {"is", "was"} and index > cue.last + 3
        ):
            return index
        if word in {"whether", "how", "why"} and index <= cue.last + (12 if cue.lemma == "ask" else 3):
            return index - 1 if index + 1 < high and tokens[index + 1].text not in ",." else None
        if tokens[index].text in ':;"“' or (
            word in SUBJECT_PRONOUNS and index > cue.last + 1 and cue.lemma not in _OBJECT_TAKERS
        ):
            return None
        if any(c.first == index and "weak" not in c.classes for c in passage.cues_in(index, index + 1)):
            return None
        commas += tokens[index].text == ","
        if commas > 2:
            return None
    return None


def infinitive_index(passage: Passage, cue: Cue, high: int) -> int | None:
    """``urged resellers to read the rules``: where the infinitive begins; ``expects rivals to follow``: the object."""
    tokens = passage.tokens
    if cue.lemma not in _REQUESTS:
        return None
    for index in range(cue.last + 1, min(cue.last + 9, high - 1)):
        if tokens[index].text in ',.;:"“':
            return None
        if tokens[index].lower == "to" and index > cue.last + 1:
            return cue.last + 1 if cue.lemma == "expect" else index
    return None


def clause_index(passage: Passage, cue: Cue, high: int) -> int | None:
    """Where a clause without "that" begins, ``None`` when no clause follows."""
    tokens = passage.tokens
    at = cue.last + 1
    if at >= high:
        return None
    if cue.lemma in _OBJECT_TAKERS and cue.lemma != "ask":
        at = _after_addressee(tokens, at, high)
    while at < high and (
        is_day(tokens[at])
        or (
            tokens[at].lower in {"on", "in", "at", "during", "last", "earlier", "later", "via", "after"}
            and at + 1 < high
        )
    ):
        if tokens[at].lower in {"in", "at", "during", "via", "after"}:
            subject = next(
                (
                    i
                    for i in range(at + 2, min(at + 10, high))
                    if tokens[i].lower in SUBJECT_PRONOUNS - {"if", "as", "this", "no"} or tokens[i].text == ","
                ),
                None,
            )
            if subject is None or tokens[subject].text == ",":
                return None
            at = subject
            break
        at += 1
    if (
        at >= high
        or (tokens[at].lower in _NOT_A_CLAUSE and tokens[at].lower not in {"it", "no"})
        or tokens[at].text in ',.;:"“!?'
        or tokens[at].text in DASHES
    ):
        return None
    first = tokens[at]
    if first.lower in PREPOSITIONS - {"as"} and "adjective" not in cue.classes:
        return None
    if "weak" in cue.classes and first.lower not in SUBJECT_PRONOUNS | DETERMINERS:
        return None
    if "adjective" in cue.classes and first.lower not in SUBJECT_PRONOUNS | DETERMINERS:
        return None
    return at if has_verb(tokens, at, high) else None


_AUXILIARY = frozenset(
    "is are was were will would can could may might must should has have had do does did 's 're 'll 'd n't wo am "
    "be been going need needs want wants make makes made get gets got go goes went take takes took come comes "
    "came give gives gave help helps cost costs lose lost win won put run ran keep kept pay pays paid see saw hit "
    "held rose fell left felt ought".split()
)


def has_verb(tokens: Sequence[Token], at: int, high: int) -> bool:
    """Whether a finite verb follows within reach: an auxiliary, a contracted one, or a form in -s/-ed after a noun."""
    for index in range(at + 1, min(at + 26, high)):
        word = tokens[index].lower
        if (
            word in _AUXILIARY
            or ("'" in word and word.rsplit("'", 1)[1] in {"s", "re", "ll", "d", "t", "ve"})
            or "’" in word
        ):
            return True
        if (
            word.endswith(("ed", "es", "s"))
            and len(word) > 3
            and not tokens[index].is_capital
            and index > at
            and tokens[index - 1].lower not in DETERMINERS | PREPOSITIONS
        ):
            return True
    return "'" in tokens[at].text or "’" in tokens[at].text


def _after_addressee(tokens: Sequence[Token], at: int, high: int) -> int:
    if at < high and tokens[at].lower in {"him", "her", "them", "us", "me", "you", "it"}:
        return at + 1
    end = at
    while end < high and (
        tokens[end].is_capital
        or tokens[end].lower in {"the", "a", "reporters", "journalists", "magazine", "newspaper", "agency", "news"}
    ):
        end += 1
    return end
