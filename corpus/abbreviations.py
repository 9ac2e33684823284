"""Loads the words of ``data/abbreviations.toml`` that tell where a sentence can end."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources

from corpus.types import Language


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """The word lists of one language, all in lower case and without the final full stop; the file says what each is."""

    never_end: frozenset[str]
    inside: frozenset[str]
    may_end: frozenset[str]
    numbered: frozenset[str]
    measures: frozenset[str]
    ends: frozenset[str]
    marked_names: frozenset[str]
    starters: frozenset[str]
    ordinal_before: frozenset[str]
    decades: frozenset[str]
    verbs: frozenset[str]
    attributions: frozenset[str]

    def knows(self, token: str) -> bool:
        """Whether ``token`` (lower case, no final full stop) is written with a full stop of its own."""
        return token in self.never_end or token in self.inside or token in self.may_end or token in self.measures


@cache
def abbreviations(language: Language) -> Abbreviations:
    """The word lists of a language."""
    source = resources.files("corpus").joinpath("data", "abbreviations.toml").read_text(encoding="utf-8")
    table = tomllib.loads(source)[language.value]
    return Abbreviations(**{field.name: frozenset(table[field.name]) for field in fields(Abbreviations)})
