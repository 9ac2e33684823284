"""From a backup back to a store; ``Store.backup`` makes one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.errors import StoreError
from corpus.store import FILE_NAME, Store
from corpus.store.addresses import StoreAddress, is_database
from corpus.store.backups import read_manifest
from corpus.store.copying import migrate_store
from corpus.store.database import translated

__all__ = ["read_manifest", "restore"]


def restore(source: Path, target: StoreAddress, *, replace: bool = False) -> Store:
    """Makes a backup the store of a data folder or of a database, and opens it.

    The backup is checked before anything is written, and taken over in one transaction. What is derived from the
    store must be rebuilt; it can tell by ``Store.identity``, which is new.

    :param replace: whether a store that is there already may be lost; never one in a database.
    :raises StoreError: the backup is incomplete or damaged, or there is a store already.
    """
    manifest = read_manifest(source)
    if is_database(target):
        with TemporaryDirectory() as between:  # where an older backup is brought up to date
            restore(source, Path(between) / "restored").close()
            migrate_store(Path(between) / "restored", target)
        return Store.open(target)
    folder = Path(target)
    if (folder / FILE_NAME).exists() and not replace:
        raise StoreError(f"{folder}: there is a store already; choose another data folder, or allow replacing it")
    store = Store.open(folder)
    try:
        with translated(folder / FILE_NAME), closing(sqlite3.connect(source / FILE_NAME)) as copy:
            connection = store.database.connection()
            assert isinstance(connection, sqlite3.Connection)  # noqa: S101 - of a folder
            copy.backup(connection)
        with store.database.transaction() as transaction:
            transaction.execute("UPDATE identity SET id = lower(hex(randomblob(16)))")
    except BaseException:
        store.close()
        raise
    store.close()
    store = Store.open(folder)  # takes the migrations of an older backup
    problems = store.verify()
    if problems or store.sequence() != manifest["sequence"]:
        store.close()
        raise StoreError(f"{source}: the backup is not whole: {'; '.join(problems[:3]) or 'its change log differs'}")
    return store
