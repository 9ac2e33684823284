"""What keys, sessions and the audit log are kept in: the file ``access.sqlite3``, apart from the articles.

Backups of the store therefore carry no keys, and a restored store keeps the keys of its folder.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

from corpus.disk import described
from corpus.errors import StoreError
from corpus.store.database import remedy_of

FILE_NAME = "access.sqlite3"
_WAIT = 10.0  # seconds for the lock of another process
_VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS api_key (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    digest BLOB NOT NULL,
    name TEXT NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('read', 'write', 'admin')),
    per_minute INTEGER CHECK (per_minute > 0),
    created REAL NOT NULL,
    expires REAL,
    revoked REAL,
    last_used REAL
) STRICT;
CREATE TABLE IF NOT EXISTS browser_session (
    digest BLOB PRIMARY KEY,
    key_id TEXT NOT NULL REFERENCES api_key (id),
    created REAL NOT NULL,
    expires REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    time REAL NOT NULL,
    identity TEXT,
    key_id TEXT,
    client TEXT,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    status INTEGER NOT NULL,
    request_id TEXT,
    acted_on TEXT NOT NULL
) STRICT;
CREATE TRIGGER IF NOT EXISTS audit_keeps_its_rows BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER IF NOT EXISTS audit_changes_no_row BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
"""


class Changing(Protocol):
    """A transaction."""

    def execute(self, sql: str, values: Any = (), /) -> object:
        """Runs one statement; the values are marked by ``?``."""
        ...


class AccessDatabase(Protocol):
    """Where keys, sessions and the audit log are: a file of the data folder, or the database of the store.

    Tables, columns and SQL are the same in both.
    """

    @property
    def exists(self) -> bool:
        """Whether there is anything to read, and a place to write to."""
        ...

    def rows(self, query: str, values: Sequence[object] = ()) -> Sequence[Any]:
        """What a query finds, each row by the names of its columns; nothing where nothing was written yet.

        :raises StoreError: it cannot be read.
        """
        ...

    def writing(self, *, create: bool = True) -> AbstractContextManager[Changing]:
        """A transaction.

        :param create: whether what is missing is made.
        :raises StoreError: nothing can be written.
        """
        ...

    def close(self) -> None:
        """Closes all connections; the next use opens them again."""
        ...


class AccessFile:
    """Connections for the threads of a process: none waits for another one, and all see a file that replaces it.

    :param folder: the data folder. Reading makes nothing in it; writing makes the file.
    """

    def __init__(self, folder: Path) -> None:
        self.path = Path(folder) / FILE_NAME
        self._lock = threading.Lock()
        self._free: list[tuple[tuple[int, int], sqlite3.Connection]] = []

    @property
    def exists(self) -> bool:
        """Whether there is a data folder: nothing can have been changed where there is none."""
        return self.path.parent.is_dir()

    def rows(self, query: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        """What a query finds; nothing where there is no file yet.

        :raises StoreError: the file cannot be read.
        """
        with _translated(self.path):
            file = self._identity()
            if file is None:
                return []
            with self._connection(file) as connection:
                return connection.execute(query, values).fetchall()

    @contextmanager
    def writing(self, *, create: bool = True) -> Iterator[sqlite3.Connection]:
        """A connection inside a transaction, which other processes wait for.

        :param create: whether the data folder is made where there is none.
        :raises StoreError: the file cannot be written.
        """
        with _translated(self.path):
            if create:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            # Keys' digests and who did what are for the owner alone; SQLite gives its side files the same mode.
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
            file = self._identity()
            assert file is not None  # noqa: S101 - made where there was none
            with self._connection(file) as connection:
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                except BaseException:
                    connection.execute("ROLLBACK")
                    raise
                connection.execute("COMMIT")

    def close(self) -> None:
        """Closes the connections that nobody uses; the next use opens one again."""
        with self._lock:
            free, self._free = self._free, []
        for _, connection in free:
            connection.close()

    @contextmanager
    def _connection(self, file: tuple[int, int]) -> Iterator[sqlite3.Connection]:
        """A connection to this very file, for one user at a time."""
        with self._lock:
            found = self._free.pop() if self._free else None
        if found is not None and found[0] != file:
            found[1].close()
            found = None
        connection = _connected(self.path) if found is None else found[1]
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        with self._lock:
            self._free.append((file, connection))

    def _identity(self) -> tuple[int, int] | None:
        """Tells the file from another one under the same name; ``None`` when there is none."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None, check_same_thread=False)
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > _VERSION:
            raise StoreError("the file of keys was made by a newer version of quotegraph")
        _set_write_ahead(connection)
        connection.execute("PRAGMA synchronous = NORMAL")  # a power cut may lose the last rows, never the file
        if version < _VERSION:
            connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {_VERSION}; COMMIT;")
    except BaseException:
        connection.close()
        raise
    return connection


def _set_write_ahead(connection: sqlite3.Connection) -> None:
    """Switches to the write-ahead log; SQLite does not wait for a lock there, so this does."""
    until = time.monotonic() + _WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            busy = (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > until:
                raise
            time.sleep(0.02)


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        remedy = remedy_of(error, path)
        raise StoreError(f"{path}: the file of keys and the audit log cannot be used: {error}: {remedy}") from error
    except OSError as error:
        raise StoreError(f"{path}: the file of keys and the audit log cannot be used: {described(error)}") from error
