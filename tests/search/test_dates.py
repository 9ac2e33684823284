from __future__ import annotations

from datetime import date

import pytest

from corpus.types import Language
from search.dates import find_period

TODAY = date(2026, 3, 15)


def period(text: str, language: Language) -> tuple[str, str, str] | None:
    found = find_period(text, language, TODAY)
    return found and (str(found.since or ""), str(found.until or ""), text[found.start : found.end])


@pytest.mark.parametrize(
    ("text", "since", "until", "words"),
    [
        ("drones since 2024 only", "2024-01-01", "", "since 2024"),
        ("since March 2025", "2025-03-01", "", "since March 2025"),
        ("since 1st March 2025", "2025-03-01", "", "since 1st March 2025"),
        ("from 2024-05-17 onwards", "2024-05-17", "", "from 2024-05-17 onwards"),
        ("after 2023", "2024-01-01", "", "after 2023"),
        ("before 2024", "", "2023-12-31", "before 2024"),
        ("until May 2024", "", "2024-05-31", "until May 2024"),
        ("in Feb 2024", "2024-02-01", "2024-02-29", "in Feb 2024"),
        ("between 2023 and 2025", "2023-01-01", "2025-12-31", "between 2023 and 2025"),
        ("from March to May 2025", "2025-03-01", "2025-05-31", "from March to May 2025"),
        ("in Q3 2024", "2024-07-01", "2024-09-30", "in Q3 2024"),
        ("last year", "2025-01-01", "2025-12-31", "last year"),
        ("this year", "2026-01-01", "2026-12-31", "this year"),
        ("last month", "2026-02-01", "2026-02-28", "last month"),
        ("in the last two weeks", "2026-03-01", "2026-03-15", "in the last two weeks"),
    ],
)
def test_english(text: str, since: str, until: str, words: str) -> None:
    assert period(text, Language.EN) == (since, until, words)


@pytest.mark.parametrize(
    ("text", "since", "until", "words"),
    [
        ("drony od 2024 roku", "2024-01-01", "", "od 2024 roku"),
        ("od marca 2025", "2025-03-01", "", "od marca 2025"),
        ("od 1 września 2025 r.", "2025-09-01", "", "od 1 września 2025 r"),
        ("od 17.05.2024", "2024-05-17", "", "od 17.05.2024"),
        ("po 2023", "2024-01-01", "", "po 2023"),
        ("przed 2024 rokiem", "", "2023-12-31", "przed 2024 rokiem"),
        ("do końca 2024 roku", "", "2024-12-31", "do końca 2024 roku"),
        ("w październiku 2024", "2024-10-01", "2024-10-31", "w październiku 2024"),
        ("między 2023 a 2025 rokiem", "2023-01-01", "2025-12-31", "między 2023 a 2025 rokiem"),
        ("w latach 2023–2025", "2023-01-01", "2025-12-31", "w latach 2023–2025"),
        ("od marca do maja 2025", "2025-03-01", "2025-05-31", "od marca do maja 2025"),
        ("w III kwartale 2024", "2024-07-01", "2024-09-30", "w III kwartale 2024"),
        ("w zeszłym roku", "2025-01-01", "2025-12-31", "w zeszłym roku"),
        ("w tym roku", "2026-01-01", "2026-12-31", "w tym roku"),
        ("w ubiegłym miesiącu", "2026-02-01", "2026-02-28", "w ubiegłym miesiącu"),
        ("w ciągu ostatnich dwóch tygodni", "2026-03-01", "2026-03-15", "w ciągu ostatnich dwóch tygodni"),
        ("w ostatnich trzech latach", "2023-03-16", "2026-03-15", "w ostatnich trzech latach"),
    ],
)
def test_polish(text: str, since: str, until: str, words: str) -> None:
    found = period(text, Language.PL)
    assert found is not None
    assert (found[0], found[1], found[2].rstrip(".")) == (since, until, words)


@pytest.mark.parametrize("text", ["ISO 2700 rules", "in may", "on 31 June 2025", "5G 1999", "0000-01-01", "w maju"])
def test_what_is_no_date(text: str) -> None:
    assert period(text, Language.EN) is None
    assert period(text, Language.PL) is None


def test_the_first_month_of_a_year_follows_the_last_of_the_one_before() -> None:
    found = find_period("last month", Language.EN, date(2026, 1, 31))
    assert found is not None
    assert (found.since, found.until) == (date(2025, 12, 1), date(2025, 12, 31))
