"""The open database: a pool of connections, transactions one after the other, snapshots, and lost connections."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from hashlib import blake2b
from sqlite3 import Connection as SqliteConnection
from typing import Any, TypeVar, cast

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from sqlalchemy.pool import PoolProxiedConnection, QueuePool

from corpus.errors import LostConnectionError, StoreError
from corpus.store.copying import copy_rows
from corpus.store.interface import LAST_CHANGE, Connection, Cursor, Values
from corpus.store.loading import SqliteLoader
from corpus.store.moment import Moment
from corpus.store.postgres import schema
from corpus.store.postgres.connecting import Connector, Session
from corpus.store.postgres.loading import PostgresLoader
from corpus.store.postgres.rows import PostgresRow
from corpus.store.postgres.running import Running, roll_back, run, streamed
from corpus.store.schema import migrate

T = TypeVar("T")
_KEPT, _MOST = 5, 60  # connections kept open, and open at once, of one process
_LOCK = f"SELECT pg_advisory_xact_lock({schema.APPLICATION_ID}, hashtext(current_schema()))"
_FORGET_MARKS = "DELETE FROM commit_mark WHERE at < now() - interval '1 hour'"  # what is in doubt is so for seconds
_FORGET_EVERY = 10_000  # commits
_BEGIN_CHANGE = f"BEGIN; {_LOCK}"
_BEGIN_SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"


class PostgresDatabase:
    """One database (or one schema of it), used from any number of threads, processes and machines.

    A thread has a connection while it is in a transaction or a snapshot, and for the time of a statement otherwise.
    Writers wait for each other up to ``timeout`` seconds; readers wait for nobody.

    :param timeout: also the seconds over which a lost connection is made again.
    """

    def __init__(self, address: str, *, create: bool, read_only: bool, timeout: float) -> None:
        self.address = address
        self.read_only = read_only
        self._timeout = timeout
        self._connector = Connector(address, read_only=read_only, timeout=timeout)
        self._pool = QueuePool(
            lambda: cast(Any, self._connector.connect()), pool_size=_KEPT, max_overflow=_MOST - _KEPT, timeout=timeout
        )
        self._own = threading.local()
        self._moment = Moment()
        self._closed = False
        try:
            self._prepare(create and not read_only)
        except BaseException:
            self.close()
            raise

    @property
    def name(self) -> str:
        """Hosts and database, for messages."""
        return self._connector.name

    def _prepare(self, create: bool) -> None:
        with self._connector.errors(), self._checked_out() as session:
            schema.prepare(session, self._connector, create=create, read_only=self.read_only)
            if not self.read_only:
                session.execute(_FORGET_MARKS)

    def connection(self) -> Connection:
        """Runs the statements of the calling thread: in its transaction or snapshot, where it has one."""
        session = self._session()
        return Running(session) if session is not None else _Single(self)

    def query(self, sql: str, values: Values = ()) -> list[PostgresRow]:
        """All rows of a reading statement; a lost connection is made again.

        :raises StoreError: the database cannot be read.
        """
        session = self._session()
        if session is not None:
            with self._connector.errors():
                return run(session, sql, values).fetchall()
        return self._with_patience(lambda fresh: run(fresh, sql, values).fetchall())

    def one(self, sql: str, values: Values = ()) -> PostgresRow | None:
        """The first row of a reading statement, if any."""
        rows = self.query(sql, values)
        return rows[0] if rows else None

    def stream(self, sql: str, values: Values = ()) -> Iterator[PostgresRow]:
        """The rows of a reading statement, fetched some at a time."""
        session = self._session()
        if session is not None:
            with self._connector.errors():
                yield from streamed(session, sql, values)
            return
        with self._begun(_BEGIN_SNAPSHOT, own=False) as fresh:  # who reads on may be another thread, or may write
            yield from streamed(fresh, sql, values)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All or nothing: commits at the end, takes everything back on any error; durable once left.

        Where the connection breaks while committing, another one finds out whether it was committed.

        :raises StoreError: read-only, full, locked too long, or inside a snapshot of the same thread.
        :raises LostConnectionError: nothing was written.
        """
        if self.read_only:
            raise StoreError(f"{self.name}: the store was opened for reading only")
        if self._session() is not None:
            raise StoreError(f"{self.name}: nothing can be written inside a snapshot or another change")
        mark, committing = secrets.randbits(63), False
        with self._begun(_BEGIN_CHANGE) as session, self._connector.errors():
            try:
                with session.pipeline():  # what gives no rows is sent without waiting for the answer
                    yield Running(session)
                    session.execute("INSERT INTO commit_mark (mark) VALUES (%s)", (mark,))
                    if mark % _FORGET_EVERY == 0:  # marks are random
                        session.execute(_FORGET_MARKS)
                    committing = True
                    session.execute("COMMIT")
            except psycopg.Error as error:
                if not committing or not self._connector.is_lost(error) or not self._was_committed(mark):
                    raise

    @contextmanager
    def grouped(self) -> Iterator[None]:
        """Each transaction is durable once left, as anywhere else: a server's log takes many at once by itself."""
        yield

    @contextmanager
    def aside(self) -> Iterator[Connection]:
        """A transaction on tables that are no part of the store; it waits for no writer of the store.

        :raises LostConnectionError: nothing was written; or, where the error says so, it is not known.
        """
        committing = False
        with self._begun("BEGIN") as session, self._connector.errors():
            try:
                yield Running(session)
                committing = True
                session.execute("COMMIT")
            except psycopg.Error as error:
                if not committing or not self._connector.is_lost(error):
                    raise
                raise LostConnectionError(
                    f"{self.name}: the connection was lost while a change was being committed; look whether it is "
                    "there before you repeat it",
                    may_be_repeated=False,
                ) from error

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All reading of this thread inside sees the store as it was at one moment."""
        if self._session() is not None:  # a snapshot in a snapshot sees what the outer one sees
            yield
            return
        with self._begun(_BEGIN_SNAPSHOT), self._moment.held():
            yield

    def sequence(self) -> int:
        """The number of the last change in the change log, 0 without any; within a snapshot looked up once."""
        return self._moment.sequence(lambda: int(self.query(LAST_CHANGE)[0][0]))

    def data_version(self) -> int:
        """Changes with every write of another thread or process, and seldom without one."""
        row = self.query("SELECT CAST(pg_current_snapshot() AS text)")[0]
        return int.from_bytes(blake2b(row[0].encode(), digest_size=7).digest())

    def damage(self) -> list[str]:
        """Indexes that PostgreSQL itself marks as not whole; ``pg_amcheck`` looks at the pages."""
        return schema.damage(self)

    def loose_references(self) -> list[str]:
        """Conditions between tables that PostgreSQL has not checked."""
        return schema.loose_references(self)

    @contextmanager
    def erasing(self) -> Iterator[Connection]:
        """A transaction after which the room of the deleted rows is freed; docs/postgresql.md says what stays where."""
        with self.transaction() as transaction:
            yield transaction
        with self._connector.errors(), self._checked_out() as session:
            for table in schema.ERASED_FROM:
                session.execute(cast(Any, f"VACUUM {table}"))

    def copy_to(self, target: SqliteConnection) -> None:
        """Writes all there is at one moment into an empty SQLite file; writers go on meanwhile."""
        target.isolation_level = None
        migrate(target)
        target.execute("BEGIN")
        with self.snapshot():
            copy_rows(self, SqliteLoader(target))
        target.execute("COMMIT")

    def shorten_log(self, above: int) -> None:
        """Nothing: the server looks after its log."""

    @contextmanager
    def loading(self) -> Iterator[PostgresLoader]:
        """A transaction that fills an empty store with the rows of another one."""
        with self._begun(_BEGIN_CHANGE) as session, self._connector.errors():
            yield PostgresLoader(session)
            session.execute("COMMIT")
            session.execute("ANALYZE")

    def counters(self) -> dict[str, int]:
        """The last number given to a row of each table whose numbers are never used twice."""
        found = {row["name"]: row["last"] for row in self.query("SELECT name, last FROM counter ORDER BY name")}
        last = self.query(LAST_CHANGE)[0][0]
        return {name: number for name, number in {**found, "change_log": last}.items() if number}

    def close(self) -> None:
        """Closes all connections; nothing can be read or written afterwards."""
        self._closed = True
        self._pool.dispose()

    def _session(self) -> Session | None:
        return getattr(self._own, "session", None)

    @contextmanager
    def _checked_out(self) -> Iterator[Session]:
        """A connection of the pool; one that is broken or left in a transaction does not go back there."""
        if self._closed:
            raise StoreError(f"{self.name}: the store is closed")
        try:
            held: PoolProxiedConnection = self._pool.connect()
        except NoConnectionLeft as error:
            raise StoreError(f"{self.name}: all connections are in use; try again") from error
        session = cast(Session, held.driver_connection)
        try:
            yield session
        except BaseException as error:
            if isinstance(error, psycopg.Error) and self._connector.is_lost(error):
                held.invalidate(error)
            raise
        finally:
            if held.is_valid and session.info.transaction_status is not TransactionStatus.IDLE:
                held.invalidate()
            held.close()

    @contextmanager
    def _begun(self, begin: str, *, own: bool = True) -> Iterator[Session]:
        """A connection in a transaction; a dead one is noticed here, and replaced.

        :param own: whether it is the thread's own until then.
        """
        until = time.monotonic() + self._timeout
        while True:
            with self._connector.errors(), self._checked_out() as session:
                try:
                    session.execute(cast(Any, begin), prepare=False)
                except psycopg.Error as error:
                    roll_back(session)
                    if not self._connector.is_lost(error) or not self._again(until):
                        raise
                    session.close()
                    continue
                if own:
                    self._own.session = session
                try:
                    yield session
                finally:
                    if own:
                        self._own.session = None
                    roll_back(session)
                return

    def _with_patience(self, read: Callable[[Session], T]) -> T:
        """Reads with a connection of the pool, and with another one while the connection is lost."""
        until = time.monotonic() + self._timeout
        while True:
            try:
                with self._connector.errors(), self._checked_out() as session:
                    return read(session)
            except LostConnectionError:
                if not self._again(until):
                    raise

    def _again(self, until: float) -> bool:
        """Whether there is time to try again; waits a little."""
        if time.monotonic() > until or self._closed:
            return False
        time.sleep(0.05)
        return True

    def _was_committed(self, mark: int) -> bool:
        """Whether the transaction of a mark is there, asked when whoever was writing has ended.

        :raises LostConnectionError: no server answers: it is not known.
        """
        until = time.monotonic() + self._timeout
        while True:
            try:
                with closing(self._connector.connect()) as session, session.transaction():
                    session.execute(cast(Any, _LOCK))
                    found = session.execute("SELECT 1 FROM commit_mark WHERE mark = %s", (mark,)).fetchone()
                    return found is not None
            except psycopg.Error as error:
                if not self._connector.is_lost(error) or not self._again(until):
                    raise LostConnectionError(
                        f"{self.name}: the connection was lost while a change was being committed, and no server tells "
                        "whether it was; look whether it is there before you repeat it",
                        may_be_repeated=False,
                    ) from error


class _Single:
    """Statements each for itself; their rows are read at once, as the connection goes back to the pool."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database = database

    def execute(self, sql: str, values: Values = (), /) -> Cursor:
        """Runs one reading statement."""
        return _Fetched(self._database.query(sql, values))

    def executemany(self, sql: str, values: Iterable[Any], /) -> None:
        """Runs one statement for each of several sets of values."""
        for one in values:
            self._database.query(sql, one)


class _Fetched:
    """Rows that have been read."""

    def __init__(self, rows: list[PostgresRow]) -> None:
        self._rows = iter(rows)

    def fetchone(self) -> PostgresRow | None:
        """The next row; ``None`` after the last."""
        return next(self._rows, None)

    def fetchall(self) -> list[PostgresRow]:
        """All rows that are left."""
        return list(self._rows)

    def __iter__(self) -> Iterator[PostgresRow]:
        return self._rows
