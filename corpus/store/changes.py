"""The change log: what derived things (search index, graph) must take over since they last looked."""

from __future__ import annotations

from hashlib import blake2b

from corpus.errors import StoreError
from corpus.store.interface import Connection
from corpus.store.part import Part
from corpus.store.records import Changes

# What people decide does not always change what is listed: the change log need not know of it.
_DECIDED = ("correction", "entity_merge", "entity_separation", "dismissal")
ADDED, CHANGED, REMOVED, ARTICLE = "added", "changed", "removed", "article"


def log_article(transaction: Connection, article_id: str) -> None:
    """Notes that an article was stored, superseded or renamed."""
    transaction.execute("INSERT INTO change_log (article_id, action) VALUES (?, ?)", (article_id, ARTICLE))


def log_statement(transaction: Connection, article_id: str, statement_id: str, *, before: bool, after: bool) -> None:
    """Notes what a change means to a statement that was or was not listed before, and is or is not after."""
    if before or after:
        action = CHANGED if before and after else ADDED if after else REMOVED
        transaction.execute(
            "INSERT INTO change_log (article_id, statement_id, action) VALUES (?, ?, ?)",
            (article_id, statement_id, action),
        )


class Following(Part):
    """Following the store from a derived index or graph."""

    @property
    def identity(self) -> str:
        """A random id of this store's history; a restored store has a new one, so that followers start afresh."""
        row = self._db.one("SELECT id FROM identity")
        if row is None:
            raise StoreError(f"{self._db.name}: the store has lost its identity; restore a backup")
        return str(row["id"])

    def sequence(self) -> int:
        """The number of the last change; 0 for an empty store, greater after every change that a reader can see."""
        return self._db.sequence()

    def data_version(self) -> int:
        """Changes with every write of another thread or process; to be compared with what the same thread was told."""
        return self._db.data_version()

    def revision(self) -> str:
        """Names what a reader can see, history and settings included: equal names, equal content."""
        with self._db.snapshot():
            settings = self._db.query("SELECT name, value FROM setting ORDER BY name")
            counts = [
                tuple(row)
                for table in _DECIDED
                for row in self._db.query(f"SELECT max(id), count(*), count(undone_at) FROM {table}")
            ]
            name = self.identity, self.sequence(), counts, [tuple(row) for row in settings]
        return blake2b(repr(name).encode(), digest_size=16).hexdigest()

    def changes_since(self, sequence: int, limit: int | None = None) -> Changes:
        """What changed after a point of the log, each statement named once, in the order of their last change.

        :param sequence: as ``sequence()`` or ``Changes.sequence`` gave it; 0 for all there is.
        :param limit: so many entries of the log at most; ``Changes.sequence`` is then that of the last one. What is
            named as added or changed may be gone by now, which a later entry tells.
        :raises StoreError: the store has not got that far: it is another one, or was restored.
        """
        with self._db.snapshot():
            last = self.sequence()
            if sequence > last:
                raise StoreError(
                    f"{self._db.name}: change {sequence} was asked for, the last is {last}; "
                    "the store was replaced, rebuild what is derived from it"
                )
            until = last if limit is None else self._after(sequence, limit) or last
            rows = self._db.query(
                "SELECT article_id, statement_id, action FROM change_log WHERE sequence > ? AND sequence <= ? "
                "ORDER BY sequence",
                (sequence, until),
            )
        first: dict[str, str] = {}
        latest: dict[str, str] = {}  # in the order of their last change
        articles: dict[str, None] = {}
        for article, statement, action in rows:
            if statement is not None:
                first.setdefault(statement, action)
                latest.pop(statement, None)
                latest[statement] = action
            elif action == ARTICLE:
                articles.pop(article, None)
                articles[article] = None
        found: dict[tuple[bool, bool], list[str]] = {}
        for statement, action in latest.items():
            found.setdefault((first[statement] != ADDED, action != REMOVED), []).append(statement)
        return Changes(
            since=sequence,
            sequence=until,
            added=tuple(found.get((False, True), ())),
            changed=tuple(found.get((True, True), ())),
            removed=tuple(found.get((True, False), ())),
            articles=tuple(articles),
        )

    def _after(self, sequence: int, count: int) -> int | None:
        """The number of the entry that comes so many after a point of the log; ``None`` where there are fewer."""
        row = self._db.one(
            "SELECT sequence FROM change_log WHERE sequence > ? ORDER BY sequence LIMIT 1 OFFSET ?",
            (sequence, count - 1),
        )
        return int(row["sequence"]) if row else None
