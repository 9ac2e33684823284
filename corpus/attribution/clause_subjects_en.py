"""Whose a clause of an English sentence is: the subject of its verb, or one shared with an earlier verb."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.attribution.cue import Cue
from corpus.attribution.draft import Passage, Range
from corpus.attribution.person_evidence_en import known_first_name
from corpus.attribution.phrases_en import noun_phrase, speaker_like
from corpus.attribution.subjects_en import subject_before
from corpus.attribution.tokens import Token
from corpus.attribution.words_en import CONJUNCTIONS, PREPOSITIONS, is_adverb


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
        if found is not None and (speaker_like(tokens, found) or _said_by_noun(tokens, found, cue)):
            return _conjoined(tokens, low, found)
        found = _earlier_subject(passage, low, cue)
        return found if found is not None or not coordinated(tokens, low, cue) else _first_subject(passage, low, cue)
    return _earlier_subject(passage, low, cue) or _first_subject(passage, low, cue)


_HUMAN = frozenset({"say", "tell", "add", "insist", "admit", "recall", "explain", "joke", "ask"})


def _said_by_noun(tokens: Sequence[Token], found: Range, cue: Cue) -> bool:
    """``A porter said``: an article and a noun that no list has, before a verb of which people are the subject."""
    words = tokens[found[0] : found[1]]
    article = words[0].lower in {"a", "an", "one", "another"}
    return article and cue.lemma in _HUMAN and 1 < len(words) <= 4 and all(t.is_word for t in words)


def _conjoined(tokens: Sequence[Token], low: int, found: Range) -> Range:
    """A second subject with the first one before its "and": ``X, head of Y, and her colleague Z, a lawyer, said``."""
    start = found[0]
    while start - 3 >= low and tokens[start - 1].text == ",":
        earlier = _full_name(tokens, low, start - 1)
        if earlier is None:
            break
        start = earlier
    if start < found[0] and any(t.lower == "and" for t in tokens[found[0] : found[1]]):
        return start, found[1]  # "X, Y and Z said"
    conjunction = found[0] - 1
    if conjunction <= low or tokens[conjunction].lower != "and" or not tokens[low].is_capital:
        return found
    end = noun_phrase(tokens, low, conjunction)
    closed = end == conjunction or (end == conjunction - 1 and tokens[end].text == ",")
    named = low + 1 < end and tokens[low + 1].is_capital and any(t.is_capital for t in tokens[found[0] : found[1]])
    return (low, found[1]) if closed and named else found


def _full_name(tokens: Sequence[Token], low: int, end: int) -> int | None:
    """Where two or three capitals begin that stand between commas, or open the sentence, before ``end``."""
    at = end
    while at > low and tokens[at - 1].is_word and tokens[at - 1].is_capital:
        at -= 1
    named = 2 <= end - at <= 3 and known_first_name(tokens[at].text)
    return at if named and (at == low or tokens[at - 1].text == ",") else None


def coordinated(tokens: Sequence[Token], low: int, cue: Cue) -> bool:
    """Whether a conjunction stands before a verb: ``She likes the money but doubts that …``."""
    at = cue.first - 1
    while at > low and (tokens[at].lower in {"also", "then", "later", "still"} or is_adverb(tokens[at])):
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
        if tokens[at].lower in CONJUNCTIONS | {"now", "meanwhile", "also", "still"}:
            at += 1
            continue
        if tokens[at].lower in PREPOSITIONS | {"according"}:
            at = next((i + 1 for i in range(at, cue.first) if tokens[i].text == ","), cue.first)
            continue
        end = noun_phrase(tokens, at, cue.first)
        if end > at and speaker_like(tokens, (at, end)) and not tokens[at].lower.startswith("there"):
            return at, end
        at = max(end, at + 1)
    return None
