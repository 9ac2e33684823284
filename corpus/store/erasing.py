"""Taking an article, or everything of a person, out of the store for good."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from corpus.errors import NotFoundError
from corpus.store.blotting import blot_articles
from corpus.store.changes import log_article, log_statement
from corpus.store.corrections import decisions, descendants, effective
from corpus.store.interface import Connection, Row, resumed
from corpus.store.part import Part
from corpus.store.rows import as_extracted, certainty_of, opinions_of, rows_of, to_json

_PEOPLE = ("person", "described")
_VERSIONS = """
WITH RECURSIVE version (id) AS (
    SELECT :id UNION SELECT article.id FROM article JOIN version ON superseded_by = version.id
)
"""
_MEMBERS = "SELECT id FROM entity WHERE root = (SELECT root FROM entity WHERE id = ?)"
_KNOWN_AS = """
SELECT name FROM alias WHERE entity_id IN (SELECT value FROM json_each(?))
UNION SELECT name FROM entity WHERE id IN (SELECT value FROM json_each(?))
"""
_AMONG = "IN (SELECT value FROM json_each(?))"
_AMONG_NUMBERS = "IN (SELECT CAST(value AS INTEGER) FROM json_each(?))"
_UNUSED = f"""
SELECT id FROM entity WHERE id {_AMONG}
AND NOT EXISTS (SELECT 1 FROM statement WHERE speaker_entity = entity.id OR firm_entity = entity.id)
AND NOT EXISTS (SELECT 1 FROM statement WHERE speaker_id = entity.id OR firm_id = entity.id)
AND NOT EXISTS (SELECT 1 FROM mentioned WHERE entity = entity.id)
AND NOT EXISTS (SELECT 1 FROM entity_merge WHERE from_id = entity.id OR to_id = entity.id)
AND NOT EXISTS (SELECT 1 FROM entity_separation WHERE entity_id = entity.id OR other_id = entity.id)
AND NOT EXISTS (SELECT 1 FROM dismissal WHERE entity.id IN (first_id, second_id, third_id))
"""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was taken out.

    :param articles: articles that were deleted, or whose text was blotted out in places.
    :param statements: statements that are gone.
    """

    articles: int
    statements: int


def trace_of(entity_id: str) -> str:
    """By what a store knows somebody who must not come back: a hash of the id, from which no name can be read off."""
    return sha256(f"quotegraph erased {entity_id}".encode()).hexdigest()


class Erasing(Part):
    """Deleting articles and people. What is derived from the store follows by its change log; indexes are to be
    rebuilt where nothing may be left in their files.
    """

    @resumed
    def delete_article(self, article_id: str) -> Erased:
        """Deletes an article with its earlier versions, statements and corrections, and names that only it had.

        Read again from its place, it is a new article.

        :raises NotFoundError: no such article.
        """
        with self._db.erasing() as transaction:
            if transaction.execute("SELECT 1 FROM article WHERE id = ?", (article_id,)).fetchone() is None:
                raise NotFoundError(f"no article has the id {article_id!r}")
            found = transaction.execute(f"{_VERSIONS} SELECT id FROM version", {"id": article_id})
            versions = to_json([row["id"] for row in found])
            rows = transaction.execute(f"SELECT * FROM statement WHERE article_id {_AMONG}", (versions,)).fetchall()
            names = _names_in(transaction, rows)
            _delete_statements(transaction, rows)
            for table in ("correction", "entity_separation"):
                transaction.execute(f"DELETE FROM {table} WHERE article_id {_AMONG}", (versions,))
            transaction.execute(f"DELETE FROM article_location WHERE article_id {_AMONG}", (versions,))
            log_article(transaction, article_id)
            transaction.execute(f"UPDATE article SET superseded_by = NULL WHERE id {_AMONG}", (versions,))
            transaction.execute(f"DELETE FROM article WHERE id {_AMONG}", (versions,))
            _drop_unused(transaction, names)
        return Erased(len(json.loads(versions)), len(rows))

    @resumed
    def erase(self, person_id: str) -> Erased:
        """Takes everything of a person out: statements, names, corrections and merges; and where articles name them or
        quote them, each letter is replaced by ``█``, so that the places of all else stay right.

        Later ingests leave out what this person says; who has the same name is meant as well.

        :param person_id: with all that was merged into this one.
        :raises NotFoundError: there is no such person.
        """
        with self._db.erasing() as transaction:
            members = [row["id"] for row in transaction.execute(_MEMBERS, (person_id,))]
            if not members or members[0].split(":", 1)[0] not in _PEOPLE:
                raise NotFoundError(f"no person has the id {person_id!r}")
            among = to_json(members)
            rows = transaction.execute(
                f"SELECT * FROM statement WHERE speaker_id {_AMONG} OR speaker_entity {_AMONG}", (among, among)
            ).fetchall()
            known = transaction.execute(_KNOWN_AS, (among, among)).fetchall()
            names = {row["name"] for row in known}
            others = _names_in(transaction, rows)
            _delete_statements(transaction, rows)
            _delete_mentions(transaction, members)
            blotted = blot_articles(transaction, names, rows)
            for article_id in sorted(_delete_corrections(transaction, names)):
                _count_decisions(transaction, article_id)
            merged = f"from_id {_AMONG} OR to_id {_AMONG}"
            transaction.execute(f"DELETE FROM entity_merge WHERE {merged}", (among, among))
            parted = f"entity_id {_AMONG} OR other_id {_AMONG}"
            transaction.execute(f"DELETE FROM entity_separation WHERE {parted}", (among, among))
            dismissed = f"first_id {_AMONG} OR second_id {_AMONG} OR third_id {_AMONG}"
            transaction.execute(f"DELETE FROM dismissal WHERE {dismissed}", (among, among, among))
            for member in members:
                transaction.execute("INSERT INTO erased VALUES (?) ON CONFLICT DO NOTHING", (trace_of(member),))
            transaction.execute(f"UPDATE entity SET root = id WHERE id {_AMONG}", (among,))
            _drop_unused(transaction, [*members, *others])
        return Erased(blotted, len(rows))


def erased_among(transaction: Connection, ids: Iterable[str]) -> frozenset[str]:
    """Which of the entities must not come back."""
    traces = {trace_of(one): one for one in ids}
    query = f"SELECT trace FROM erased WHERE trace {_AMONG}"
    return frozenset(traces[row["trace"]] for row in transaction.execute(query, (to_json(sorted(traces)),)))


def _delete_statements(transaction: Connection, rows: Sequence[Row]) -> None:
    for row in rows:
        log_statement(transaction, row["article_id"], row["id"], before=bool(row["listed"]), after=False)
        for table in ("opinion", "mentioned"):
            transaction.execute(f"DELETE FROM {table} WHERE statement = ?", (row["number"],))
        transaction.execute("DELETE FROM statement WHERE number = ?", (row["number"],))
        values = (row["article_id"], " ".join(words for _, _, words in json.loads(row["content"])))
        transaction.execute("DELETE FROM correction WHERE article_id = ? AND text = ?", values)


def _delete_mentions(transaction: Connection, entities: Collection[str]) -> None:
    """What statements of others say of whom they name."""
    query = f"""
    SELECT * FROM mentioned JOIN statement ON statement.number = mentioned.statement
    WHERE mentioned.entity {_AMONG} ORDER BY statement.number, mentioned.position DESC
    """
    for row in transaction.execute(query, (to_json(sorted(entities)),)).fetchall():
        number, place = row["number"], row["position"]
        held = json.loads(
            transaction.execute("SELECT mentions FROM statement WHERE number = ?", (number,)).fetchone()[0]
        )
        del held[place]
        transaction.execute("UPDATE statement SET mentions = ? WHERE number = ?", (to_json(held), number))
        transaction.execute("DELETE FROM mentioned WHERE statement = ? AND position = ?", (number, place))
        later = "UPDATE mentioned SET position = position - 1 WHERE statement = ? AND position > ?"
        transaction.execute(later, (number, place))
        log_statement(transaction, row["article_id"], row["id"], before=bool(row["listed"]), after=bool(row["listed"]))


def _names_in(transaction: Connection, rows: Sequence[Row]) -> list[str]:
    """All entities that statements have to do with."""
    columns = ("speaker_entity", "speaker_id", "firm_entity", "firm_id")
    named = {row[column] for row in rows for column in columns if row[column] is not None}
    query = f"SELECT entity FROM mentioned WHERE statement {_AMONG_NUMBERS}"
    found = transaction.execute(query, (to_json([row["number"] for row in rows]),))
    return sorted(named | {row["entity"] for row in found})


def _drop_unused(transaction: Connection, ids: Collection[str]) -> None:
    among = to_json(sorted(set(ids)))
    unused = to_json([row["id"] for row in transaction.execute(_UNUSED, (among,))])
    transaction.execute(f"DELETE FROM alias WHERE entity_id {_AMONG}", (unused,))
    transaction.execute(f"DELETE FROM entity WHERE id {_AMONG}", (unused,))


def _delete_corrections(transaction: Connection, names: Collection[str]) -> set[str]:
    """Corrections that name somebody as the speaker, wherever they are.

    :returns: the articles that they held for.
    """
    articles: set[str] = set()
    for row in transaction.execute("SELECT id, article_id, changes FROM correction").fetchall():
        said = json.loads(row["changes"]).get("speaker")
        if said and said[0] in names:
            articles.update(descendants(transaction, row["article_id"]))
            transaction.execute("DELETE FROM correction WHERE id = ?", (row["id"],))
    return articles


def _count_decisions(transaction: Connection, article_id: str) -> None:
    """Has the statements of an article say whether people have decided about them, after decisions were deleted."""
    rows = rows_of(transaction, article_id)
    extracted = [as_extracted(row, opinions_of(transaction, row["number"])) for row in rows]
    standing = decisions(transaction, article_id).matched(extracted)
    for row, (statement, _, decided) in zip(rows, standing, strict=True):
        reads = effective(statement, decided)
        now = int(reads.corrected), int(reads.confirmed)
        if row["extracted"] is None or now == (row["corrected"], row["confirmed"]):
            continue
        transaction.execute(
            "UPDATE statement SET corrected = ?, confirmed = ?, confidence = ?, certainty = ?, "
            "extracted = CASE WHEN ? THEN extracted END WHERE number = ?",
            (*now, reads.statement.confidence, certainty_of(reads.statement), any(now), row["number"]),
        )
        log_statement(transaction, article_id, row["id"], before=bool(row["listed"]), after=bool(row["listed"]))
