"""The geometry of the pictures that the server draws, in percent of their width."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

_NARROWEST = 1.2  # percent: what was seen on one day only is still seen
_MOST_TICKS = 8


def time_bars(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Bars from the first to the last day of each row on one scale of time.

    :param rows: with ``first_seen`` and ``last_seen``, days or ``None``.
    :returns: ``bars``: ``x`` and ``width`` (percent) of each row, ``None`` of one without days; ``ticks``: ``x`` and
        ``label`` of years.
    """
    listed = list(rows)
    days = [day for row in listed for name in ("first_seen", "last_seen") if (day := _day(row[name])) is not None]
    if not days:
        return {"bars": [None] * len(listed), "ticks": []}
    first, last = date(min(days).year, 1, 1), date(max(days).year, 12, 31)
    length = (last - first + timedelta(days=1)).days

    def place(day: date) -> float:
        return round((day - first).days / length * 100, 2)

    bars: list[dict[str, float] | None] = []
    for row in listed:
        start, end = _day(row["first_seen"]), _day(row["last_seen"])
        if start is None or end is None:
            bars.append(None)
            continue
        width = max(round(place(end) - place(start), 2), _NARROWEST)
        bars.append({"x": min(place(start), 100 - width), "width": width})
    years = range(first.year, last.year + 1)
    step = -(-len(years) // _MOST_TICKS)
    return {"bars": bars, "ticks": [{"x": place(date(year, 1, 1)), "label": str(year)} for year in years[::step]]}


def diverging(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, float]]:
    """Bars from the middle: sceptical statements to the left, supportive ones to the right, on one scale.

    :param rows: with ``by_polarity``: counts by side.
    :returns: for each row ``left`` and ``right``: 0 to 50 percent.
    """
    most = max((count for row in rows for count in _sides(row)), default=0) or 1
    return [
        {"left": round(left / most * 50, 2), "right": round(right / most * 50, 2)}
        for left, right in (_sides(row) for row in rows)
    ]


def by_period(counts: Mapping[str, Mapping[str, int]], most: int = 24) -> list[dict[str, Any]]:
    """Counts by month put together so that there are not too many: by month, quarter or year, without gaps.

    :param counts: month (``2025-03``) → side → statements.
    :param most: periods; more make the periods longer.
    :returns: ``period`` (``2025-03``, ``2025 Q1`` or ``2025``), ``since``, ``until`` (ISO 8601) and a count by side.
    """
    if not counts:
        return []
    first, last = _number(min(counts)), _number(max(counts))
    months = next((one for one in (1, 3) if (last - first) // one < most), 12)
    made: list[dict[str, Any]] = []
    for start in range(first - first % months, last + 1, months):
        held = [counts.get(_month(number), {}) for number in range(start, start + months)]
        sums = {side: sum(one.get(side, 0) for one in held) for side in ("supportive", "sceptical", "mixed", "neutral")}
        made.append({"period": _named(start, months), "since": _month(start), "until": _last(start + months), **sums})
    return made


def _sides(row: Mapping[str, Any]) -> tuple[int, int]:
    return row["by_polarity"].get("sceptical", 0), row["by_polarity"].get("supportive", 0)


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _number(month: str) -> int:
    """Months since the year 0."""
    year, number = month.split("-")[:2]
    return int(year) * 12 + int(number) - 1


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def _last(number: int) -> str:
    """The month before."""
    return _month(number - 1)


def _named(start: int, months: int) -> str:
    if months == 1:
        return _month(start)
    return f"{start // 12} Q{start % 12 // 3 + 1}" if months == 3 else str(start // 12)
