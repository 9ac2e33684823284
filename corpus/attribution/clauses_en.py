"""English reported clauses: whose they are, where they begin and where they end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

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
    "him not".split()
)
_REQUESTS = frozenset({"urge", "advise", "expect", "encourage", "ask", "tell", "warn", "remind"})
_PROMISES = frozenset({"promise", "vow", "pledge", "expect"})
_OBJECT_TAKERS = frozenset({"tell", "assure", "advise", "warn", "remind", "ask", "urge"})


def is_infinitive(tokens: Sequence[Token], low: int, cue: Cue) -> bool:
    """Whether "to" makes a verb an infinitive, rather than belong to ``the people we spoke to``."""
    at = cue.first - 1
    return at > low and tokens[at].lower == "to" and tokens[at - 1].lower not in {"spoke", "talked", "listened"}


TURNING = frozenset({"took", "takes", "turned", "went", "goes", "rushed"})  # "went online to say"


def find_subject(passage: Passage, low: int, cue: Cue) -> Range | None:
    """The subject of a cue: right before it, or (participles) that of the main clause."""
    tokens = passage.tokens
    if is_infinitive(tokens, low, cue):
        verb = next((i for i in range(cue.first - 2, low, -1) if tokens[i].lower in TURNING), None)
        return subject_before(tokens, low, replace(cue, first=verb)) if verb is not None else None
    if cue.finite:
        found = subject_before(tokens, low, cue)
        if found is not None and speaker_like(tokens, found):
            return found
        found = _earlier_subject(passage, low, cue)
        return found if found is not None or not coordinated(tokens, low, cue) else _first_subject(passage, low, cue)
    return _earlier_subject(passage, low, cue) or _first_subject(passage, low, cue)


def coordinated(tokens: Sequence[Token], low: int, cue: Cue) -> bool:
    """Whether a conjunction stands before a verb: ``She likes the money but doubts that …``."""
    at = cue.first - 1
    while at > low and (tokens[at].lower in {"also", "then", "later", "still"} or tokens[at].lower.endswith("ly")):
        at -= 1
    return at > low and tokens[at].lower in {"and", "but"}


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


def opens_clause(tokens: Sequence[Token], found: Range, limit: int) -> bool:
    """Whether a phrase after a verb is the subject of a clause of its own (``says he is unfit``), not the speaker."""
    if found[1] - found[0] != 1 or tokens[found[0]].lower not in SUBJECT_PRONOUNS:
        return False
    following = tokens[found[1]].lower if found[1] < limit else ""
    return following in _AUXILIARY or following in {"n't", "not"}


_AFTER_QUOTE = frozenset({'"', "”", "’", "'"})
_PRESENT = frozenset({"has", "have", "is", "are", "will"})
_PAST = frozenset({"was", "were", "had", "would", "could"})


def _new_main_clause(tokens: Sequence[Token], begin: int, index: int, high: int) -> bool:
    """Whether the reporter goes on at a conjunction: ``… but later the deal fell through``, ``… and has suggested``."""
    if tokens[index].lower not in {"but", "and"} or index + 2 >= high:
        return False
    following = tokens[index + 1].lower
    if following in {"then", "later"}:
        return tokens[index + 2].lower not in SUBJECT_PRONOUNS and has_verb(tokens, index + 2, high)
    if following in _PRESENT and tokens[index - 1].text in _AFTER_QUOTE:
        return any(t.lower in _PAST for t in tokens[begin:index])
    return False


def _new_report(passage: Passage, index: int, high: int) -> bool:
    """Whether a second report by the same speaker begins: ``… and warned that …``."""
    tokens = passage.tokens
    if tokens[index].lower not in {"and", "but"} or index + 2 >= high:
        return False
    cue = next(iter(passage.cues_in(index + 1, index + 2)), None)
    reports = cue is not None and cue.finite and "say" in cue.classes and "weak" not in cue.classes
    return reports and cue is not None and cue.last + 1 < high and tokens[cue.last + 1].lower == "that"


def content_end(passage: Passage, at: int, high: int) -> int:
    """Where a reported clause ends: before a later cue's own clause, or at the end of the sentence."""
    tokens = passage.tokens
    low, _ = passage.sentence_of(at)
    subordinate = tokens[low].lower in {"as", "when", "while", "after", "although", "though", "if", "because", "since"}
    for index in range(at + 2, high):
        if _new_main_clause(tokens, at, index, high) or _new_report(passage, index, high):
            return index
        if tokens[index].text == ",":
            word = tokens[index + 1].lower if index + 1 < high else ""
            if word == "according" or (subordinate and _main_subject(tokens, index + 1, high)):
                return index
            ahead = index + 1
            while ahead < high and tokens[ahead].text in _AFTER_QUOTE and tokens[ahead].start == tokens[ahead - 1].end:
                ahead += 1
            if passage.block.heading and _headline_verb(passage, ahead, high):
                return ahead
            while ahead < high and tokens[ahead].lower in {"and", "but", "also", "then", "while", "although", "though"}:
                ahead += 1
            for cue in passage.cues_in(ahead, min(ahead + 9, high)):
                if not cue.classes & {"say", "naming", "attack"} or "weak" in cue.classes:
                    continue
                if cue.first == ahead and (not cue.finite or tokens[ahead - 1].is_word):
                    return index
                source = subject_before(tokens, ahead, cue)
                if source is not None and source[0] == ahead and speaker_like(tokens, source):
                    return index + 1 if tokens[index + 1].text in _AFTER_QUOTE else index
    return high


def _main_subject(tokens: Sequence[Token], at: int, high: int) -> bool:
    """Whether the main clause begins after the comma of a leading ``as …``, ``when …`` clause."""
    if at >= high:
        return False
    word = tokens[at].lower
    noun = tokens[at].is_word and not word.endswith(("ing", "ly")) and word not in _NOT_A_CLAUSE | PREPOSITIONS
    return (noun or word in DETERMINERS | SUBJECT_PRONOUNS) and has_verb(tokens, at, high)


def _headline_verb(passage: Passage, at: int, high: int) -> bool:
    """Whether a verb goes on a headline after a comma, with the same subject: ``…, blasts “lies”``."""
    return at < high and any(c.first == at and c.finite and at + 1 < high for c in passage.cues_in(at, at + 1))


def that_index(passage: Passage, cue: Cue, high: int) -> int | None:
    """Index of the ``that`` governed by the cue, if it has one."""
    tokens = passage.tokens
    commas = 0
    adverbial = cue.last + 1 < high and tokens[cue.last + 1].lower in PREPOSITIONS
    for index in range(cue.last + 1, min(cue.last + (30 if adverbial else 16), high)):
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
    if cue.lemma in _PROMISES and cue.last + 2 < high and tokens[cue.last + 1].lower == "to":
        return cue.last + 1
    if cue.lemma not in _REQUESTS:
        return None
    for index in range(cue.last + 1, min(cue.last + 9, high - 1)):
        if tokens[index].text in ',.;:"“':
            return None
        if tokens[index].lower == "to" and index > cue.last + 1:
            if cue.lemma == "ask" and tokens[index + 1].lower in {"be", "remain"}:
                return None  # "asked not to be named"
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
    if first.lower == "her" and (at + 1 >= high or not tokens[at + 1].is_word):
        return None
    if first.lower in PREPOSITIONS - {"as"} and "adjective" not in cue.classes:
        return None
    if "weak" in cue.classes and first.lower not in SUBJECT_PRONOUNS | DETERMINERS:
        return None
    if "adjective" in cue.classes and first.lower not in SUBJECT_PRONOUNS | DETERMINERS:
        return None
    if first.lower == "as" and at + 1 < high and tokens[at + 1].lower in {"much", "follows"}:
        return None
    return at if has_verb(tokens, at, _clause_limit(tokens, cue, at, high), strict="weak" in cue.classes) else None


def _clause_limit(tokens: Sequence[Token], cue: Cue, at: int, high: int) -> int:
    """Up to where the verb of a clause without "that" must come: the comma of a relative clause, or ``, but``."""
    relative = any(tokens[i].lower in {"who", "which"} for i in range(max(0, cue.first - 3), cue.first))
    for index in range(at, high - 1):
        if tokens[index].text == "," and (relative or tokens[index + 1].lower in {"but", "and", "while", "which"}):
            return index
    return high


_AUXILIARY = frozenset(
    "is are was were will would can could may might must should has have had do does did 's 're 'll 'd n't wo am "
    "be been going need needs want wants make makes made get gets got go goes went take takes took come comes "
    "came give gives gave help helps cost costs lose lost win won put run ran keep kept pay pays paid see saw hit "
    "held rose fell left felt ought".split()
)


def has_verb(tokens: Sequence[Token], at: int, high: int, *, strict: bool = False) -> bool:
    """Whether a finite verb follows within reach: an auxiliary, a contracted one, or a form in -s/-ed after a noun.

    :param strict: whether only auxiliaries and the like count, after verbs that more often take an object.
    """
    if tokens[at].lower in {"he", "she", "they", "we", "i", "you"} and at + 1 < high and not tokens[at + 1].is_capital:
        return tokens[at + 1].is_word
    for index in range(at + 1, min(at + 26, high)):
        word = tokens[index].lower
        if (
            word in _AUXILIARY
            or ("'" in word and word.rsplit("'", 1)[1] in {"s", "re", "ll", "d", "t", "ve"})
            or "’" in word
        ):
            return True
        if strict:
            continue
        if (
            word.endswith(("ed", "es", "s"))
            and len(word) > 3
            and not tokens[index].is_capital
            and index > at
            and tokens[index - 1].lower not in DETERMINERS | PREPOSITIONS
            and (word.endswith("ed") or index + 1 < high)
        ):
            return True
    return "'" in tokens[at].text or "’" in tokens[at].text


def _after_addressee(tokens: Sequence[Token], at: int, high: int) -> int:
    if at < high and tokens[at].lower in {"him", "her", "them", "us", "me", "you", "it"}:
        return at + 1
    end = at
    while end < high and (
        tokens[end].is_capital
        or (tokens[end].lower in {"the", "a"} and not (end > at and tokens[end - 1].is_capital))
        or tokens[end].lower in {"reporters", "journalists", "magazine", "newspaper", "agency", "news", "analysts"}
    ):
        end += 1
    return end
