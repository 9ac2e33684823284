"""People decide that two names are one person or firm, or that they are not after all."""

from __future__ import annotations

from corpus.errors import ConflictError, NotFoundError, UsageError
from corpus.store.changes import log_statement
from corpus.store.interface import Connection, Row, resumed
from corpus.store.namesakes import settle
from corpus.store.part import Part
from corpus.store.records import Merge
from corpus.store.rows import moment, now

# An entity with all that was merged into it, directly or by way of others.
_MEMBERS = """
WITH RECURSIVE member (id) AS (
    SELECT :id UNION
    SELECT from_id FROM entity_merge JOIN member ON to_id = member.id WHERE undone_at IS NULL
)
"""
_NAMING = """
SELECT number, id, article_id, listed FROM statement
WHERE number IN (SELECT statement FROM mentioned WHERE entity = ?)
"""


class Merging(Part):
    """Merging and splitting people, firms and groups; every later ingest respects it."""

    @resumed
    def merge(self, from_id: str, to_id: str, *, author: str) -> Merge:
        """Makes everything of one entity part of another, whose name it then goes by.

        :raises NotFoundError: there is no such entity.
        :raises ConflictError: they are of different kinds, the same already, or the first was merged elsewhere.
        :raises UsageError: nobody decides.
        """
        with self._db.transaction() as transaction:
            one, other = _entity(transaction, from_id), _entity(transaction, to_id)
            if not author.strip():
                raise UsageError(f"{from_id} → {to_id}", "has no author; say who decides that they are one")
            problem = _why_not(one, other)
            if problem:
                raise ConflictError(f"{from_id} → {to_id}", problem)
            row = transaction.execute(
                "INSERT INTO entity_merge (from_id, to_id, author, at) VALUES (?, ?, ?, ?) RETURNING *",
                (from_id, to_id, author, now()),
            ).fetchone()
            _assign(transaction, from_id, other["root"])
            settle(transaction, self._entity_id)
        return _merge(row)

    @resumed
    def split(self, from_id: str, *, author: str) -> Merge:
        """Takes the merge of an entity back: it and what had been merged into it stand for themselves again.

        :raises NotFoundError: the entity is not merged into another.
        """
        with self._db.transaction() as transaction:
            row = transaction.execute(
                "UPDATE entity_merge SET undone_by = ?, undone_at = ? WHERE from_id = ? AND undone_at IS NULL "
                "RETURNING *",
                (author, now(), from_id),
            ).fetchone()
            if row is None:
                raise NotFoundError(f"{from_id!r} is not merged into another")
            _assign(transaction, from_id, from_id)
            settle(transaction, self._entity_id)
        return _merge(row)

    def merges(self) -> list[Merge]:
        """All merges that people decided, oldest first, those taken back included."""
        return [_merge(row) for row in self._db.query("SELECT * FROM entity_merge ORDER BY id")]

    def merges_before(self, before: int | None = None, *, limit: int) -> list[Merge]:
        """The merges, the latest first.

        :param before: only those made before the one of this number.
        """
        query = "SELECT * FROM entity_merge WHERE id < ? ORDER BY id DESC LIMIT ?"
        return [_merge(row) for row in self._db.query(query, (before or 2**63 - 1, limit))]


def _why_not(one: Row, other: Row) -> str:
    if one["kind"] != other["kind"] and one["kind"] != "unknown":
        return f"a {one['kind']} cannot be a {other['kind']}"
    if one["root"] != one["id"]:
        same = one["root"] == other["root"]
        return f"{one['id']} is part of {one['root']} already" + ("" if same else "; merge that, or split it off first")
    if one["root"] == other["root"]:
        return "they are one already"
    return ""


def _entity(transaction: Connection, identifier: str) -> Row:
    row: Row | None = transaction.execute("SELECT * FROM entity WHERE id = ?", (identifier,)).fetchone()
    if row is None:
        raise NotFoundError(f"no person, firm or group has the id {identifier!r}")
    return row


def _assign(transaction: Connection, identifier: str, root: str) -> None:
    """Gives an entity and all its members a new root, in all statements too."""
    members = [row["id"] for row in transaction.execute(f"{_MEMBERS} SELECT id FROM member", {"id": identifier})]
    touched: dict[str, Row] = {}
    for member in members:
        transaction.execute("UPDATE entity SET root = ? WHERE id = ?", (root, member))
        for column in ("speaker", "firm"):
            rows = transaction.execute(
                f"UPDATE statement SET {column}_id = ? WHERE {column}_entity = ? "
                "RETURNING number, id, article_id, listed",
                (root, member),
            ).fetchall()
            touched.update((row["id"], row) for row in rows)
        touched.update((row["id"], row) for row in transaction.execute(_NAMING, (member,)))
    for row in sorted(touched.values(), key=lambda row: row["number"]):
        listed = bool(row["listed"])
        log_statement(transaction, row["article_id"], row["id"], before=listed, after=listed)


def _merge(row: Row) -> Merge:
    made = moment(row["at"])
    assert made is not None  # noqa: S101 - NOT NULL in the schema
    return Merge(
        id=row["id"],
        from_id=row["from_id"],
        to_id=row["to_id"],
        author=row["author"],
        at=made,
        undone_by=row["undone_by"],
        undone_at=moment(row["undone_at"]),
    )
