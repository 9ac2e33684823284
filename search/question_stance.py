"""Which side a question asks for: stance words, negated or not, and clauses that somebody thinks to be true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.stance import judge
from corpus.topics import TopicScheme
from corpus.types import Language, Polarity
from search.lexicon import Found, Lexicon, Phrases, Token

_NEGATION_REACH = 3  # words before a stance word
_OPPOSITE = {
    Polarity.SUPPORTIVE: Polarity.SCEPTICAL,
    Polarity.SCEPTICAL: Polarity.SUPPORTIVE,
}
_SIDES = (Polarity.SUPPORTIVE, Polarity.SCEPTICAL)
_TOWARDS = frozenset(("against", "around", "round"))  # in phrases of change that tell the side


@dataclass(frozen=True, slots=True)
class Side:
    """The side asked for.

    :param polarity: ``None``: no side.
    :param pivot: number of the first word after those that ask; what follows is what the question is about.
    :param used: numbers of the words that express it.
    """

    polarity: Polarity | None
    pivot: int | None
    used: frozenset[int]


def opposite(polarity: Polarity) -> Polarity | None:
    """The other side; ``None`` for mixed and neutral."""
    return _OPPOSITE.get(polarity)


def find_side(tokens: Sequence[Token], words: Lexicon, text: str, language: Language, scheme: TopicScheme) -> Side:
    """The side that a question asks for, and where its subject begins.

    :param tokens: the words of the question, those of dates left out.
    """
    spoken = _spoken(tokens, words)
    if spoken is not None and spoken.pivot is not None:
        before = _explicit(tokens[: spoken.pivot], words, text, language, scheme)
        return before or spoken
    explicit = _explicit(tokens, words, text, language, scheme)
    opinion = next(iter(words.opinion.find(tokens)), None)
    if opinion is not None and not _is_question_of_speech(tokens, words):
        if explicit is not None and min(explicit.used) <= opinion.last:
            return explicit
        clause = _clause(tokens, opinion, words, text, language, scheme)
        if clause.polarity is not None or explicit is None:
            return clause
    return explicit or spoken or _unspoken(tokens, words, text, language, scheme)


def _spoken(tokens: Sequence[Token], words: Lexicon) -> Side | None:
    """A verb of speaking with a preposition after it: what was said about something, on whatever side."""
    verbs = words.speech.find(tokens)
    if _is_question_of_speech(tokens, words):
        verbs += words.opinion.find(tokens)
    if not verbs:
        return None
    spoken = min(verbs, key=lambda found: (found.first, -found.last))
    used = frozenset(range(spoken.first, spoken.last))
    if words.about.at(tokens, spoken.last - 1):  # "think about": the preposition is part of the phrase
        return Side(None, spoken.last, used)
    for place in range(spoken.last, len(tokens)):
        about = words.about.at(tokens, place)
        if about is not None:
            return Side(None, about.last, used | set(range(about.first, about.last)))
    return Side(None, None, used)


def _is_question_of_speech(tokens: Sequence[Token], words: Lexicon) -> bool:
    asked = any(found.label == "what" for found in words.ask.find(tokens))
    return asked or any(found.label == "topics" for found in words.kind.find(tokens))


def _explicit(
    tokens: Sequence[Token], words: Lexicon, text: str, language: Language, scheme: TopicScheme
) -> Side | None:
    """The first stance word that is no part of a topic's name ("support" in "support for partners")."""
    labels = [(match.start, match.end) for match in scheme.match(text, language)]
    for found in words.stance.find(tokens):
        start, end = tokens[found.first].start, tokens[found.last - 1].end
        if any(low <= start and end <= high and (high - low) > (end - start) for low, high in labels):
            continue
        polarity = Polarity(found.label)
        used = set(range(found.first, found.last))
        negation = _negation(tokens, found.first, words.negation)
        if negation is not None:
            used |= negation
            polarity = opposite(polarity) or polarity
        return Side(polarity, found.last, frozenset(used))
    return None


def _negation(tokens: Sequence[Token], before: int, negation: Phrases) -> set[int] | None:
    for first in range(max(0, before - _NEGATION_REACH), before):
        found = negation.at(tokens, first)
        if found is not None and found.last <= before:
            return set(range(found.first, found.last))
    return None


def _clause(
    tokens: Sequence[Token], opinion: Found, words: Lexicon, text: str, language: Language, scheme: TopicScheme
) -> Side:
    """The side of somebody who thinks what the clause after the opinion verb says."""
    that = words.that.at(tokens, opinion.last) if opinion.last < len(tokens) else None
    first = that.last if that else opinion.last
    used = set(range(opinion.first, first))
    if first >= len(tokens):
        return Side(None, None, frozenset(used))
    polarity = _predicate(tokens[first:], words) or _judged(text[tokens[first].start :], language, scheme)
    negation = _negation(tokens, opinion.first, words.negation)
    if negation is not None:
        used |= negation
        polarity = polarity and opposite(polarity)
    return Side(polarity, first, frozenset(used))


def _unspoken(tokens: Sequence[Token], words: Lexicon, text: str, language: Language, scheme: TopicScheme) -> Side:
    """The side of the predicate itself, for words that the question's lexicon lacks ("who loathes …")."""
    asks = words.ask.find(tokens)
    if not asks or asks[0].label not in ("who", "firms") or asks[0].last >= len(tokens):
        return Side(None, None, frozenset())
    if any(_tells_no_side(tokens, found) for found in words.kind.find(tokens)):
        return Side(None, None, frozenset())
    return Side(_judged(text[tokens[asks[0].last].start :], language, scheme), None, frozenset())


def _tells_no_side(tokens: Sequence[Token], phrase: Found) -> bool:
    """Whether a predicate says that somebody changed their mind, and not to which side ("turned against")."""
    return phrase.label == "change" and not any(token.lower in _TOWARDS for token in tokens[phrase.first : phrase.last])


def _judged(clause: str, language: Language, scheme: TopicScheme) -> Polarity | None:
    matches = scheme.match(clause, language)
    if not matches:
        return None
    polarity = judge(clause, language, ((matches[0].start, matches[0].end),)).polarity
    return polarity if polarity in _SIDES else None


def _predicate(tokens: Sequence[Token], words: Lexicon) -> Polarity | None:
    """The side of the first evaluating predicate of a clause."""
    for phrases in (words.clause, words.stance):
        for found in phrases.find(tokens):
            polarity = Polarity(found.label)
            if polarity not in _SIDES:
                continue
            return opposite(polarity) if _negation(tokens, found.first, words.negation) else polarity
    return None
