"""Which statements have the words of a question: SQLite's full-text index over lemmas, kept in step with the store."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from corpus.errors import IndexMismatchError
from corpus.topic_words import is_stopword, split_words, text_keys
from corpus.types import Language
from search.index import Scored, StatementSource

_FILE = "lexical.sqlite3"
_FORMAT = 1
_BATCH = 1000
_POOL = 300  # best by BM25, of which the share of found words is then counted
_WAIT = 60.0  # seconds for another process that writes
_REMEDY = "run `quotegraph rebuild`"
_TABLES = """
CREATE TABLE IF NOT EXISTS followed (store TEXT NOT NULL, sequence INTEGER NOT NULL);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (id UNINDEXED, lemmas, tokenize = "unicode61 remove_diacritics 0");
CREATE TABLE IF NOT EXISTS place (id TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
"""


class LexicalIndex:
    """Statements by the lemmas of their words.

    :param folder: where the index is kept; made when it is missing.
    :raises IndexMismatchError: the file is damaged or of another version.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / _FILE
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._prepare()

    @property
    def sequence(self) -> int:
        """The store's change log is followed up to here; 0 for a new index."""
        with self._errors():
            row = self._connection().execute("SELECT sequence FROM followed").fetchone()
        return int(row[0]) if row else 0

    def sync(self, store: StatementSource) -> int:
        """Follows the store; all or nothing, one process at a time.

        :returns: how many statements were written.
        :raises IndexMismatchError: the index is of another store.
        """
        with self._transaction() as connection:
            row = connection.execute("SELECT store, sequence FROM followed").fetchone()
            if row and (row[0] != store.identity or row[1] > store.sequence()):
                raise IndexMismatchError(f"{self._path}: the index was made from another store; {_REMEDY}")
            changes = store.changes_since(int(row[1]) if row else 0)
            coming = [*changes.added, *changes.changed]
            _forget(connection, [*changes.removed, *coming])
            written = _write(connection, store, coming)
            connection.execute("DELETE FROM followed")
            connection.execute("INSERT INTO followed VALUES (?, ?)", (store.identity, changes.sequence))
        return written

    def rebuild(self, store: StatementSource) -> int:
        """Makes the index anew, whatever it held before."""
        with self._transaction() as connection:
            for table in ("followed", "words", "place"):
                connection.execute(f"DELETE FROM {table}")
        return self.sync(store)

    def search(self, text: str, language: Language, limit: int, allowed: Collection[str] | None = None) -> list[Scored]:
        """The statements that have most of the words of ``text`` in any form, best first.

        :param allowed: ids that may come back; ``None`` allows all.
        :returns: with the share of the words that are found as the score, above 0 to 1.
        """
        words = query_words(text, language)
        if not words or limit <= 0:
            return []
        match = " OR ".join(f'"{lemma}"' for word in words for lemma in sorted(word))
        among = "" if allowed is None else "AND id IN (SELECT value FROM json_each(:allowed))"
        query = f"SELECT id, lemmas FROM words WHERE words MATCH :match {among} ORDER BY bm25(words) LIMIT :pool"
        values = {"match": match, "pool": max(limit, _POOL)}
        if allowed is not None:
            values["allowed"] = json.dumps(list(allowed))
        with self._errors():
            rows = self._connection().execute(query, values).fetchall()
        found = []
        for identifier, lemmas in rows:
            has = set(lemmas.split())
            found.append(Scored(identifier, sum(not word.isdisjoint(has) for word in words) / len(words)))
        return sorted(found, key=lambda one: -one.score)[:limit]  # stable: BM25 decides among equals

    def close(self) -> None:
        """Closes the connections of all threads; call it when none is at work any more."""
        while self._connections:
            self._connections.pop().close()
        self._local = threading.local()

    def _prepare(self) -> None:
        with self._errors():
            connection = self._connection()
            found = connection.execute("PRAGMA user_version").fetchone()[0]
            if found not in (0, _FORMAT):
                raise IndexMismatchError(f"{self._path}: written by another version of quotegraph; {_REMEDY}")
            if found == 0:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {_FORMAT}; COMMIT;")

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self._path, timeout=_WAIT, isolation_level=None, check_same_thread=False)
            connection.execute("PRAGMA synchronous = NORMAL")  # derived data: a lost tail is followed again
            self._local.connection = connection
            self._connections.append(connection)
        return connection

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._errors():
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise IndexMismatchError(f"{self._path}: the index cannot be used ({error}); {_REMEDY}") from error


def query_words(text: str, language: Language) -> list[frozenset[str]]:
    """The words of a text that carry meaning, each as its possible lemmas."""
    forms = [form for form in split_words(text).forms if len(form) > 1 and not is_stopword(form, language)]
    return [_lemmas(form, language) for form in dict.fromkeys(forms)]


@lru_cache(maxsize=50_000)
def _lemmas(form: str, language: Language) -> frozenset[str]:
    # Terms of either language stand in both ("cloud", "marketplace"), so the language is no part of the key.
    prefix = f"{language.value}:"
    keys = text_keys(form, language)
    return frozenset(key.removeprefix(prefix) for key in keys if key.startswith(prefix)) | {form.lower()}


def _write(connection: sqlite3.Connection, store: StatementSource, ids: Sequence[str]) -> int:
    written = 0
    for start in range(0, len(ids), _BATCH):
        for found in store.statements(ids[start : start + _BATCH]):
            statement = found.statement
            words = query_words(statement.text, statement.language)
            lemmas = " ".join(lemma for word in words for lemma in sorted(word))
            cursor = connection.execute("INSERT INTO words (id, lemmas) VALUES (?, ?)", (statement.id, lemmas))
            connection.execute("INSERT INTO place VALUES (?, ?)", (statement.id, cursor.lastrowid))
            written += 1
    return written


def _forget(connection: sqlite3.Connection, ids: Sequence[str]) -> None:
    """Removes by row number: the full-text table has no index over ids."""
    among = json.dumps(list(ids))
    connection.execute(
        "DELETE FROM words WHERE rowid IN (SELECT number FROM place WHERE id IN (SELECT value FROM json_each(?)))",
        (among,),
    )
    connection.execute("DELETE FROM place WHERE id IN (SELECT value FROM json_each(?))", (among,))
