"""Backups: a copy of the store as it is at one moment, with checksums."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

from corpus.disk import described
from corpus.errors import StoreError
from corpus.store.database import FILE_NAME, translated
from corpus.store.part import Part
from corpus.store.rows import now
from corpus.store.schema import MIGRATIONS, check_version

MANIFEST = "manifest.json"
_FORMAT = "quotegraph-backup"


class BackingUp(Part):
    """Backups of the open store."""

    def backup(self, target: Path) -> None:
        """Writes a backup into a new folder: ``store.sqlite3`` and ``manifest.json``; others may write meanwhile.

        The folder appears only when it is complete.

        :raises StoreError: the folder exists already, or cannot be written; or the store is damaged, so that nothing
            could be restored from its copy.
        """
        if target.exists():
            raise StoreError(f"{target}: exists already; name a new folder for the backup")
        partial = target.with_name(target.name + ".partial")
        try:
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir(parents=True)
            file = partial / FILE_NAME
            with translated(file), closing(sqlite3.connect(file)) as copy:
                self._db.copy_to(copy)
                copy.execute("PRAGMA journal_mode = DELETE")  # one file, readable from a read-only medium too
                if copy.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                    raise StoreError(f"{self._db.name}: the file is damaged: restore a backup; no new one was made")
            (partial / MANIFEST).write_text(json.dumps(_manifest(file), indent=2) + "\n", encoding="utf-8")
            for written in (file, partial / MANIFEST, partial):
                _to_disk(written)
            partial.rename(target)
            _to_disk(target.parent)
        except StoreError:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        except OSError as error:
            shutil.rmtree(partial, ignore_errors=True)
            raise StoreError(f"{target}: the backup cannot be written: {described(error)}") from error


def read_manifest(source: Path) -> dict[str, Any]:
    """The manifest of a backup whose file is as it was written.

    :raises StoreError: it is no backup, it is damaged, or a newer quotegraph made it.
    """
    try:
        manifest: dict[str, Any] = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
        if manifest["format"] != _FORMAT:
            raise StoreError(f"{source}: is no backup of quotegraph")
        expected = manifest["files"][FILE_NAME]["sha256"]
        check_version(int(manifest["schema_version"]))
        actual = _checksum(source / FILE_NAME)
    except OSError as error:
        raise StoreError(f"{source}: is no complete backup: {error.filename}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{source}: the manifest of the backup cannot be read") from error
    if actual != expected:
        raise StoreError(f"{source}: {FILE_NAME} is not as it was written (its checksum differs); use another backup")
    return manifest


def _manifest(file: Path) -> dict[str, object]:
    with translated(file), closing(sqlite3.connect(file)) as copy:
        counts = {
            name: copy.execute(query).fetchone()[0]
            for name, query in {
                "sequence": "SELECT coalesce(max(sequence), 0) FROM change_log",
                "articles": "SELECT count(*) FROM article WHERE superseded_by IS NULL",
                "statements": "SELECT count(*) FROM statement WHERE listed = 1",
                "corrections": "SELECT count(*) FROM correction",
            }.items()
        }
    return {
        "format": _FORMAT,
        "schema_version": len(MIGRATIONS),
        "made_at": now(),
        **counts,
        "files": {FILE_NAME: {"sha256": _checksum(file), "bytes": file.stat().st_size}},
    }


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _checksum(path: Path) -> str:
    made = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            made.update(block)
    return made.hexdigest()
