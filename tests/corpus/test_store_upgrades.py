"""A store that any earlier version made is brought up to date when it is opened, with everything that was in it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from corpus.backup import restore
from corpus.errors import StoreError
from corpus.store import FILE_NAME, Put, Store
from corpus.store.schema import MIGRATIONS, migrate, version
from tests.corpus.store_samples import article, lines

PRESS = [
    article("Ewa Gaj: nie warto\nPiotr Lis: tak, warto", location="/press/a.txt"),
    article("Ewa Gaj: tak, jednak", location="/press/b.txt"),
    article("Adam Wit: bez zmian", location="/press/c.txt"),
]


@pytest.fixture(scope="module")
def present(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store as it is made now."""
    folder = tmp_path_factory.mktemp("present")
    with Store.open(folder) as store:
        for one in PRESS:
            assert store.put(one, lines(one), extractor="lines") is Put.ADDED
        first, second, *_ = store.statement_ids()
        store.correct(first, author="Ola", role="prezes", note="tak napisano")
        store.undo(store.correct(second, author="Ola", role="dyrektor").id, author="Jan")
        store.merge("person:piotr-lis", "person:adam-wit", author="Ola")
    return folder


def made_by(version_: int, folder: Path, present: Path) -> None:
    """A store as version ``version_`` had it: its tables, filled with what it could hold of the present one."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / FILE_NAME, isolation_level=None)) as connection:
        migrate(connection, MIGRATIONS[:version_])
        connection.execute("ATTACH ? AS present", (str(present / FILE_NAME),))
        connection.execute("PRAGMA foreign_keys = OFF")
        tables = [row[0] for row in connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
        triggers = connection.execute("SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:  # they count what is put in; the counts are copied, too
            connection.execute(f"DROP TRIGGER main.{name}")
        for table in tables:
            if not table.startswith("sqlite_"):
                kept = ", ".join(row[1] for row in connection.execute(f"PRAGMA main.table_info({table})"))
                connection.execute(f"DELETE FROM main.{table}")
                connection.execute(f"INSERT INTO main.{table} ({kept}) SELECT {kept} FROM present.{table}")
        for _, sql in triggers:
            connection.execute(sql)
        assert version(connection) == version_


@pytest.mark.parametrize("version_", range(1, len(MIGRATIONS) + 1))
def test_a_store_of_every_earlier_version_is_upgraded(tmp_path: Path, present: Path, version_: int) -> None:
    folder = tmp_path / "old"
    made_by(version_, folder, present)
    if version_ < len(MIGRATIONS):
        with pytest.raises(StoreError, match="made by an older quotegraph"):
            Store.open(folder, read_only=True)
    with Store.open(folder, create=False) as store, Store.open(present) as expected:
        assert store.verify() == []
        assert list(store.dump()) == list(expected.dump())
        assert store.statement(store.statement_ids()[0]).statement.role == "prezes"
        assert store.stats() == expected.stats()
        assert store.people() == expected.people()
        assert store.put(PRESS[0], lines(PRESS[0]), extractor="lines") is Put.UNCHANGED
        added = article("Ewa Gaj: nowe słowa", location="/press/d.txt")
        assert store.put(added, lines(added), extractor="lines") is Put.ADDED
        assert store.verify() == []


@pytest.mark.parametrize("version_", [1, len(MIGRATIONS) - 1])
def test_an_upgrade_that_fails_leaves_the_version_before_it(tmp_path: Path, present: Path, version_: int) -> None:
    folder = tmp_path / "old"
    made_by(version_, folder, present)
    broken = (*MIGRATIONS[:version_], MIGRATIONS[version_] + "; INSERT INTO nowhere VALUES (1)")
    with closing(sqlite3.connect(folder / FILE_NAME, isolation_level=None)) as connection:
        before = connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
        with pytest.raises(sqlite3.OperationalError, match="no such table: nowhere"):
            migrate(connection, broken)
        assert version(connection) == version_
        assert connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall() == before
    with Store.open(folder, create=False) as store:
        assert store.verify() == []


def test_a_backup_of_an_earlier_version_is_restored(tmp_path: Path, present: Path) -> None:
    backup, target = tmp_path / "backup", tmp_path / "target"
    made_by(3, backup, present)
    with closing(sqlite3.connect(backup / FILE_NAME)) as connection:
        sequence = connection.execute("SELECT max(sequence) FROM change_log").fetchone()[0]
    checksum = {"sha256": sha256((backup / FILE_NAME).read_bytes()).hexdigest()}
    manifest = {"format": "quotegraph-backup", "schema_version": 3, "sequence": sequence}
    (backup / "manifest.json").write_text(json.dumps({**manifest, "files": {FILE_NAME: checksum}}), encoding="utf-8")
    with restore(backup, target) as store, Store.open(present) as expected:
        assert list(store.dump()) == list(expected.dump())
    (backup / "manifest.json").write_text(
        json.dumps({**manifest, "schema_version": len(MIGRATIONS) + 1, "files": {FILE_NAME: checksum}})
    )
    with pytest.raises(StoreError, match="install a newer quotegraph"):
        restore(backup, tmp_path / "another")
    assert not (tmp_path / "another").exists()
