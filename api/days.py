"""Days, months and years in ISO 8601 as people read them, in either language."""

from __future__ import annotations

import re
from datetime import date, datetime

from corpus.types import Language

_DAY = re.compile(r"(?<![\w-])([0-9]{4}-[0-9]{2}-[0-9]{2})(?![\w-])")


def time(value: str, language: Language) -> str:
    """A day, month or year as conditions give it, ``2025-03-14``, ``2025-03`` or ``2025``, as people read it.

    What is none of them comes back as it is.
    """
    from babel.dates import format_date

    for kind, form in (("%Y-%m-%d", "d MMMM y"), ("%Y-%m", "LLLL y"), ("%Y", "y")):
        try:
            found = datetime.strptime(value, kind)
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
