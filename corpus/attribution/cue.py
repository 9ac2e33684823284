"""An occurrence of the words that introduce what somebody said, and the word lists behind them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from corpus.types import Language


@dataclass(frozen=True, slots=True)
class Cue:
    """An occurrence of a reporting verb or phrase.

    :param first: index of its first token.
    :param last: index of its last token.
    :param anchor: index of its verb.
    :param lemma: base form of the verb or the phrase.
    :param classes: what it may govern: ``say``, ``that``, ``think``, ``object``, ``nobody``, ``agreed``, ``weak`` …
    :param number: ``sg``, ``pl`` or empty (agreement wanted of the subject).
    :param genders: Polish genders that the verb agrees with; empty when it shows none.
    :param finite: whether it is a finite verb (a participle takes its subject from the main clause).
    """

    first: int
    last: int
    anchor: int
    lemma: str
    classes: frozenset[str]
    number: str = ""
    genders: frozenset[str] = frozenset()
    finite: bool = True


@cache
def cue_data(language: Language) -> dict[str, Any]:
    """The bundled cue lists of a language, as read from TOML."""
    source = resources.files("corpus").joinpath(f"data/cues_{language.value}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


# --- Polish -----------------------------------------------------------------------------------------------------
