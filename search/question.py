"""What a question in Polish or English asks for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from corpus.topics import TopicScheme
from corpus.types import Language
from search.dates import find_period
from search.lexicon import Lexicon, Token, lexicon, tokenize
from search.question_kind import Kind, find_kind
from search.question_language import question_language
from search.question_names import Named, Names, find_names
from search.question_phrases import take_phrases
from search.question_stance import Side, find_side
from search.types import Filters, Intent, Interpretation

_MIN_RELEVANCE = 0.3
_MAX_TOPICS = 3
_STANCE_TOO = frozenset(("agree", "disagree"))  # words of these kinds also take sides
_NO_SIDE = (Intent.DISAGREE, Intent.AGREE, Intent.COMPARE, Intent.TOPICS)  # their words of stance are part of the kind


def understand(question: str, scheme: TopicScheme, names: Names, today: date | None = None) -> Interpretation:
    """Reads a question: what is asked, on which side, about what, under which conditions.

    :param names: finds people and firms by name; see ``Interpretation.unknown_names`` for those it does not know.
    :param today: what "last year" counts from; the current day when left out.
    """
    whole = " ".join(question.split())
    phrases, text = take_phrases(whole, lambda words: scheme.find(words) is not None)
    language = question_language(text if phrases and text.strip(" ?.!") else whole, scheme)
    words = lexicon(language)
    period = find_period(text, language, today or date.today())
    tokens = [
        token
        for token in tokenize(text, language)
        if period is None or token.end <= period.start or token.start >= period.end
    ]
    side = find_side(tokens, words, text, language, scheme)
    read_in = words.language.find(tokens)
    asking = _asking(tokens, words) | {i for found in read_in for i in range(found.first, found.last)}
    labels = [(match.start, match.end) for match in scheme.match(text, language) if match.relevance >= _MIN_RELEVANCE]
    free = [i not in asking and i not in side.used for i in range(len(tokens))]
    if tokens and words.drop.at(tokens, 0):
        free[0] = False  # "Did …", "Czy …": the capital is that of the question
    named = find_names(tokens, text, free, labels, side.pivot, words, language, names)
    kind = find_kind(tokens, words, side, named)
    target = _target(tokens, text, asking | side.used | named.used | kind.used, words)
    named = _without(named, kind)
    topics = topics_of(target, language, scheme)
    return Interpretation(
        question=question,
        language=language,
        intent=kind.intent or _intent(tokens, words, side, named),
        stance=None if kind.intent in _NO_SIDE else side.polarity,
        topics=topics,
        target=target if topics or not phrases else "",  # beside a phrase, other words only lead up to it
        filters=Filters(
            person=named.person,
            firm=named.firm,
            role=named.role,
            since=period.since if period else None,
            until=period.until if period else None,
            language=Language(read_in[0].label) if read_in else None,
        ),
        unknown_names=named.unknown,
        compared=kind.compared,
        anchor=kind.anchor,
        phrases=phrases,
    )


def _without(named: Named, kind: Kind) -> Named:
    """The names without those that the kind of question has taken."""
    taken = {*kind.compared, kind.anchor}
    return replace(
        named,
        person=None if kind.compared or named.person in taken else named.person,
        firm=None if kind.compared or named.firm in taken else named.firm,
    )


def topics_of(target: str, language: Language, scheme: TopicScheme) -> tuple[str, ...]:
    """The topics that words are about, best first; without those of which a narrower one stands in the same words."""
    if not target:
        return ()
    matches = [match for match in scheme.match(target, language) if match.relevance >= _MIN_RELEVANCE]
    if not matches:  # a label that is too weak a sign within a text is enough when it is the whole target
        exact = scheme.find(target)
        return () if exact is None else (exact,)
    kept = [
        match
        for match in matches
        if not any(
            other.topic in scheme.narrower(match.topic) and other.start < match.end and match.start < other.end
            for other in matches
            if other.topic != match.topic
        )
    ]
    return tuple(match.topic for match in kept[:_MAX_TOPICS])


def _asking(tokens: Sequence[Token], words: Lexicon) -> set[int]:
    """The words that only ask ("who", "which", "jak oceniają")."""
    found = words.ask.find(tokens) + words.which.find(tokens[:3])
    found += [one for one in words.kind.find(tokens) if one.label not in _STANCE_TOO]
    return {i for phrase in found for i in range(phrase.first, phrase.last)}


def _intent(tokens: Sequence[Token], words: Lexicon, side: Side, named: Named) -> Intent:
    asked = {found.label for found in words.ask.find(tokens)}
    if "firms" in asked:
        return Intent.FIRMS
    if "who" in asked or (not asked & {"what", "topic"} and (named.role or side.polarity is not None)):
        return Intent.WHO
    if "topic" in asked:
        return Intent.TOPIC
    if "what" in asked or named.person or named.firm:
        return Intent.WHAT
    return Intent.TOPIC


def _target(tokens: Sequence[Token], text: str, used: Collection[int], words: Lexicon) -> str:
    """The words left over, each stretch without small words at its ends."""
    dropped = {i for found in words.drop.find(tokens) for i in range(found.first, found.last)}
    stretches: list[list[int]] = [[]]
    for number in range(len(tokens)):
        if number in used:
            stretches.append([])
        else:
            stretches[-1].append(number)
    pieces = []
    for stretch in stretches:
        kept = [number for number in stretch if number not in dropped]
        if kept:
            pieces.append(text[tokens[kept[0]].start : tokens[kept[-1]].end])
    return " ".join(pieces)
