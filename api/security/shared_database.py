"""Keys, sessions and the audit log in the PostgreSQL database of the store: all who use the database share them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any

from api.security.database import Changing
from corpus.errors import MissingStoreError

if TYPE_CHECKING:
    from corpus.store.postgres.database import PostgresDatabase

_WAIT = 10.0  # seconds for a lost connection to be made again


class SharedAccessDatabase:
    """The tables of one database, opened when they are first needed.

    :param address: as libpq takes it.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._opening = Lock()
        self._open: PostgresDatabase | None = None

    @property
    def exists(self) -> bool:
        """Whether there are tables yet.

        :raises StoreError: no server answers.
        """
        return self._opened(create=False) is not None

    def rows(self, query: str, values: Sequence[object] = ()) -> Sequence[Any]:
        """What a query finds; nothing where there are no tables yet.

        :raises StoreError: the database cannot be read.
        """
        database = self._opened(create=False)
        return database.query(query, list(values)) if database is not None else []

    @contextmanager
    def writing(self, *, create: bool = True) -> Iterator[Changing]:
        """A transaction, which waits for no writer of the store.

        :param create: whether the tables are made where there are none.
        :raises StoreError: the database cannot be written.
        """
        database = self._opened(create=create)
        if database is None:
            raise MissingStoreError("there is no store in the database yet; ingest some articles, or make a key")
        with database.aside() as transaction:
            yield transaction

    def close(self) -> None:
        """Closes the connections; the next use opens them again."""
        with self._opening:
            found, self._open = self._open, None
        if found is not None:
            found.close()

    def _opened(self, *, create: bool) -> PostgresDatabase | None:
        found = self._open
        if found is not None:
            return found
        from corpus.store.postgres.database import PostgresDatabase

        with self._opening:
            if self._open is None:
                try:
                    self._open = PostgresDatabase(self._address, create=create, read_only=False, timeout=_WAIT)
                except MissingStoreError:
                    return None
            return self._open
