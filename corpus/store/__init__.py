"""The system of record: articles, statements, people, firms, corrections; one SQLite file in the data folder, or a
PostgreSQL database.

Reading, writing, corrections, merging, following and backups are each a part of their own in this package;
:class:`Store` is all of them over one file.
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from corpus import names
from corpus.errors import StoreError
from corpus.store.addresses import StoreAddress, is_database
from corpus.store.articles import ArticleConditions, ArticleEntry, Cataloguing, Version
from corpus.store.backups import BackingUp
from corpus.store.changes import Following
from corpus.store.checking import Checking
from corpus.store.confirming import Confirming
from corpus.store.corrections import Correcting
from corpus.store.database import FILE_NAME, SqliteDatabase
from corpus.store.duplicates import Duplicate, Suggesting
from corpus.store.erasing import Erased, Erasing
from corpus.store.finding import Finding
from corpus.store.interface import Database
from corpus.store.merging import Merging
from corpus.store.paging import Paging
from corpus.store.part import EntityId
from corpus.store.records import (
    KEEP,
    Affiliation,
    Attribution,
    Changes,
    Conditions,
    Correction,
    Decision,
    Dismissal,
    Entry,
    Keep,
    Merge,
    Put,
    Separation,
    Stats,
    StoredStatement,
    TopicEntry,
)
from corpus.store.separating import Separating
from corpus.store.settings import Setting, Settings
from corpus.store.summing import Summing
from corpus.store.suspicion import Namesakes, Suspecting
from corpus.store.timelines import Month, Timelines
from corpus.store.writing import Writing

__all__ = [
    "FILE_NAME",
    "KEEP",
    "Affiliation",
    "ArticleConditions",
    "ArticleEntry",
    "Attribution",
    "Changes",
    "Conditions",
    "Correction",
    "Decision",
    "Dismissal",
    "Duplicate",
    "Entry",
    "Erased",
    "Keep",
    "Merge",
    "Month",
    "Namesakes",
    "Put",
    "Separation",
    "Setting",
    "Stats",
    "Store",
    "StoredStatement",
    "TopicEntry",
    "Version",
]


class Store(
    Writing,
    Confirming,
    Paging,
    Finding,
    Cataloguing,
    Merging,
    Separating,
    Suggesting,
    Suspecting,
    Correcting,
    Following,
    Summing,
    Timelines,
    Settings,
    Erasing,
    Checking,
    BackingUp,
):
    """An open store, for any number of threads; several processes may have it open at once.

    Use :meth:`open`, and ``with`` or :meth:`close`.
    """

    @classmethod
    def open(
        cls,
        address: StoreAddress,
        *,
        create: bool = True,
        read_only: bool = False,
        timeout: float = 30.0,
        entity_id: EntityId | None = None,
    ) -> Self:
        """Opens the store of a data folder or a database, and brings an older one up to date.

        :param address: a data folder, or ``postgresql://…``.
        :param create: whether to make folder and store where there is none; a database must be there.
        :param read_only: never writes; needs no right to.
        :param timeout: seconds to wait while another process writes.
        :param entity_id: (kind, name) → id, for names kept by other rules than those of ``corpus.names``.
        :raises StoreVersionError: a newer quotegraph made it.
        :raises StoreError: there is none, it is something else, or it cannot be read or written.
        """
        database = _opened(address, create=create, read_only=read_only, timeout=timeout)
        return cls(database, entity_id or names.entity_id)

    @property
    def database(self) -> Database:
        """The file or database behind the store, for diagnosis and for the parts of this package."""
        return self._db

    def close(self) -> None:
        """Closes the store for all threads."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _opened(address: StoreAddress, *, create: bool, read_only: bool, timeout: float) -> Database:
    if not is_database(address):
        return SqliteDatabase(Path(address), create=create, read_only=read_only, timeout=timeout)
    try:
        from corpus.store.postgres.database import PostgresDatabase  # only who has a database needs these packages
    except ImportError as error:
        raise StoreError(
            f"a database needs packages that are not here ({error.name}); install quotegraph[postgres]"
        ) from error
    return PostgresDatabase(str(address), create=create, read_only=read_only, timeout=timeout)
