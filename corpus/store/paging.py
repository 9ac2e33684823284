"""Statements page by page, by the place of the last one, so that new ones move nothing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Unpack

from corpus.store.reading import Reading
from corpus.store.records import Conditions, StoredStatement
from corpus.store.rows import day, to_json
from corpus.store.selection import where

Place = tuple[date | None, int]
"""Day of publication and number of a statement in the store: where it stands among the newest first."""

_DATED = "SELECT number, date_published FROM statement INDEXED BY statement_date WHERE {where} {after}"
_DATED_FEW = "SELECT number, date_published FROM statement WHERE {where} {after}"
_ORDER = " ORDER BY date_published DESC NULLS LAST, number LIMIT :_limit"
_FEW = 2_000  # statements that are sorted faster than they are met on a walk
_ON_TOPIC = """
SELECT count(*) AS n FROM (SELECT 1 FROM opinion WHERE topic IN (SELECT value FROM json_each(?)) LIMIT ?) AS few
"""
_NARROW = ("article_id", "speaker_id", "firm_id", "mentions", "corrected", "confirmed")


class Paging(Reading):
    """Pages of statements."""

    def page(
        self, *, limit: int, after: Place | None = None, offset: int = 0, **conditions: Unpack[Conditions]
    ) -> tuple[list[StoredStatement], Place | None]:
        """The listed statements that meet all conditions, newest first, those without a date last.

        Of one day they come in the order of storing.

        :param after: where an earlier page ended.
        :param offset: how many to pass over; costs as much as reading their places.
        :returns: at most ``limit`` statements, and where the page ends; ``None`` where nothing follows.
        """
        # Few statements are found by their own index and sorted; many are met soon on a walk through the days.
        narrow = any(conditions.get(name) not in (None, False) for name in _NARROW)
        narrow = narrow or self._few_on(conditions.get("topic"))
        condition, values = where(conditions, walking=not narrow)
        query = (_DATED_FEW if narrow else _DATED) + _ORDER
        day_after, number = after or (None, -1)
        values |= {"_number": number, "_day": day_after.isoformat() if day_after else None}
        with self._db.snapshot():
            rows, most = [], offset + limit + 1
            if after is None or day_after is not None:
                behind = "AND date_published <= :_day AND (date_published < :_day OR number > :_number)"
                dated = f"AND date_published IS NOT NULL {behind if after else ''}"
                rows = self._db.query(query.format(where=condition, after=dated), {**values, "_limit": most})
            if len(rows) < most:
                undated = "AND date_published IS NULL" + (
                    "" if day_after or after is None else " AND number > :_number"
                )
                values["_limit"] = most - len(rows)
                rows += self._db.query(query.format(where=condition, after=undated), values)
            rows = rows[offset:]
            found = list(self._read([row["number"] for row in rows[:limit]]))
        last = rows[limit - 1] if len(rows) > limit else None
        return found, None if last is None else (day(last["date_published"]), last["number"])

    def _few_on(self, topic: str | Collection[str] | None) -> bool:
        """Whether few statements are on a topic; those that are not listed count."""
        if topic is None:
            return False
        among = to_json([topic] if isinstance(topic, str) else sorted(topic))
        return int(self._db.query(_ON_TOPIC, (among, _FEW))[0]["n"]) < _FEW
