"""Who and what there is: people, firms, groups, topics, affiliations and totals."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from corpus.errors import NotFoundError
from corpus.store.interface import Row
from corpus.store.part import Part
from corpus.store.records import Affiliation, Entry, Stats, TopicEntry
from corpus.store.rows import day
from corpus.types import Firm, Person, Polarity

# A statement counts for its speaker; for a firm also where it is the speaker's firm, but once.
_MOST = """
SELECT entity AS id, kind, name, statements FROM entity_count INDEXED BY entity_count_most
WHERE kind = :kind {among} ORDER BY statements DESC, name, entity LIMIT :limit OFFSET :offset
"""
_AMONG_NAMED = """
AND entity IN (SELECT named.root FROM alias JOIN entity AS named ON named.id = alias.entity_id
WHERE named.kind = :kind AND instr(folded(alias.name), :query) > 0)
"""
_AFTER = "AND (statements < :statements OR (statements = :statements AND (name, entity) > (:name, :id)))"
_IN_ARTICLES = """
SELECT count(DISTINCT article_id) AS articles, min(date_published) AS first_seen, max(date_published) AS last_seen
FROM (SELECT article_id, date_published FROM statement WHERE speaker_id = :id AND listed = 1
UNION ALL SELECT article_id, date_published FROM statement WHERE firm_id = :id AND listed = 1) AS said
"""

After = tuple[int, str, str]
"""Statements, name and id of an entry, by which lists are sorted."""


class Listing(Part):
    """The people, firms, groups and topics over all articles."""

    def people(
        self, query: str | None = None, *, limit: int | None = None, offset: int = 0, after: After | None = None
    ) -> list[Entry]:
        """People with listed statements, those with most first.

        :param query: only those whose name (any spelling) contains it, in any case.
        :param after: statements, name and id of an entry: only those that come after it.
        """
        return self._entries("person", query, limit, offset, after)

    def groups(self, query: str | None = None, *, limit: int | None = None, offset: int = 0) -> list[Entry]:
        """Groups that speak as such (``integrators``), those with most listed statements first."""
        return self._entries("group", query, limit, offset, None)

    def firms(
        self, query: str | None = None, *, limit: int | None = None, offset: int = 0, after: After | None = None
    ) -> list[Entry]:
        """Firms and institutions that people speak for or that speak themselves, those with most statements first.

        Parameters as of :meth:`people`.
        """
        return self._entries("firm", query, limit, offset, after)

    def firm_entry(self, firm_id: str) -> Entry:
        """A firm by id with its counts; after a merge also by the id from before.

        :raises NotFoundError: no firm has the id.
        """
        return self._entry(firm_id, "firm")

    def person_entry(self, person_id: str) -> Entry:
        """A person by id with their counts; after a merge also by the id from before.

        :raises NotFoundError: no person has the id.
        """
        return self._entry(person_id, "person")

    def firm_people(self, firm_id: str) -> list[Affiliation]:
        """Who had which role at a firm when, as the articles say it; by name.

        :raises NotFoundError: no firm has the id.
        """
        identifier, name = self._known(firm_id, "firm")
        rows = self._db.query(_FIRM_PEOPLE, (identifier,))
        held: defaultdict[tuple[str, str | None], list[Row]] = defaultdict(list)
        for row in rows:
            held[row["speaker_id"], row["role"]].append(row)
        return [_affiliation(person, (identifier, name, role), behind) for (person, role), behind in held.items()]

    def person(self, person_id: str) -> Person:
        """A person by id; after a merge also by the id from before.

        :raises NotFoundError: no person has the id.
        """
        identifier, name = self._known(person_id, "person")
        return Person(identifier, name, self._alternates([identifier])[identifier])

    def firm(self, firm_id: str) -> Firm:
        """A firm by id; after a merge also by the id from before.

        :raises NotFoundError: no firm has the id.
        """
        identifier, name = self._known(firm_id, "firm")
        return Firm(identifier, name, self._alternates([identifier])[identifier])

    def topics(self) -> list[TopicEntry]:
        """The topics that listed statements are about, with the sides taken; those with most statements first."""
        with self._db.snapshot():  # most statements are listed: all are counted by the index alone, then the others
            counted, unlisted = self._db.query(_OPINIONS), self._db.query(_OPINIONS_UNLISTED)
        sides: defaultdict[str, dict[Polarity, int]] = defaultdict(lambda: dict.fromkeys(Polarity, 0))
        for rows, sign in ((counted, 1), (unlisted, -1)):
            for row in rows:
                sides[row["topic"]][Polarity(row["polarity"])] += sign * row["n"]
        found = [TopicEntry(topic, sum(counts.values()), counts) for topic, counts in sides.items()]
        found = [entry for entry in found if entry.statements]
        return sorted(found, key=lambda entry: (-entry.statements, entry.topic))

    def affiliations(self, person_id: str) -> list[Affiliation]:
        """Which roles at which firms a person had when, as the articles say it; the earliest first.

        :raises NotFoundError: no person has the id.
        """
        identifier, _ = self._known(person_id, "person")
        rows = self._db.query(
            "SELECT statement.firm_id, entity.name AS firm_known_as, role, statement.id, date_published "
            "FROM statement LEFT JOIN entity ON entity.id = statement.firm_id "
            "WHERE speaker_id = ? AND listed = 1 AND (statement.firm_id IS NOT NULL OR role IS NOT NULL) "
            "ORDER BY statement.number",
            (identifier,),
        )
        held: defaultdict[tuple[Any, ...], list[Row]] = defaultdict(list)
        for row in rows:
            held[row["firm_id"], row["firm_known_as"], row["role"]].append(row)
        found = [_affiliation(identifier, key, behind) for key, behind in held.items()]
        return sorted(found, key=lambda item: (item.first_seen is None, str(item.first_seen), item.statement_ids))

    def stats(self) -> Stats:
        """Totals of what is listed."""
        with self._db.snapshot():
            totals = self._db.query(_TOTALS)[0]
            said = self._db.query(_BY_LANGUAGE_AND_KIND)
            by_polarity = {row["polarity"]: row["n"] for row in self._db.query(_BY_POLARITY) if row["n"]}
        by_language: Counter[str] = Counter()
        by_kind: Counter[str] = Counter()
        for row in said:
            by_language[row["language"]] += row["n"]
            by_kind[row["kind"]] += row["n"]
        first, last = day(totals["first_date"]), day(totals["last_date"])
        counts = {name: totals[name] for name in totals.keys() if not name.endswith("_date")}  # noqa: SIM118
        return Stats(
            first_date=first,
            last_date=last,
            by_language=dict(by_language),
            by_kind=dict(by_kind),
            by_polarity=by_polarity,
            **counts,
        )

    def _entries(
        self, kind: str, query: str | None, limit: int | None, offset: int, after: After | None
    ) -> list[Entry]:
        values: dict[str, Any] = {"kind": kind, "limit": -1 if limit is None else limit, "offset": offset}
        among = ""
        if query and query.strip():
            values["query"] = query.strip().casefold()
            among += _AMONG_NAMED
        if after is not None:
            values |= dict(zip(("statements", "name", "id"), after, strict=True))
            among += _AFTER
        with self._db.snapshot():
            rows = self._db.query(_MOST.format(among=among), values)
            return [self._counted(row) for row in rows]

    def _entry(self, identifier: str, kind: str) -> Entry:
        with self._db.snapshot():
            root, name = self._known(identifier, kind)
            row = self._db.one("SELECT statements FROM entity_count WHERE entity = ?", (root,))
            return self._counted(
                {"id": root, "kind": kind, "name": name, "statements": row["statements"] if row else 0}
            )

    def _counted(self, row: Row | dict[str, Any]) -> Entry:
        """An entry with all that is counted anew for it."""
        found = self._db.query(_IN_ARTICLES, {"id": row["id"]})[0]
        return Entry(
            id=row["id"],
            kind=row["kind"],
            name=row["name"],
            alternate_names=self._alternates([row["id"]])[row["id"]],
            statements=row["statements"],
            articles=found["articles"],
            first_seen=day(found["first_seen"]),
            last_seen=day(found["last_seen"]),
        )

    def root_of(self, identifier: str) -> str | None:
        """The id of whom an id stands for after merges, whatever it is; ``None`` where nobody has it."""
        row = self._db.one("SELECT root FROM entity WHERE id = ?", (identifier,))
        return None if row is None else str(row["root"])

    def _known(self, identifier: str, kind: str) -> tuple[str, str]:
        row = self._db.one(
            "SELECT root.id, root.name FROM entity JOIN entity AS root ON root.id = entity.root "
            "WHERE entity.id = ? AND root.kind = ?",
            (identifier, kind),
        )
        if row is None:
            raise NotFoundError(f"no {kind} has the id {identifier!r}")
        return row["id"], row["name"]

    def _alternates(self, identifiers: list[str]) -> dict[str, tuple[str, ...]]:
        """The other names of each entity, in alphabetical order."""
        names: dict[str, list[str]] = {identifier: [] for identifier in identifiers}
        for identifier in identifiers:
            rows = self._db.query(
                "SELECT DISTINCT alias.name FROM entity JOIN alias ON alias.entity_id = entity.id "
                "WHERE entity.root = ? AND alias.name != (SELECT name FROM entity WHERE id = ?) ORDER BY alias.name",
                (identifier, identifier),
            )
            names[identifier] = [row["name"] for row in rows]
        return {identifier: tuple(found) for identifier, found in names.items()}


def _affiliation(person_id: str, key: tuple[Any, ...], behind: list[Row]) -> Affiliation:
    dates = sorted(row["date_published"] for row in behind if row["date_published"])
    firm_id, firm, role = key
    return Affiliation(
        person_id=person_id,
        firm_id=firm_id,
        firm=firm,
        role=role,
        first_seen=day(dates[0]) if dates else None,
        last_seen=day(dates[-1]) if dates else None,
        statement_ids=tuple(row["id"] for row in behind),
    )


_OPINIONS = "SELECT topic, polarity, count(*) AS n FROM opinion INDEXED BY opinion_topic GROUP BY topic, polarity"
_OPINIONS_UNLISTED = """
SELECT topic, polarity, count(*) AS n FROM statement INDEXED BY statement_unlisted
JOIN opinion ON opinion.statement = statement.number WHERE listed = 0 GROUP BY topic, polarity
"""
_FIRM_PEOPLE = """
SELECT speaker_id, role, statement.id, date_published FROM statement JOIN entity ON entity.id = speaker_id
WHERE firm_id = ? AND listed = 1 AND entity.kind = 'person'
ORDER BY entity.name, speaker_id, role NULLS FIRST, statement.number
"""
# Few statements are not listed: what is counted of all, less theirs, is counted by indexes alone.
_TOTALS = """
SELECT
    (SELECT count(*) FROM article WHERE superseded_by IS NULL) AS articles,
    (SELECT count(*) FROM article WHERE superseded_by IS NOT NULL) AS superseded,
    (SELECT count(*) FROM statement WHERE listed = 1) AS statements,
    (SELECT count(*) FROM statement WHERE listed = 1 AND speaker_id IS NULL) AS unattributed,
    (SELECT count(DISTINCT statement) FROM opinion)
        - (SELECT count(DISTINCT statement) FROM opinion WHERE statement IN (
            SELECT number FROM statement WHERE listed = 0)) AS on_topic,
    (SELECT count(*) FROM opinion)
        - (SELECT count(*) FROM opinion WHERE statement IN (
            SELECT number FROM statement WHERE listed = 0)) AS opinions,
    (SELECT count(*) FROM entity_count WHERE kind = 'person') AS people,
    (SELECT count(*) FROM entity_count WHERE kind = 'firm') AS firms,
    (SELECT count(*) FROM entity_count WHERE kind = 'group') AS groups,
    (SELECT count(*) FROM (SELECT DISTINCT topic FROM opinion) AS held WHERE EXISTS (
        SELECT 1 FROM opinion JOIN statement ON statement.number = opinion.statement
        WHERE opinion.topic = held.topic AND listed = 1)) AS topics,
    (SELECT count(*) FROM correction WHERE undone_at IS NULL) AS corrections,
    (SELECT count(*) FROM entity_merge WHERE undone_at IS NULL) AS merges,
    (SELECT min(date_published) FROM article WHERE superseded_by IS NULL) AS first_date,
    (SELECT max(date_published) FROM article WHERE superseded_by IS NULL) AS last_date
"""
_BY_LANGUAGE_AND_KIND = "SELECT language, kind, count(*) AS n FROM statement WHERE listed = 1 GROUP BY 1, 2"
_BY_POLARITY = """
SELECT polarity, count(*) - (
    SELECT count(*) FROM opinion AS gone
    WHERE gone.polarity = opinion.polarity AND gone.statement IN (SELECT number FROM statement WHERE listed = 0)
) AS n FROM opinion GROUP BY polarity
"""
