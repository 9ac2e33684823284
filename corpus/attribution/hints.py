"""Words without which a paragraph that has no reporting verb and no quotation mark cannot report anything."""

from __future__ import annotations

from functools import cache

from corpus.attribution.cue import cue_data
from corpus.morphology import forms
from corpus.types import Language

_ENGLISH = frozenset({"according", "view", "opinion"})


@cache
def hints(language: Language) -> frozenset[str]:
    """The words to look for, lower-cased: those of "zdaniem X", and all forms of "deklaracja", "zapowiedź" …"""
    if language is Language.EN:
        return _ENGLISH
    data = cue_data(Language.PL)
    phrases = {phrase.split()[-1] for phrase in data["prepositional"]["genitive"]}
    nouns = {form.lower() for noun in data["nouns"]["saying"] for form, tag in forms(noun) if tag.startswith("subst")}
    return frozenset(phrases | nouns)
