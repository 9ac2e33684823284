"""The open database file: a connection a thread, transactions, and errors in words that help."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import disk
from corpus.errors import MissingStoreError, StoreError
from corpus.store import schema
from corpus.store.interface import LAST_CHANGE
from corpus.store.loading import SqliteLoader
from corpus.store.moment import Moment

FILE_NAME = "store.sqlite3"
Row = sqlite3.Row
_LOG_BYTES = 32 * 2**20  # so long a write-ahead log is started anew
_LOG_AGAIN = 1.0  # seconds until the next try, where somebody is reading from it
_LOG_WAIT = 250  # milliseconds for readers of the moment
_REMEDIES = {
    sqlite3.SQLITE_FULL: disk.FULL,
    sqlite3.SQLITE_BUSY: "another process has been writing for too long; try again when it is done",
    sqlite3.SQLITE_LOCKED: "another process has been writing for too long; try again when it is done",
    sqlite3.SQLITE_READONLY: disk.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; check the path and the permissions of the folder",
    sqlite3.SQLITE_NOTADB: "it is no database, or its beginning is damaged; restore a backup, or choose another folder",
    sqlite3.SQLITE_CORRUPT: "the file is damaged; restore a backup",
    sqlite3.SQLITE_IOERR: "the disk reports an error; check it, then run `quotegraph verify`",
}


class SqliteDatabase:
    """One SQLite file, used from any number of threads and beside any number of processes.

    Writers wait for each other up to ``timeout`` seconds; readers wait for nobody (write-ahead log).
    """

    def __init__(self, folder: Path, *, create: bool, read_only: bool, timeout: float) -> None:
        self.path = folder / FILE_NAME
        self.read_only = read_only
        self._timeout = timeout
        self._connections: dict[threading.Thread, sqlite3.Connection] = {}
        self._guard = threading.Lock()
        self._writing = threading.Lock()  # spares the threads of one process the polling of SQLite's file lock
        self._closed = False
        self._grouping = threading.local()
        self._moment = Moment()
        self._log = self.path.with_name(FILE_NAME + "-wal")
        self._log_after = 0.0
        self._wrote = False
        self._prepare(folder, create and not read_only)

    def _prepare(self, folder: Path, create: bool) -> None:
        if not create and not self.path.is_file():
            raise MissingStoreError(
                f"{folder}: there is no store here; ingest some articles first, or name its data folder"
            )
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{folder}: the data folder cannot be made: {disk.described(error)}") from error
        try:
            with self._translated():
                connection = self.connection()
                if self.read_only:
                    self._check_readable(connection)
                else:
                    found = schema.version(connection)
                    schema.check_version(found)
                    if not found and not create:  # never made anew behind the back of whoever had something in it
                        raise StoreError("the file holds nothing; restore a backup, or move it away and ingest anew")
                    _set_write_ahead(connection, self._timeout)
                    schema.migrate(connection)
        except BaseException as error:
            self.close()
            if isinstance(error, StoreError) and not str(error).startswith(str(self.path)):
                raise type(error)(f"{self.path}: {error}") from error
            raise

    def _check_readable(self, connection: sqlite3.Connection) -> None:
        found = schema.version(connection)
        schema.check_version(found)
        if found < len(schema.MIGRATIONS):
            raise StoreError("it was made by an older quotegraph; open it once for writing, which brings it up to date")

    @property
    def name(self) -> str:
        """What messages call it."""
        return str(self.path)

    @property
    def address(self) -> Path:
        """The data folder."""
        return self.path.parent

    def connection(self) -> sqlite3.Connection:
        """The connection of the calling thread; errors of SQLite come as they are."""
        thread = threading.current_thread()
        connection = self._connections.get(thread)
        if connection is None:
            with self._guard:
                if self._closed:
                    raise StoreError(f"{self.path}: the store is closed")
                for dead in [other for other in self._connections if not other.is_alive()]:
                    self._connections.pop(dead).close()
                connection = self._connections[thread] = self._connect()
        return connection

    def _connect(self) -> sqlite3.Connection:
        if not self.read_only:
            return _configured(self.path, "rwc", self._timeout)
        try:
            connection = _configured(self.path, "ro", self._timeout)
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            if _code(error) not in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY} or self._log.exists():
                raise
            # In a folder that cannot be written not even a reader can make the shared memory file of the log;
            # without a log nobody is writing, so the file may be taken as it is.
            return _configured(self.path, "ro&immutable=1", self._timeout)
        return connection

    def query(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[Row]:
        """All rows of a reading statement.

        :raises StoreError: the file cannot be read.
        """
        with self._translated():
            return self.connection().execute(sql, values).fetchall()

    def one(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> Row | None:
        """The first row of a reading statement, if any."""
        rows = self.query(sql, values)
        return rows[0] if rows else None

    def stream(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> Iterator[Row]:
        """The rows of a reading statement, one by one."""
        yield from self.connection().execute(sql, values)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing: commits at the end, takes everything back on any error; durable once left.

        :raises StoreError: read-only, full, locked too long, or inside a snapshot of the same thread.
        """
        if self.read_only:
            raise StoreError(f"{self.path}: the store was opened for reading only")
        connection = self.connection()
        group: _Group | None = getattr(self._grouping, "group", None)
        if connection.in_transaction != (group is not None and group.begun):
            raise StoreError(f"{self.path}: nothing can be written inside a snapshot or another change")
        if group is not None:
            if not group.begun:
                group.end.enter_context(self._change(connection))
                group.begun = True
            with self._translated(), _change_within(connection):
                yield connection
            return
        with self._change(connection):
            yield connection

    @contextmanager
    def grouped(self) -> Iterator[None]:
        """What this thread writes inside becomes durable at the end, all of it or nothing; one commit for many changes.

        It begins with the first change, and others cannot write from then on.

        :raises StoreError: full, locked too long, or inside a snapshot, a change or another group.
        """
        if self.connection().in_transaction or getattr(self._grouping, "group", None) is not None:
            raise StoreError(f"{self.path}: no group of changes can begin inside a snapshot or another change")
        with ExitStack() as end:
            self._grouping.group = _Group(end)
            try:
                yield
            finally:
                self._grouping.group = None

    @contextmanager
    def _change(self, connection: sqlite3.Connection) -> Iterator[None]:
        with self._writing, self._translated():
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                connection.execute("COMMIT")
                self._wrote = True
            finally:
                _roll_back(connection)
            self._bound_log(connection)

    def _bound_log(self, connection: sqlite3.Connection) -> None:
        """Starts the log anew once it is long.

        SQLite takes over what is in the log by itself, but it goes on at its end as long as there is always somebody
        reading from it; so the log is brought to an end here, for which readers of the moment are waited for a little.
        """
        now = time.monotonic()
        if now < self._log_after or self._log_bytes() < _LOG_BYTES:
            return
        self._log_after = now + _LOG_AGAIN
        _end_log(connection)

    def _log_bytes(self) -> int:
        try:
            return self._log.stat().st_size
        except OSError:
            return 0

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All reading of this thread inside sees the store as it was at one moment."""
        connection = self.connection()
        if connection.in_transaction:  # a snapshot in a snapshot sees what the outer one sees
            yield
            return
        with self._translated():
            connection.execute("BEGIN")
        try:
            with self._moment.held():
                yield
        finally:
            connection.execute("ROLLBACK")

    def sequence(self) -> int:
        """The number of the last change in the change log, 0 without any; within a snapshot looked up once."""
        return self._moment.sequence(lambda: int(self.query(LAST_CHANGE)[0][0]))

    def data_version(self) -> int:
        """Changes with every write of another thread or process; to be compared with what the same thread was told."""
        return int(self.query("PRAGMA data_version")[0][0])

    def damage(self) -> list[str]:
        """What SQLite finds wrong with the file."""
        found = [" ".join(row[0].split()) for row in self.query("PRAGMA integrity_check") if row[0] != "ok"]
        return [f"{self.path}: the file is damaged ({found[0]}); restore a backup"] if found else []

    def loose_references(self) -> list[str]:
        """Which rows refer to one that is not there."""
        return [
            f"a row of table {row['table']} refers to a row of {row['parent']} that is not there"
            for row in self.query("PRAGMA foreign_key_check")
        ]

    @contextmanager
    def erasing(self) -> Iterator[sqlite3.Connection]:
        """A transaction whose freed pages are overwritten, and whose log is emptied as soon as no reader needs it."""
        self.connection().execute("PRAGMA secure_delete = ON")
        with self.transaction() as transaction:
            yield transaction
        self.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def loading(self) -> Iterator[SqliteLoader]:
        """A transaction that fills an empty store with the rows of another one."""
        with self.transaction() as transaction:
            transaction.execute("PRAGMA defer_foreign_keys = ON")  # rows may refer to later ones
            yield SqliteLoader(transaction)

    def counters(self) -> dict[str, int]:
        """The last number given to a row of each table whose numbers are never used twice."""
        return {row["name"]: row["seq"] for row in self.query("SELECT name, seq FROM sqlite_sequence ORDER BY name")}

    def shorten_log(self, above: int) -> None:
        """Has the write-ahead log begun anew where it is long; SQLite alone waits for a moment without any reader.

        :param above: bytes; a shorter log stays as it is.
        """
        log = self.path.with_name(FILE_NAME + "-wal")
        if not self.read_only and log.exists() and log.stat().st_size > above:
            self.query("PRAGMA wal_checkpoint(TRUNCATE)")

    def copy_to(self, target: sqlite3.Connection) -> None:
        """Copies the whole database as it is at one moment; writers go on meanwhile."""
        with self._translated():
            self.connection().backup(target)

    def close(self) -> None:
        """Closes the connections of all threads; nothing can be read or written afterwards."""
        with self._guard:
            self._closed = True
            if self._wrote and threading.current_thread() in self._connections:
                _end_log(self._connections[threading.current_thread()])  # others may have it open for a long time yet
            let_go(self._connections)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        with translated(self.path):
            yield


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns errors of SQLite into a ``StoreError`` that names the file and the remedy."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {' '.join(str(error).split())}: {remedy_of(error, path)}") from error


def remedy_of(error: sqlite3.Error, path: Path) -> str:
    """What the user can do about an error of SQLite.

    :param path: of the database's file.
    """
    code = sqlite3.SQLITE_CORRUPT if "Could not decode" in str(error) else _code(error)
    if code == sqlite3.SQLITE_IOERR and disk.is_full(path.parent):
        return disk.FULL  # where there is no room for its shared memory, SQLite does not say so
    return _REMEDIES.get(code, "run `quotegraph verify`")


def let_go(connections: dict[threading.Thread, sqlite3.Connection]) -> None:
    """Closes connections, by the threads that use them; none is in the mapping afterwards.

    To close one in the middle of another thread's statement would end the process. So the statement is stopped, and
    the connection is closed as soon as nobody holds it any more: at once, where its thread is idle.
    """
    for thread, connection in list(connections.items()):
        if thread.is_alive() and thread is not threading.current_thread():
            connection.interrupt()
        else:
            connection.close()
    connections.clear()


@dataclass(slots=True)
class _Group:
    """Changes of one thread that are committed together.

    :param end: what is left to do at the end.
    :param begun: whether there has been a change.
    """

    end: ExitStack
    begun: bool = False


@contextmanager
def _change_within(connection: sqlite3.Connection) -> Iterator[None]:
    """A change within a group of them: taken back by itself on an error, kept with the group else."""
    connection.execute("SAVEPOINT change")
    try:
        yield
    except BaseException:
        if connection.in_transaction:  # SQLite itself takes the whole group back after some errors
            connection.execute("ROLLBACK TO change")
            connection.execute("RELEASE change")
        raise
    connection.execute("RELEASE change")


def _roll_back(connection: sqlite3.Connection) -> None:
    """Takes an unfinished transaction back; SQLite itself has done so after some errors, such as a full disk."""
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _end_log(connection: sqlite3.Connection) -> None:
    """Takes everything over from the log and makes it empty; what others who use it prevent is left for later."""
    waits = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    try:
        connection.execute(f"PRAGMA busy_timeout = {_LOG_WAIT}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error:
        pass  # nothing is lost by it
    finally:
        connection.execute(f"PRAGMA busy_timeout = {waits}")


def _code(error: sqlite3.Error) -> int:
    """The primary result code (the low byte of the extended one); 0 for errors of the binding itself."""
    return (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


def _configured(path: Path, mode: str, timeout: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=timeout,
        isolation_level=None,  # transactions are begun and ended here, never implicitly
        check_same_thread=False,  # closed by whoever closes the store
    )
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")  # an acknowledged article survives a power cut
    connection.create_function("folded", 1, lambda text: text.casefold() if text else text, deterministic=True)
    connection.create_function("characters", 1, len, deterministic=True)  # SQLite's length ends at NUL
    return connection


def _set_write_ahead(connection: sqlite3.Connection, timeout: float) -> None:
    """Switches to the write-ahead log; SQLite does not wait for a lock there, so this does."""
    until = time.monotonic() + timeout
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if _code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)
