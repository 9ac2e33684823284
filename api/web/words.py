"""The words of the pages in both languages, from ``data/words.toml``."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from corpus.types import Language

_FILE = Path(__file__).parent / "data" / "words.toml"
_Entry = str | dict[str, str]


@cache
def catalogue() -> dict[str, dict[str, _Entry]]:
    """All words: key → language → text, or language → plural category → text."""
    with _FILE.open("rb") as file:
        return tomllib.load(file)


def word(key: str, language: Language, **values: Any) -> str:
    """A text of the pages.

    :param values: fill the ``{names}`` of the text; ``count`` also chooses the plural form.
    :raises KeyError: there is no such text: a fault of the page.
    """
    entry = catalogue()[key][language.value]
    if isinstance(entry, dict):
        entry = entry[_category(values["count"], language)]
    return entry.format(**values) if values else entry


def day(value: date | str | None, language: Language) -> str:
    """``14 March 2025``, ``14 marca 2025``; the word for "undated" where no day is known."""
    from babel.dates import format_date

    if value is None:
        return word("undated", language)
    found = date.fromisoformat(value) if isinstance(value, str) else value
    return format_date(found, "d MMMM y", locale=language.value)


@cache
def _plural(language: Language) -> Any:
    from babel import Locale

    return Locale.parse(language.value).plural_form


def _category(count: int, language: Language) -> str:
    """``one``, ``few`` or ``many`` (CLDR); ``other`` and ``many`` are one for whole numbers."""
    found = str(_plural(language)(count))
    return "many" if found == "other" else found
