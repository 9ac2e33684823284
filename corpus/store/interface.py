"""What the parts of the store need of a database, whichever it is: SQL, transactions, snapshots, rows by name.

The SQL of the parts is that of SQLite; ``corpus.store.postgres.dialect`` says it in PostgreSQL's words.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import wraps
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from corpus.errors import LostConnectionError

LAST_CHANGE = "SELECT coalesce(max(sequence), 0) FROM change_log"
Values = Sequence[Any] | dict[str, Any]
"""What stands for ``?``, in order, or for ``:name``, by name."""


class Row(Protocol):
    """One row of a result, its columns by name or by place."""

    def __getitem__(self, key: Any, /) -> Any:
        """The column of a name or a place."""

    def __iter__(self) -> Iterator[Any]:
        """The columns in order."""

    def __len__(self) -> int:
        """How many columns there are."""

    def keys(self) -> list[str]:
        """The names of the columns in order."""


class Cursor(Protocol):
    """The result of one statement."""

    def fetchone(self) -> Any:
        """The next row; ``None`` after the last."""

    def fetchall(self) -> list[Any]:
        """All rows that are left."""

    def __iter__(self) -> Iterator[Any]:
        """The rows that are left, one by one."""


class Connection(Protocol):
    """Runs statements; inside a transaction or a snapshot all of them are part of it."""

    def execute(self, sql: str, values: Any = ..., /) -> Cursor:
        """Runs one statement."""

    def executemany(self, sql: str, values: Iterable[Any], /) -> object:
        """Runs one statement for each of several sets of values."""


class Loader(Protocol):
    """Fills tables with the rows of another store."""

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], /) -> None:
        """Writes rows as they come, without holding them."""

    def finish(self, identity: str, counters: dict[str, int], /) -> None:
        """Gives the store its identity, and says which numbers were given."""


class Database(Protocol):
    """An open database, used from any number of threads and beside any number of processes."""

    read_only: bool

    @property
    def name(self) -> str:
        """What messages call it; holds no secrets."""

    @property
    def address(self) -> Path | str:
        """What ``Store.open`` opens it by, in this process or in another one; may hold a password."""

    def connection(self) -> Connection:
        """Runs the statements of the calling thread: in its transaction or snapshot, where it has one."""

    def query(self, sql: str, values: Values = ..., /) -> list[Any]:
        """All rows of a reading statement.

        :raises StoreError: it cannot be read.
        """

    def one(self, sql: str, values: Values = ..., /) -> Any:
        """The first row of a reading statement; ``None`` where there is none."""

    def stream(self, sql: str, values: Values = ..., /) -> Iterator[Any]:
        """The rows of a reading statement that may have very many, some at a time."""

    def transaction(self) -> AbstractContextManager[Connection]:
        """All or nothing: commits at the end, takes everything back on any error; durable once left.

        Writers come one after the other: what one sees, no other changes before it is done.

        :raises StoreError: read-only, full, locked too long, or inside a snapshot of the same thread.
        :raises LostConnectionError: nothing was written; the same may be tried again.
        """

    def grouped(self) -> AbstractContextManager[None]:
        """What this thread writes inside may become durable only at the end, all of it at once or nothing.

        Each transaction inside is all or nothing by itself. Not for long: others cannot write meanwhile.

        :raises StoreError: as in :meth:`transaction`; nothing that was written inside is kept then.
        """

    def snapshot(self) -> AbstractContextManager[None]:
        """All reading of this thread inside sees the store as it was at one moment."""

    def sequence(self) -> int:
        """The number of the last change in the change log, 0 without any; within a snapshot looked up once."""

    def data_version(self) -> int:
        """Changes with every write of another thread or process."""

    def damage(self) -> list[str]:
        """What the database finds wrong with itself, one sentence each: nothing that it reads can be relied upon."""

    def loose_references(self) -> list[str]:
        """Which rows refer to one that is not there, one sentence each."""

    def erasing(self) -> AbstractContextManager[Connection]:
        """A transaction whose deleted rows are to leave no trace, as far as the database can see to that."""

    def copy_to(self, target: SqliteConnection) -> None:
        """Writes all there is at one moment into an empty SQLite file; writers go on meanwhile."""

    def shorten_log(self, above: int) -> None:
        """Has a log of more bytes than that begun anew, where it is this program's matter."""

    def loading(self) -> AbstractContextManager[Loader]:
        """A transaction that fills an empty store with the rows of another one."""

    def counters(self) -> dict[str, int]:
        """The last number given to a row of each table whose numbers are never used twice."""

    def close(self) -> None:
        """Closes it for all threads; nothing can be read or written afterwards."""


P = ParamSpec("P")
T = TypeVar("T")
_Part = TypeVar("_Part")
_PATIENCE = 60.0  # seconds over which a change is tried again; a standby takes over within them
_FIRST_WAIT, _LONGEST_WAIT = 0.1, 2.0  # seconds


def resumed(change: Callable[Concatenate[_Part, P], T]) -> Callable[Concatenate[_Part, P], T]:
    """Does a change again whose connection was lost: only where it is certain that nothing of it was kept.

    For methods whose whole effect is that of one transaction.
    """

    @wraps(change)
    def again(part: _Part, /, *args: P.args, **given: P.kwargs) -> T:
        until, wait = time.monotonic() + _PATIENCE, _FIRST_WAIT
        while True:
            try:
                return change(part, *args, **given)
            except LostConnectionError as error:
                if not error.may_be_repeated or time.monotonic() + wait > until:
                    raise
            time.sleep(wait * random.uniform(0.5, 1))  # noqa: S311 - so that many writers do not come back at once
            wait = min(2 * wait, _LONGEST_WAIT)

    return again
