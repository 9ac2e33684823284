"""Copies a whole store into an empty one of either database, as a stream, and compares the two."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from corpus.addresses import StoreAddress, without_secrets
from corpus.errors import StoreError, UsageError
from corpus.store.interface import Database, Loader
from corpus.store.rows import to_json

if TYPE_CHECKING:
    from corpus.store import Store

# In an order in which references lead back; the counts by person and firm are made by triggers.
TABLES = {
    "setting": ("name, value", "name"),
    "erased": ("trace", "trace"),
    "entity": ("id, kind, name, root", "id"),
    "alias": ("entity_id, name", "entity_id, name"),
    "article": (
        "number, id, document, text, language, headline, url, publisher, date_published, authors, body_start, "
        "location, extractor, superseded_by, added_at",
        "number",
    ),
    "article_location": ("location, article_id, document", "location"),
    "entity_merge": ("id, from_id, to_id, author, at, undone_by, undone_at", "id"),
    "entity_separation": (
        "id, entity_id, other_id, firm_id, article_id, text, occurrence, author, at, undone_by, undone_at",
        "id",
    ),
    "dismissal": ("id, kind, first_id, second_id, third_id, author, at, note, undone_by, undone_at", "id"),
    "statement": (
        "number, id, article_id, kind, language, content, cue, source, speaker_name, speaker_type, role, firm, "
        "confidence, speaker_entity, firm_entity, speaker_id, firm_id, date_published, extracted, rejected, listed, "
        "mentions, corrected, confirmed, certainty",
        "number",
    ),
    "opinion": ("statement, position, topic, relevance, polarity, score, cues, confidence", "statement, position"),
    "mentioned": ("statement, position, entity", "statement, position"),
    "correction": (
        "id, article_id, text, occurrence, author, at, changes, note, undone_by, undone_at",
        "id",
    ),
    "change_log": ("sequence, article_id, statement_id, action", "sequence"),
}
_TELL_EVERY = 1000  # rows

OnCopied = Callable[[int, int], None]
"""Called with how many rows are copied and how many there are."""


@dataclass(frozen=True, slots=True)
class Content:
    """All that a store holds, in short: equal for two stores that hold the same.

    :param rows: how many, by table.
    :param digest: SHA-256 of all rows with their moments and numbers, as hex digits.
    """

    rows: dict[str, int]
    digest: str


class _Counting:
    """Counts and hashes rows as they pass."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}
        self._hash = sha256()

    def passing(self, table: str, rows: Iterator[Any]) -> Iterator[list[Any]]:
        self.rows[table] = 0
        for row in rows:
            values = [*row]
            self._hash.update(to_json([table, *values]).encode() + b"\n")
            self.rows[table] += 1
            yield values

    def content(self) -> Content:
        return Content(self.rows, self._hash.hexdigest())


def copy_rows(
    source: Database, target: Loader, *, identity: str | None = None, on_copied: OnCopied | None = None
) -> Content:
    """Writes all rows into an empty store, inside a snapshot of the source.

    :param identity: that of the copy; else the source's.
    :returns: what was read.
    """
    total = sum(_count(source, table) for table in TABLES)
    counting, done = _Counting(), 0
    for table, (columns, order) in TABLES.items():
        rows = counting.passing(table, source.stream(f"SELECT {columns} FROM {table} ORDER BY {order}"))
        target.load(table, columns.split(", "), _told(rows, done, total, on_copied))
        done += counting.rows[table]
    target.finish(identity or str(source.query("SELECT id FROM identity")[0]["id"]), source.counters())
    return counting.content()


def content_of(database: Database) -> Content:
    """All that a store holds, read row by row."""
    counting = _Counting()
    with database.snapshot():
        for table, (columns, order) in TABLES.items():
            for _ in counting.passing(table, database.stream(f"SELECT {columns} FROM {table} ORDER BY {order}")):
                pass
    return counting.content()


def migrate_store(
    source: StoreAddress, target: StoreAddress, *, same_history: bool = False, on_copied: OnCopied | None = None
) -> Content:
    """Copies a store into one that is empty or not there yet, and reads the copy again to compare it.

    All or nothing: a copy that breaks off, or differs, leaves the target empty.

    :param same_history: the copy keeps the store's identity, so that indexes made from the source go on with it;
        only where the source is not written any more.
    :returns: what was copied.
    :raises StoreError: there is no source, the target holds something, or the copy differs.
    """
    from corpus.store import Store

    if str(source) == str(target):
        raise UsageError(_named(target), "is source and target", "name another target")
    with Store.open(source, create=False, read_only=True) as old, Store.open(target) as new:
        _check_empty(new, _named(target))
        identity = old.identity if same_history else secrets.token_hex(16)
        with old.snapshot(), new.database.loading() as loader:
            copied = copy_rows(old.database, loader, identity=identity, on_copied=on_copied)
        found, problems = content_of(new.database), new.verify()
        if found != copied or new.database.counters() != old.database.counters():
            raise StoreError(f"{_named(target)}: the copy is not what was copied ({_difference(copied, found)})")
        if problems:
            raise StoreError(f"{_named(target)}: the copy is not whole: {'; '.join(problems[:3])}")
    return copied


def _check_empty(store: Store, name: str) -> None:
    held = [table for table in TABLES if _count(store.database, table)]
    if held:
        raise StoreError(f"{name}: holds a store already ({', '.join(held[:3])} …); name an empty target")


def _count(database: Database, table: str) -> int:
    return int(database.query(f"SELECT count(*) AS n FROM {table}")[0]["n"])


def _difference(one: Content, other: Content) -> str:
    differ = [f"{name}: {count} rows, now {other.rows[name]}" for name, count in one.rows.items()
              if count != other.rows[name]]  # fmt: skip
    return "; ".join(differ) or "rows differ in what they say"


def _told(rows: Iterator[list[Any]], before: int, total: int, on_copied: OnCopied | None) -> Iterator[list[Any]]:
    number = 0
    for number, row in enumerate(rows, 1):
        if on_copied is not None and number % _TELL_EVERY == 0:
            on_copied(before + number, total)
        yield row
    if on_copied is not None:
        on_copied(before + number, total)


def _named(address: StoreAddress) -> str:
    return without_secrets(str(address))
