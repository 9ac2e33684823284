"""The file behind the index of words: connections, transactions, and errors in words that help."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from corpus import disk
from corpus.errors import IndexMismatchError, StoreError
from corpus.store.database import let_go
from search import index_files

NAME = "lexical.sqlite3"
FORMAT = 2
REMEDY = "run `quotegraph rebuild`"
_TABLES = {
    "followed": "CREATE TABLE followed (store TEXT NOT NULL, sequence INTEGER NOT NULL)",
    "words": (
        'CREATE VIRTUAL TABLE words USING fts5 (id UNINDEXED, lemmas, tokenize = "unicode61 remove_diacritics 0")'
    ),
    "place": "CREATE TABLE place (id TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID",
    "frequency": "CREATE TABLE frequency (lemma TEXT PRIMARY KEY, statements INTEGER NOT NULL) WITHOUT ROWID",
}
_WAIT = (
    60.0  # seconds for another process; those that follow the store wait at the index's lock, for as long as it takes
)
_LOG_BYTES = 32 * 2**20  # that the write-ahead log keeps once it is taken over
#: What no rebuild helps against: the file is not at fault.
_REMEDIES = {
    sqlite3.SQLITE_FULL: disk.FULL,
    sqlite3.SQLITE_BUSY: "another process has been writing for too long; try again when it is done",
    sqlite3.SQLITE_LOCKED: "another process has been writing for too long; try again when it is done",
    sqlite3.SQLITE_READONLY: disk.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: disk.READ_ONLY,
    sqlite3.SQLITE_IOERR: f"the disk reports an error; check it, then {REMEDY}",
}


class LexicalFile:
    """One SQLite file, a connection for each thread; derived from the store, so it may be lost.

    :param folder: where it lies; made when it is missing.
    :raises IndexMismatchError: the file is damaged or of a newer version.
    :raises StoreError: it cannot be written: the disk is full, or it may not be.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self._folder = folder
        self._local = threading.local()
        self._connections: dict[threading.Thread, sqlite3.Connection] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._prepare()
        except OSError as error:
            raise StoreError(f"{folder}: the index cannot be written: {disk.described(error)}") from error
        except BaseException:
            self.close()
            raise

    def connection(self) -> sqlite3.Connection:
        """The connection of the calling thread; use it inside :meth:`errors`."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self.path, timeout=_WAIT, isolation_level=None, check_same_thread=False)
            self._local.connection = connection
            self._connections[threading.current_thread()] = connection
            connection.execute("PRAGMA synchronous = NORMAL")  # derived data: a lost tail is followed again
            connection.execute(f"PRAGMA journal_size_limit = {_LOG_BYTES}")
        return connection

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing; one process or thread at a time, the others wait for as long as it takes."""
        with index_files.writing(self._folder), self.errors():
            connection = self.connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turns errors of SQLite into those of quotegraph, which name the file and the remedy.

        :raises StoreError: the disk is full, the file may not be written, or is being written for too long.
        :raises IndexMismatchError: the file is damaged.
        """
        try:
            yield
        except sqlite3.Error as error:
            code = (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF
            full = code == sqlite3.SQLITE_IOERR and disk.is_full(self._folder)
            remedy = disk.FULL if full else _REMEDIES.get(code)
            if remedy is not None:
                raise StoreError(f"{self.path}: {error}: {remedy}") from error
            raise IndexMismatchError(f"{self.path}: the index is damaged ({error}); {REMEDY}") from error

    def problems(self) -> list[str]:
        """What is wrong with the file, all of it read, one line each; empty when nothing is."""
        try:
            with self.transaction() as connection:
                found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
                if found == "ok":
                    connection.execute("INSERT INTO words (words) VALUES ('integrity-check')")
                    return []
        except (IndexMismatchError, StoreError) as error:
            return [str(error)]
        return [f"{self.path}: the index is damaged ({' '.join(found.split())}); {REMEDY}"]

    def close(self) -> None:
        """Closes the connections of all threads; what one of them is at is stopped."""
        self._local = threading.local()
        let_go(self._connections)

    def _prepare(self) -> None:
        with self.errors():
            if self._format() == FORMAT:
                return
            with index_files.writing(self._folder):  # SQLite itself does not wait for a lock where it sets the mode
                self.connection().execute("PRAGMA journal_mode = WAL")
        with self.transaction() as connection:
            if self._format() != FORMAT:  # a new file, or an older one, which is made anew from the store
                make_tables(connection)

    def _format(self) -> int:
        found = int(self.connection().execute("PRAGMA user_version").fetchone()[0])
        if found > FORMAT:
            raise IndexMismatchError(f"{self.path}: written by a newer version of quotegraph; {REMEDY}")
        return found


def make_tables(connection: sqlite3.Connection) -> None:
    """Empty tables in place of those that are there."""
    for name, made in _TABLES.items():
        connection.execute(f"DROP TABLE IF EXISTS {name}")
        connection.execute(made)
    connection.execute(f"PRAGMA user_version = {FORMAT}")


def remove(folder: Path) -> None:
    """Takes the file away: first itself, so that nobody takes the log that is left for that of a whole file."""
    with index_files.writing(folder):
        for suffix in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                (folder / f"{NAME}{suffix}").unlink()
