"""What speakers hold of topics, and where they work, summed up by the database: for graphs of very many statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from corpus.store.part import Part
from corpus.store.rows import to_json
from corpus.types import Polarity

_SAID = "statement.listed = 1 AND statement.speaker_id IS NOT NULL AND statement.speaker_id NOT LIKE 'unknown%'"
_HELD = """
SELECT speaker_id, topic, count(*) AS statements,
       coalesce(avg(CASE WHEN polarity != 'neutral' THEN score END), 0.0) AS score, min(date_published) AS first,
       max(date_published) AS last, max(CASE WHEN polarity = 'supportive' THEN 1 ELSE 0 END) AS pro,
       max(CASE WHEN polarity = 'sceptical' THEN 1 ELSE 0 END) AS con
FROM opinion JOIN statement ON statement.number = opinion.statement
WHERE {where} GROUP BY speaker_id, topic ORDER BY speaker_id, topic
"""
_WORKED = """
SELECT speaker_id, firm_id, role, count(*) AS statements, min(date_published) AS first, max(date_published) AS last
FROM statement WHERE {where} AND firm_id IS NOT NULL AND firm_id IS DISTINCT FROM speaker_id
GROUP BY speaker_id, firm_id, role ORDER BY speaker_id, firm_id, role NULLS FIRST
"""
_SIDES = """
SELECT {by} AS one, polarity, count(*) AS n FROM opinion JOIN statement ON statement.number = opinion.statement
WHERE {where} AND {by} IS NOT NULL GROUP BY one, polarity ORDER BY one, polarity
"""
_TOGETHER = """
SELECT one.speaker_id AS one, other.speaker_id AS other, count(DISTINCT one.article_id) AS articles
FROM statement AS one JOIN statement AS other ON other.article_id = one.article_id AND other.speaker_id > one.speaker_id
WHERE one.listed = 1 AND other.listed = 1 AND one.speaker_id NOT LIKE 'unknown%'
AND other.speaker_id NOT LIKE 'unknown%' {among}
GROUP BY 1, 2 ORDER BY articles DESC, 1, 2 LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Holding:
    """All statements of a speaker on a topic together.

    :param score: the mean of the scores of those that take a side, −1 to 1; 0 where none does.
    :param both: whether there are supportive and sceptical ones among them.
    """

    speaker_id: str
    topic: str
    statements: int
    score: float
    both: bool
    first_seen: str | None
    last_seen: str | None


@dataclass(frozen=True, slots=True)
class Work:
    """A role that somebody had at a firm, as statements say it; days are ISO 8601."""

    speaker_id: str
    firm_id: str
    role: str | None
    statements: int
    first_seen: str | None
    last_seen: str | None


class Summing(Part):
    """Sums over all listed statements; nothing is read statement by statement."""

    def holdings(
        self, *, topics: Collection[str] | None = None, since: date | None = None, until: date | None = None
    ) -> Iterator[Holding]:
        """What each named speaker holds of each topic, by speaker and topic.

        :param topics: only these ids, each for itself.
        :param since: only what was published on this day or later …
        :param until: … and not after this one.
        """
        where, values = _where(since, until)
        if topics is not None:
            where += " AND topic IN (SELECT value FROM json_each(:topics))"
            values["topics"] = to_json(sorted(topics))
        rows = self._db.stream(_HELD.format(where=where), values)
        for speaker, topic, statements, score, first, last, supportive, sceptical in rows:
            both = bool(supportive and sceptical)
            yield Holding(speaker, topic, statements, round(score, 3), both, first, last)

    def works(self, *, since: date | None = None, until: date | None = None) -> Iterator[Work]:
        """Who had which role at which firm, by speaker, firm and role."""
        where, values = _where(since, until)
        for row in self._db.stream(_WORKED.format(where=where), values):
            yield Work(*row)

    def sides(
        self,
        by: Literal["topic", "speaker_id", "firm_id"],
        *,
        topics: Collection[str] | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> dict[str, dict[Polarity, int]]:
        """How many statements of named speakers take which side, by topic, speaker or the speaker's firm.

        :param topics: only what is said of these ids; a statement counts once for each of them that it is about.
        """
        where, values = _where(since, until)
        if topics is not None:
            where += " AND topic IN (SELECT value FROM json_each(:topics))"
            values["topics"] = to_json(sorted(topics))
        found: defaultdict[str, dict[Polarity, int]] = defaultdict(lambda: dict.fromkeys(Polarity, 0))
        for row in self._db.query(_SIDES.format(by=by, where=where), values):
            found[row["one"]][Polarity(row["polarity"])] = row["n"]
        return dict(found)

    def names(self, ids: Collection[str]) -> dict[str, str]:
        """The names by which people, firms and groups go, by id."""
        query = "SELECT id, name FROM entity WHERE id IN (SELECT value FROM json_each(?))"
        return {row["id"]: row["name"] for row in self._db.query(query, (to_json(sorted(ids)),))}

    def quoted_together(self, speaker_id: str | None = None, *, limit: int = 50) -> list[tuple[str, str, int]]:
        """Pairs of speakers with the number of articles that quote both, most first.

        :param speaker_id: only pairs with this one.
        """
        among = "" if speaker_id is None else "AND ? IN (one.speaker_id, other.speaker_id)"
        values: tuple[Any, ...] = (limit,) if speaker_id is None else (speaker_id, limit)
        rows = self._db.query(_TOGETHER.format(among=among), values)
        return [(row["one"], row["other"], row["articles"]) for row in rows]


def _where(since: date | None, until: date | None) -> tuple[str, dict[str, Any]]:
    where, values = _SAID, dict[str, Any]()
    for name, day, sign in (("since", since, ">="), ("until", until, "<=")):
        if day is not None:
            where += f" AND date_published {sign} :{name}"
            values[name] = day.isoformat()
    return where, values
