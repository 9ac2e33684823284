"""People decide that a name is that of two people: some of its statements are somebody else's, now and later."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.errors import ConflictError, NotFoundError, UsageError
from corpus.store.interface import Connection, Row, resumed
from corpus.store.namesakes import Place, places, settle
from corpus.store.part import Part
from corpus.store.records import Separation
from corpus.store.rows import moment, now, rows_of, statement_of

_Scope = tuple[str | None, str | None, Place | None]
"""Firm, article, and the place of a statement in it: what a rule is about."""


class Separating(Part):
    """Telling people of one name apart, and taking that back; every later ingest respects it."""

    @resumed
    def separate(
        self,
        person_id: str,
        name: str,
        *,
        author: str,
        firm_id: str | None = None,
        articles: Sequence[str] = (),
        statements: Sequence[str] = (),
    ) -> list[Separation]:
        """Gives statements of a person to another of the same name: all of what is given here, or nothing.

        What is said for the firm is the other's in articles to come as well; what is said in an article, in its later
        versions too; a statement, while the words are the same. Where rules disagree the narrowest counts.

        :param name: how the other goes by; somebody already known by it is meant when there is such a person.
        :param articles: ids.
        :param statements: ids.
        :returns: the rules made, for :meth:`rejoin`.
        :raises NotFoundError: no such person, firm, article or statement.
        :raises ConflictError: the name is that of the same person, or nothing changes.
        :raises UsageError: no author or name, or nothing given.
        """
        if not author.strip() or not name.strip():
            raise UsageError(person_id, "has no " + ("name" if author.strip() else "author"), "give one")
        with self._db.transaction() as transaction:
            person = _entity(transaction, person_id, "person")
            scopes = _scopes(transaction, firm_id, articles, statements)
            if not scopes:
                raise UsageError(person["name"], "nothing says which statements are the other's")
            other_id = self._other(transaction, name, person)
            made = [_keep(transaction, person["id"], other_id, scope, author) for scope in scopes]
            if not settle(transaction, self._entity_id):
                raise ConflictError(person["name"], "none of the statements change hands", "choose others")
        return made

    @resumed
    def rejoin(self, separation_id: int, *, author: str) -> bool:
        """Takes a separation back: its statements are those of the person of the name again.

        :returns: ``False`` when it had been taken back already.
        :raises NotFoundError: there is no such separation.
        """
        with self._db.transaction() as transaction:
            row = transaction.execute("SELECT * FROM entity_separation WHERE id = ?", (separation_id,)).fetchone()
            if row is None:
                raise NotFoundError(f"no separation has the number {separation_id}")
            if row["undone_at"] is not None:
                return False
            transaction.execute(
                "UPDATE entity_separation SET undone_by = ?, undone_at = ? WHERE id = ?", (author, now(), separation_id)
            )
            settle(transaction, self._entity_id)
        return True

    def separations(self) -> list[Separation]:
        """All separations that people decided, oldest first, those taken back included."""
        return [_separation(row) for row in self._db.query("SELECT * FROM entity_separation ORDER BY id")]

    def _other(self, transaction: Connection, name: str, person: Row) -> str:
        """The id of who bears the other name; made known when it is new."""
        identifier = self._entity_id("person", name)
        transaction.execute(
            "INSERT INTO entity VALUES (?, 'person', ?, ?) ON CONFLICT DO NOTHING", (identifier, name, identifier)
        )
        transaction.execute("INSERT INTO alias VALUES (?, ?) ON CONFLICT DO NOTHING", (identifier, name))
        if _entity(transaction, identifier, "person")["id"] == person["id"]:
            raise ConflictError(name, "is a name of the same person", "give the other another --name")
        return identifier


def _scopes(
    transaction: Connection, firm_id: str | None, articles: Sequence[str], statements: Sequence[str]
) -> list[_Scope]:
    found: list[_Scope] = []
    if firm_id is not None:
        found.append((_entity(transaction, firm_id, "firm")["id"], None, None))
    for article_id in dict.fromkeys(articles):
        if transaction.execute("SELECT 1 FROM article WHERE id = ?", (article_id,)).fetchone() is None:
            raise NotFoundError(f"no article has the id {article_id!r}")
        found.append((None, article_id, None))
    for statement_id in dict.fromkeys(statements):
        row = transaction.execute("SELECT article_id FROM statement WHERE id = ?", (statement_id,)).fetchone()
        if row is None:
            raise NotFoundError(f"no statement has the id {statement_id!r}")
        said = [statement_of(other, ()) for other in rows_of(transaction, row["article_id"])]
        place = next(place for one, place in zip(said, places(said), strict=True) if one.id == statement_id)
        found.append((None, row["article_id"], place))
    return found


def _keep(transaction: Connection, person_id: str, other_id: str, scope: _Scope, author: str) -> Separation:
    firm_id, article_id, place = scope
    text, occurrence = place or (None, None)
    row = transaction.execute(
        "INSERT INTO entity_separation (entity_id, other_id, firm_id, article_id, text, occurrence, author, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING *",
        (person_id, other_id, firm_id, article_id, text, occurrence, author, now()),
    ).fetchone()
    return _separation(row)


def _entity(transaction: Connection, identifier: str, kind: str) -> Row:
    """Whom an id stands for after merges."""
    row: Row | None = transaction.execute(
        "SELECT root.* FROM entity JOIN entity AS root ON root.id = entity.root WHERE entity.id = ? AND root.kind = ?",
        (identifier, kind),
    ).fetchone()
    if row is None:
        raise NotFoundError(f"no {kind} has the id {identifier!r}")
    return row


def _separation(row: Row) -> Separation:
    made = moment(row["at"])
    assert made is not None  # noqa: S101 - NOT NULL in the schema
    return Separation(
        id=row["id"],
        entity_id=row["entity_id"],
        other_id=row["other_id"],
        firm_id=row["firm_id"],
        article_id=row["article_id"],
        text=row["text"],
        author=row["author"],
        at=made,
        undone_by=row["undone_by"],
        undone_at=moment(row["undone_at"]),
    )
