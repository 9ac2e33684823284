"""People turn down suggestions about names: these two are not one, this one is not two. They are not made again."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.errors import ConflictError, NotFoundError, UsageError
from corpus.store.interface import Connection, Row, resumed
from corpus.store.part import Part
from corpus.store.records import Dismissal
from corpus.store.rows import moment, now

DUPLICATE, NAMESAKES = "duplicate", "namesakes"
_KINDS = {DUPLICATE: ((None, None), 2), NAMESAKES: (("person", "firm", "firm"), 3)}
# By whom the names stand for now: of two who are not one, whoever one of them is merged into is not the other either.
STANDING = """
SELECT dismissal.*, one.root AS first_root, two.root AS second_root, three.root AS third_root FROM dismissal
JOIN entity AS one ON one.id = first_id JOIN entity AS two ON two.id = second_id
LEFT JOIN entity AS three ON three.id = third_id WHERE undone_at IS NULL
"""
_PAGE = "SELECT * FROM dismissal WHERE id < ? ORDER BY id DESC LIMIT ?"
_LAST = 2**63 - 1


class Dismissing(Part):
    """Turning down suggestions, and taking that back."""

    @resumed
    def dismiss(self, kind: str, ids: Sequence[str], *, author: str, note: str = "") -> Dismissal:
        """Keeps that a suggestion is wrong; :meth:`Store.duplicates` and ``namesakes`` leave it out from now on.

        :param kind: ``duplicate`` with two ids of people or of firms, which are two; ``namesakes`` with a person and
            two firms: it is one person who speaks for both.
        :raises NotFoundError: nobody has one of the ids.
        :raises ConflictError: it is dismissed already, or the two are one by a person's decision.
        :raises UsageError: wrong kinds of ids, twice the same one, or nobody decides.
        """
        if kind not in _KINDS or len(ids) != _KINDS[kind][1]:
            raise UsageError("kind", f"{kind!r} with {len(ids)} ids is no suggestion", "see the list of suggestions")
        if not author.strip():
            raise UsageError("dismissal", "has no author", "say who decides")
        with self._db.transaction() as transaction:
            rows = [_entity(transaction, identifier) for identifier in ids]
            roots = [row["root"] for row in rows]
            wanted = _KINDS[kind][0] if kind == NAMESAKES else (rows[0]["kind"], rows[0]["kind"])
            wrong = next((row for row, one in zip(rows, wanted, strict=True) if row["kind"] != one), None)
            if wrong is not None:
                raise UsageError("ids", f"{wrong['id']} is a {wrong['kind']}", "give ids as the suggestion has them")
            if roots[0] == roots[1] or (kind == NAMESAKES and roots[1] == roots[2]):
                raise ConflictError(" and ".join(ids), "are one", "split them first")
            if _key(kind, roots) in _standing(transaction, kind):
                raise ConflictError(" and ".join(ids), "are dismissed already")
            values = (kind, *ids, *([None] * (3 - len(ids))), author, now(), note)
            row = transaction.execute(
                "INSERT INTO dismissal (kind, first_id, second_id, third_id, author, at, note) "
                "VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *",
                values,
            ).fetchone()
        return _dismissal(row)

    @resumed
    def restore_suggestion(self, dismissal_id: int, *, author: str) -> bool:
        """Takes a dismissal back, and keeps that it was made: the suggestion may be made again.

        :returns: ``False`` when it had been taken back already.
        :raises NotFoundError: there is no such dismissal.
        """
        with self._db.transaction() as transaction:
            row = transaction.execute("SELECT undone_at FROM dismissal WHERE id = ?", (dismissal_id,)).fetchone()
            if row is None:
                raise NotFoundError(f"no dismissal has the number {dismissal_id}")
            transaction.execute(
                "UPDATE dismissal SET undone_by = ?, undone_at = ? WHERE id = ? AND undone_at IS NULL",
                (author, now(), dismissal_id),
            )
            return row["undone_at"] is None

    def dismissals(self, *, before: int | None = None, limit: int = -1) -> list[Dismissal]:
        """What people turned down, the latest first, what was taken back included.

        :param before: only those made before the dismissal of this number.
        """
        return [_dismissal(row) for row in self._db.query(_PAGE, (before or _LAST, limit))]

    def dismissed(self, kind: str) -> frozenset[frozenset[str]]:
        """The suggestions of a kind that are turned down, each as the ids of those concerned, after merges."""
        return _standing(self._db.connection(), kind)


def _standing(connection: Connection, kind: str) -> frozenset[frozenset[str]]:
    rows = connection.execute(f"{STANDING} AND dismissal.kind = ?", (kind,)).fetchall()
    return frozenset(
        _key(kind, [row[name] for name in ("first_root", "second_root", "third_root") if row[name]]) for row in rows
    )


def _key(kind: str, roots: Sequence[str]) -> frozenset[str]:
    """A pair in either order; a person with two firms in either order."""
    return frozenset(roots[: _KINDS[kind][1]])


def _entity(transaction: Connection, identifier: str) -> Row:
    row: Row | None = transaction.execute("SELECT * FROM entity WHERE id = ?", (identifier,)).fetchone()
    if row is None:
        raise NotFoundError(f"no person or firm has the id {identifier!r}")
    return row


def _dismissal(row: Row) -> Dismissal:
    made = moment(row["at"])
    assert made is not None  # noqa: S101 - NOT NULL in the schema
    return Dismissal(
        id=row["id"],
        kind=row["kind"],
        ids=tuple(row[name] for name in ("first_id", "second_id", "third_id") if row[name] is not None),
        author=row["author"],
        at=made,
        note=row["note"],
        undone_by=row["undone_by"],
        undone_at=moment(row["undone_at"]),
    )
