"""The words of the pages in both languages, from ``data/words*.toml``."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from corpus.types import Language

_FOLDER = Path(__file__).parent / "data"
_Entry = str | dict[str, str]
_DAY = re.compile(r"(?<![\w-])([0-9]{4}-[0-9]{2}-[0-9]{2})(?![\w-])")


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


def time(value: str, language: Language) -> str:
    """A day, month or year as conditions give it, ``2025-03-14``, ``2025-03`` or ``2025``, as people read it.

    What is none of them comes back as it is.
    """
    from babel.dates import format_date

    for kind, form in (("%Y-%m-%d", "d MMMM y"), ("%Y-%m", "LLLL y"), ("%Y", "y")):
        try:
            found = datetime.strptime(value, kind)  # noqa: DTZ007 - a day of the calendar, wherever
        except ValueError:
            continue
        return format_date(found, form, locale=language.value)
    return value


def period(value: str, language: Language) -> str:
    """A month, quarter or year, ``2025-03``, ``2025 Q1`` or ``2025``, in short: ``Mar 2025``, ``I kw. 2025``."""
    from babel.dates import format_date

    year, month, quarter = value[:4], value[5:] if value[4:5] == "-" else "", value[6:] if value[4:6] == " Q" else ""
    first = date(int(year), int(month) if month else 3 * int(quarter or 1) - 2, 1)
    return format_date(first, "LLL y" if month else "QQQ y" if quarter else "y", locale=language.value)


def days_in(text: str, language: str) -> list[tuple[str, str | None]]:
    """A text cut at the days in it: each piece as people read it, with the ISO day that it says, if it says one.

    :param language: of the text, as its code.
    """
    pieces: list[tuple[str, str | None]] = []
    for number, piece in enumerate(_DAY.split(text)):
        if number % 2 == 0:
            pieces.append((piece, None))
        else:
            said = time(piece, Language(language))
            pieces.append((said, piece if said != piece else None))
    return [one for one in pieces if one[0]]


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
