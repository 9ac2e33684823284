"""Words in capitals that are no names: abbreviations of things (``PC``, ``NIS2``), nouns that open a sentence."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.lexicons import name_words
from corpus.names import is_common_noun

_JOINED = re.compile(r" (?:and|or|i|oraz|lub|of|for) | & |[ /]")


@lru_cache(maxsize=8_192)
def is_abbreviation(name: str) -> bool:
    """Whether a name consists of abbreviations of things: ``PC``, ``AI PCs``, ``NIS2 and GDPR``."""
    known = name_words("abbreviations_of_things")
    words = [word for word in _JOINED.split(name) if word]
    return bool(words) and all(word.lower() in known or word.removesuffix("s").lower() in known for word in words)


def names_firm(name: str) -> bool:
    """Whether a phrase can be the name of an organisation: no abbreviation of a thing, no common noun."""
    return not is_abbreviation(name) and not is_common_noun(name)
