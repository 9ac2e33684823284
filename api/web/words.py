"""The words of the pages in both languages, from ``data/words*.toml``."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from corpus.types import Language

_FOLDER = Path(__file__).parent / "data"
_Entry = str | dict[str, str]


@cache
def catalogue() -> dict[str, dict[str, _Entry]]:
    """All words: key → language → text, or language → plural category → text.

    :raises ValueError: two files give the same key.
    """
    return read_catalogue(_FOLDER)


def read_catalogue(folder: Path) -> dict[str, dict[str, _Entry]]:
    """The words of all files ``words*.toml`` of a folder together.

    :raises ValueError: two files give the same key.
    """
    found: dict[str, dict[str, _Entry]] = {}
    for path in sorted(folder.glob("words*.toml")):
        with path.open("rb") as file:
            words = tomllib.load(file)
        twice = sorted(found.keys() & words.keys())
        if twice:
            raise ValueError(f"{path.name} gives words that another file gives already: {', '.join(twice)}")
        found.update(words)
    return found


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


def moment(value: datetime, language: Language) -> str:
    """Day and time in UTC: ``14 March 2025, 16:03``."""
    from babel.dates import format_datetime

    return format_datetime(value, "d MMMM y, HH:mm 'UTC'", locale=language.value)


@cache
def _plural(language: Language) -> Any:
    from babel import Locale

    return Locale.parse(language.value).plural_form


def _category(count: int, language: Language) -> str:
    """``one``, ``few`` or ``many`` (CLDR); ``other`` and ``many`` are one for whole numbers."""
    found = str(_plural(language)(count))
    return "many" if found == "other" else found
