"""The geometry of what the server draws, and reasons told in the reader's language."""

from __future__ import annotations

from api.web.drawing import by_period, diverging, time_bars
from api.web.views.reasons import reason
from corpus.types import Language


def test_bars_over_time_lie_on_one_scale():
    rows = [
        {"first_seen": "2024-01-01", "last_seen": "2024-07-01"},
        {"first_seen": None, "last_seen": None},
        {"first_seen": "2025-12-31", "last_seen": "2025-12-31"},
    ]
    found = time_bars(rows)
    first, undated, last = found["bars"]
    assert (first["x"], round(first["width"])) == (0, 25)
    assert undated is None
    assert last["x"] + last["width"] == 100
    assert [tick["label"] for tick in found["ticks"]] == ["2024", "2025"]


def test_the_longest_bar_fills_its_half():
    rows = [{"by_polarity": {"sceptical": 4, "supportive": 1}}, {"by_polarity": {"supportive": 2}}]
    assert diverging(rows) == [{"left": 50, "right": 12.5}, {"left": 0, "right": 25}]
    assert diverging([{"by_polarity": {}}]) == [{"left": 0, "right": 0}]


def test_months_become_quarters_and_years_without_gaps():
    one = {"supportive": 1}
    assert [row["period"] for row in by_period({"2024-11": one, "2025-02": one})] == [
        "2024-11",
        "2024-12",
        "2025-01",
        "2025-02",
    ]
    quarters = by_period({"2022-02": one, "2024-12": {"sceptical": 2}})
    assert len(quarters) == 12
    assert (quarters[0]["period"], quarters[0]["since"], quarters[0]["until"]) == ("2022 Q1", "2022-01", "2022-03")
    assert (quarters[-1]["period"], quarters[-1]["sceptical"]) == ("2024 Q4", 2)
    years = by_period({"2000-05": one, "2024-12": one})
    assert len(years) == 25
    assert (years[0]["period"], years[0]["until"]) == ("2000", "2000-12")
    assert by_period({}) == []


def test_reasons_are_known_by_their_words_and_their_days_are_readable():
    found = reason("two firms at the same time: A on 2024-10-08, B from 2024-06-11 to 2025-09-30", Language.PL)
    assert found["key"] == "reason-between"
    assert found["values"] == {
        "one": "A",
        "day": "8 października 2024",
        "other": "B",
        "first": "11 czerwca 2024",
        "last": "30 września 2025",
    }
    assert reason("something new", Language.EN)["key"] is None
