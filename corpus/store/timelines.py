"""How much was said in each month, and on which side: by a person, for a firm, on a topic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Unpack

from corpus.store.part import Part
from corpus.store.records import Conditions
from corpus.store.rows import to_json
from corpus.store.selection import where
from corpus.types import Polarity

_COUNTED = """
SELECT substr(date_published, 1, 7) AS month, count(*) AS n FROM statement WHERE {where} GROUP BY month
"""
_SIDES = """
SELECT substr(date_published, 1, 7) AS month, polarity, count(DISTINCT number) AS n
FROM statement JOIN opinion ON opinion.statement = statement.number WHERE {where} {topics} GROUP BY month, polarity
"""


@dataclass(frozen=True, slots=True)
class Month:
    """What was said in a month.

    :param month: ``2024-05``; ``None`` for what has no date of publication.
    :param statements: how many.
    :param by_polarity: how many of them take which side, towards the topics asked for or else any; a statement on
        several topics may be on several sides, one on no topic is on none.
    """

    month: str | None
    statements: int
    by_polarity: Mapping[Polarity, int]


class Timelines(Part):
    """Sums by month."""

    def timeline(self, **conditions: Unpack[Conditions]) -> list[Month]:
        """The months in which listed statements that meet all conditions were published, oldest first.

        Months without any are left out; what has no date comes last.
        """
        condition, values = where(conditions)
        topics = ""
        if (wanted := conditions.get("topic")) is not None:
            topics = "AND opinion.topic IN (SELECT value FROM json_each(:_topics))"
            values["_topics"] = to_json([wanted] if isinstance(wanted, str) else sorted(wanted))
        sides: defaultdict[str | None, dict[Polarity, int]] = defaultdict(lambda: dict.fromkeys(Polarity, 0))
        with self._db.snapshot():
            counted = self._db.query(_COUNTED.format(where=condition), values)
            for row in self._db.query(_SIDES.format(where=condition, topics=topics), values):
                sides[row["month"]][Polarity(row["polarity"])] = row["n"]
        months = sorted(counted, key=lambda row: (row["month"] is None, row["month"]))
        return [Month(row["month"], row["n"], dict(sides[row["month"]])) for row in months]
