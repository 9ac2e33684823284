"""Dates in questions: "since March 2025", "w zeszłym roku", "between 2023 and 2025"."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.types import Language

_MONTHS = {
    Language.EN: ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
                  "november", "december"),
    Language.PL: ("stycz", "lut", "mar[cz]", "kwie", "maj", "czerw", "lip", "sierp", "wrze", "paździer", "listopad",
                  "grud"),
}  # fmt: skip
_COUNT = {"dwóch": 2, "dwa": 2, "dwie": 2, "trzech": 3, "trzy": 3, "czterech": 4, "cztery": 4, "pięciu": 5, "pięć": 5,
          "sześciu": 6, "sześć": 6, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "twelve": 12}  # fmt: skip

_YEAR = r"(?:19|20)\d\d"
_EN_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_PL_MONTH = (
    r"(?:stycz(?:eń|nia|niu|niem)|lut(?:y|ego|ym)|mar(?:zec|ca|cu|cem)|kwie(?:cień|tnia|tniu|tniem)|maj(?:a|u|em)?|"
    r"czerw(?:iec|ca|cu|cem)|lip(?:iec|ca|cu|cem)|sierp(?:ień|nia|niu|niem)|wrze(?:sień|śnia|śniu|śniem)|"
    r"październik(?:a|u|iem)?|listopad(?:a|zie|em)?|grud(?:zień|nia|niu|niem))"
)
_EN_DATE = rf"(?:\d{{4}}-\d\d-\d\d|(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_EN_MONTH}\s+{_YEAR}|{_YEAR})"
_PL_DATE = rf"(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}\.\d{{1,2}}\.\d{{4}}|(?:\d{{1,2}}\s+)?{_PL_MONTH}\s+{_YEAR}|{_YEAR})"
_PL_TAIL = r"(?:\s*(?:roku|r\.|r\b))?"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends included; ``None``: open.

    :param start: first code point of the words that name it; ``end`` one past the last.
    """

    since: date | None
    until: date | None
    start: int
    end: int


Ends = tuple[date | None, date | None]
_Rule = tuple[re.Pattern[str], Callable[[re.Match[str], date, Language], Ends | None]]


def find_period(text: str, language: Language, today: date) -> Period | None:
    """The period that a question names; of several the one named first."""
    found = []
    for pattern, ends in _RULES[language]:
        for match in pattern.finditer(text):
            period = ends(match, today, language)
            if period is not None:
                found.append(Period(*period, match.start(), match.end()))
    # The longest wording counts: "since March 2025" over "March 2025".
    return min(found, key=lambda period: (period.start, -period.end), default=None)


def _unit(written: str, language: Language) -> tuple[date, date] | None:
    """First and last day of a day, month or year as written."""
    text = written.strip().lower()
    try:
        if iso := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text):
            day = date(*map(int, iso.groups()))
            return day, day
        if dotted := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text):
            day = date(int(dotted[3]), int(dotted[2]), int(dotted[1]))
            return day, day
        year = int(text[-4:])
        if re.fullmatch(_YEAR, text):
            return date(year, 1, 1), date(year, 12, 31)
        parts = text.split()
        month = _month(parts[-2], language)
        if len(parts) == 3:
            day = date(year, month, int(re.sub(r"\D", "", parts[0])))
            return day, day
    except ValueError:  # no such day: "31 June 2025"
        return None
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _month(written: str, language: Language) -> int:
    for number, name in enumerate(_MONTHS[language], 1):
        if re.match(name, written) or (language is Language.EN and len(written) >= 3 and name.startswith(written)):
            return number
    raise ValueError(written)


def _since(match: re.Match[str], _: date, language: Language) -> Ends | None:
    unit = _unit(match["a"], language)
    return unit and (unit[0], None)


def _after(match: re.Match[str], _: date, language: Language) -> Ends | None:
    unit = _unit(match["a"], language)
    return (unit[1] + timedelta(days=1), None) if unit and unit[1] < date.max else None


def _until(match: re.Match[str], _: date, language: Language) -> Ends | None:
    unit = _unit(match["a"], language)
    return unit and (None, unit[1])


def _before(match: re.Match[str], _: date, language: Language) -> Ends | None:
    unit = _unit(match["a"], language)
    return (None, unit[0] - timedelta(days=1)) if unit and unit[0] > date.min else None


def _between(match: re.Match[str], _: date, language: Language) -> Ends | None:
    first, last = match["a"], match["b"]
    if not re.search(_YEAR, first) and (year := re.search(_YEAR, last)):
        first = f"{first} {year[0]}"  # "between March and May 2025"
    start, end = _unit(first, language), _unit(last, language)
    if start and end and start > end:
        start, end = end, start  # "between 2025 and 2023" is the same time
    return (start[0], end[1]) if start and end else None


def _within(match: re.Match[str], _: date, language: Language) -> Ends | None:
    return _unit(match["a"], language)


def _year_back(years: int) -> Callable[[re.Match[str], date, Language], Ends]:
    return lambda _, today, __: (date(today.year - years, 1, 1), date(today.year - years, 12, 31))


def _month_back(months: int) -> Callable[[re.Match[str], date, Language], Ends]:
    def ends(_: re.Match[str], today: date, __: Language) -> Ends:
        year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
        return date(year, month + 1, 1), date(year, month + 1, calendar.monthrange(year, month + 1)[1])

    return ends


def _recent(match: re.Match[str], today: date, _: Language) -> Ends:
    """The last so many days, months or years up to today."""
    written = (match["n"] or "1").lower()
    count = int(written) if written.isdigit() else _COUNT.get(written, 1)
    unit = match["u"].lower()
    if unit.startswith(("y", "rok", "lat")):
        days = 365 * count
    elif unit.startswith("m"):
        days = 30 * count
    else:
        days = (7 if unit.startswith(("w", "ty")) else 1) * count
    return today - timedelta(days=min(days, 36_500)), today


def _quarter(match: re.Match[str], _: date, __: Language) -> Ends:
    number = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}[match["q"].lower()]
    year = int(match["a"])
    last = 3 * number
    return date(year, last - 2, 1), date(year, last, calendar.monthrange(year, last)[1])


def _rules(*rules: tuple[str, Callable[[re.Match[str], date, Language], Ends | None]]) -> tuple[_Rule, ...]:
    return tuple((re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE), ends) for pattern, ends in rules)


_RULES: dict[Language, tuple[_Rule, ...]] = {
    Language.EN: _rules(
        (rf"(?:since|from)\s+(?P<a>{_EN_DATE})(?:\s+on(?:wards?)?)?", _since),
        (rf"after\s+(?P<a>{_EN_DATE})", _after),
        (rf"(?:until|till|up to|by)\s+(?P<a>{_EN_DATE})", _until),
        (rf"before\s+(?P<a>{_EN_DATE})", _before),
        (rf"(?:between|from)\s+(?P<a>{_EN_DATE}|{_EN_MONTH})\s+(?:and|to|until|till)\s+(?P<b>{_EN_DATE})", _between),
        (rf"(?:in\s+)?(?P<a>{_YEAR})\s*[–-]\s*(?P<b>{_YEAR})", _between),
        (rf"(?:in|during|throughout|on)\s+(?P<a>{_EN_DATE})", _within),
        (rf"(?:in\s+)?(?:q|quarter\s+)(?P<q>[1-4])\s+(?:of\s+)?(?P<a>{_YEAR})", _quarter),
        (r"(?:in\s+|during\s+)?(?:the\s+)?(?:last|previous)\s+year", _year_back(1)),
        (r"(?:in\s+|during\s+)?this\s+year", _year_back(0)),
        (r"(?:in\s+|during\s+)?(?:the\s+)?(?:last|previous)\s+month", _month_back(1)),
        (r"(?:in\s+|during\s+)?this\s+month", _month_back(0)),
        (
            r"(?:in|over|during|within)\s+the\s+(?:last|past)\s+(?:(?P<n>\d{1,3}|[a-z]+)\s+)?"
            r"(?P<u>years?|months?|weeks?|days?)",
            _recent,
        ),
    ),
    Language.PL: _rules(
        (rf"(?:począwszy\s+)?od\s+(?:roku\s+)?(?P<a>{_PL_DATE}){_PL_TAIL}", _since),
        (rf"po\s+(?:roku\s+)?(?P<a>{_PL_DATE}){_PL_TAIL}", _after),
        (rf"do\s+(?:końca\s+)?(?:roku\s+)?(?P<a>{_PL_DATE}){_PL_TAIL}", _until),
        (rf"przed\s+(?:rokiem\s+)?(?P<a>{_PL_DATE})(?:\s*(?:rokiem|r\.|r\b))?", _before),
        (
            rf"(?:między|pomiędzy|od)\s+(?:rokiem\s+)?(?P<a>{_PL_DATE}|{_PL_MONTH}){_PL_TAIL}\s+(?:a|do)\s+"
            rf"(?:rokiem\s+)?(?P<b>{_PL_DATE})(?:\s*(?:roku|rokiem|r\.|r\b))?",
            _between,
        ),
        (rf"(?:w\s+latach\s+)?(?P<a>{_YEAR})\s*[–-]\s*(?P<b>{_YEAR})", _between),
        (rf"we?\s+(?:roku\s+|ciągu\s+)?(?P<a>{_PL_DATE}){_PL_TAIL}", _within),
        (rf"(?P<a>{_YEAR})\s+roku", _within),
        (rf"we?\s+(?P<q>I{{1,3}}|IV|[1-4])\.?\s+kwartale\s+(?P<a>{_YEAR}){_PL_TAIL}", _quarter),
        (r"(?:w\s+)?(?:zeszłym|ubiegłym|minionym|poprzednim)\s+roku", _year_back(1)),
        (r"(?:z\s+)?(?:zeszłego|ubiegłego|minionego|poprzedniego)\s+roku", _year_back(1)),
        (r"(?:w\s+tym|w\s+bieżącym|z\s+tego)\s+roku", _year_back(0)),
        (r"(?:w\s+)?(?:zeszłym|ubiegłym|minionym|poprzednim)\s+miesiącu", _month_back(1)),
        (r"w\s+(?:tym|bieżącym)\s+miesiącu", _month_back(0)),
        (
            r"(?:(?:w\s+ciągu|w\s+okresie|na\s+przestrzeni|w)\s+)?ostatni(?:ch|ego|m|e)\s+"
            r"(?:(?P<n>\d{1,3}|[a-zęśćóą]+)\s+)?"
            r"(?P<u>roku|lat(?:a|ach)?|miesi[ęą]c(?:y|a|u|ach|e)?|tygodni(?:a|u|e|ach)?|dni(?:ach)?)",
            _recent,
        ),
    ),
}
