"""The language of a short question, told without a model."""

from __future__ import annotations

import re

from corpus.morphology import readings
from corpus.topics import TopicScheme
from corpus.types import Language
from search.lexicon import lexicon, tokenize

_POLISH_LETTER = re.compile("[ąęłńśźżćóĄĘŁŃŚŹŻĆÓ]")


def question_language(question: str, scheme: TopicScheme) -> Language:
    """Polish or English: by small words and letters, then by the topics' labels, then by the dictionary.

    Names are left out of the count: an English question may be about Wiesław Pawłowicz.
    """
    points = _points(question, Language.PL) - _points(question, Language.EN)
    if not points:
        points = _best_match(question, scheme, Language.PL) - _best_match(question, scheme, Language.EN)
    if not points:
        words = [token.lower for token in tokenize(question, Language.EN)]
        points = sum(bool(readings(word)) for word in words) - (len(words) + 1) / 2
    return Language.PL if points > 0 else Language.EN


def _points(question: str, language: Language) -> float:
    words = lexicon(language)
    tokens = tokenize(question, language)
    points: float = sum(token.lower in words.function for token in tokens)
    points += 2 * len(words.ask.find(tokens)) + len(words.stance.find(tokens))
    if language is Language.PL:
        points += sum(bool(_POLISH_LETTER.search(token.form)) for token in tokens if token.form[0].islower())
    return points


def _best_match(question: str, scheme: TopicScheme, language: Language) -> float:
    return max((match.relevance for match in scheme.match(question, language)), default=0.0)
