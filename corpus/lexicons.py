"""Word lists of a language: heads of roles, groups of speakers, institutions, titles, legal forms."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from corpus.types import Language


@cache
def _lists(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("corpus").joinpath(f"data/{name}.toml").read_text(encoding="utf-8"))


@cache
def _words(language: Language, kind: str) -> frozenset[str]:
    return frozenset(_lists(f"roles_{language.value}")[kind].lower().split())


def role_lemmas(language: Language) -> frozenset[str]:
    """Heads of role phrases (``prezes``, ``analyst``), lower-cased lemmas."""
    return _words(language, "roles")


def group_lemmas(language: Language) -> frozenset[str]:
    """Nouns that name speakers as a group; Polish ones as singular lemmas, English ones in the plural."""
    return _words(language, "groups")


def institution_lemmas(language: Language) -> frozenset[str]:
    """Heads of names of institutions and firms (``spółka``, ``ministry``)."""
    return _words(language, "institutions")


@cache
def name_words(kind: str) -> frozenset[str]:
    """A list of ``data/names.toml``: ``titles``, ``particles``, ``english_first_names`` …, lower-cased."""
    return frozenset(_lists("names")[kind].lower().split())


@cache
def common_words_en() -> frozenset[str]:
    """English words that are written small wherever they do not open a sentence: no names."""
    source = resources.files("corpus").joinpath("data/common_words_en.txt")
    return frozenset(source.read_text(encoding="utf-8").split())
