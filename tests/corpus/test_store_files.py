"""The file of a store: wrong ones, older and newer ones, damaged ones, backups."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from corpus.backup import restore
from corpus.errors import StoreError, StoreVersionError
from corpus.store import FILE_NAME, Put, Store
from corpus.store.schema import APPLICATION_ID, MIGRATIONS, migrate
from tests.corpus.store_samples import article, lines, said

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"this is a letter, and no database at all" * 100, "no database"), (b"\x89PNG\r\n" * 500, "no database")],
)
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes, problem: str) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    for read_only in (False, True):
        with pytest.raises(StoreError, match=problem):
            Store.open(tmp_path, read_only=read_only)
    assert (tmp_path / FILE_NAME).read_bytes() == content


def test_a_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE_NAME) as other:
        other.execute("CREATE TABLE recipe (name)")
    other.close()
    before = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(StoreError, match="not one made by quotegraph"):
        Store.open(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == before


def test_no_store_where_none_may_be_made(tmp_path: Path) -> None:
    for given in ({"create": False}, {"read_only": True}):
        with pytest.raises(StoreError, match="there is no store here"):
            Store.open(tmp_path / "none", **given)  # type: ignore[arg-type]
    assert not (tmp_path / "none").exists()
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="data folder"):
        Store.open(tmp_path / "file")


READ_AS_ANYBODY = """
import os, sys
from pathlib import Path
from corpus.errors import StoreError
from corpus.store import Store

if os.geteuid() == 0:  # no permission holds root back
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
with Store.open(Path(sys.argv[1]), read_only=True) as store:
    print(store.count())
try:
    Store.open(Path(sys.argv[1]))
except StoreError as error:
    print(error)
"""


def test_a_folder_that_cannot_be_written_can_be_read() -> None:
    with TemporaryDirectory() as named:
        data = Path(named)
        with Store.open(data) as store:
            store.put(article("Ewa Gaj: tak"), lines(article("Ewa Gaj: tak")))
        (data / FILE_NAME).chmod(0o444)
        data.chmod(0o555)
        command = [sys.executable, "-c", READ_AS_ANYBODY, named]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        data.chmod(0o755)
    assert done.returncode == 0, done.stderr
    count, problem = done.stdout.splitlines()
    assert count == "1"
    assert "check the permissions" in problem


def test_a_store_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE_NAME) as other:
        other.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    other.close()
    for read_only in (False, True):
        with pytest.raises(StoreVersionError, match="install a newer quotegraph"):
            Store.open(tmp_path, read_only=read_only)


def test_migrations_lead_from_every_version_to_the_last_and_keep_the_data(tmp_path: Path) -> None:
    steps = (*MIGRATIONS, "ALTER TABLE article ADD COLUMN section TEXT; UPDATE article SET section = 'press'")
    for at in range(1, len(steps)):
        connection = sqlite3.connect(tmp_path / f"{at}.sqlite3", isolation_level=None)
        assert migrate(connection, steps[:at]) == at
        connection.execute(
            "INSERT INTO article (id, document, text, language, authors, body_start, extractor, added_at) "
            "VALUES ('a', 'a.txt', 'Tak', 'pl', '[]', 0, '', '')"
        )
        assert migrate(connection, steps) == len(steps) - at
        assert migrate(connection, steps) == 0
        assert connection.execute("SELECT text, section FROM article").fetchall() == [("Tak", "press")]
        assert connection.execute("PRAGMA user_version").fetchone()[0] == len(steps)
        assert connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        connection.close()


def test_a_migration_that_fails_leaves_the_version_before_it(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "x.sqlite3", isolation_level=None)
    broken = (*MIGRATIONS, "CREATE TABLE extra (name TEXT); INSERT INTO nowhere VALUES (1)")
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        migrate(connection, broken)
    assert connection.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'extra'").fetchone()[0] == 0
    connection.close()


def test_what_is_wrong_in_the_file_is_found(tmp_path: Path) -> None:
    text = article("Ewa Gaj: tak, zawsze")
    with Store.open(tmp_path) as store:
        store.put(text, lines(text))
        identifier = store.statement_ids()[0]
        damage = {
            "UPDATE statement SET content = '[[0,3,\"Adam\"]]'": f"statement {identifier} has words",
            "UPDATE statement SET listed = 0": "unlisted for no reason",
            "UPDATE statement SET speaker_id = NULL": "is not of the person",
            "DELETE FROM change_log WHERE statement_id IS NOT NULL": "not listed as the change log says",
            "INSERT INTO change_log (article_id, statement_id, action) VALUES ('a', 'ghost', 'added')": "ghost",
            f"UPDATE article SET superseded_by = '{text.id}'": "yet some place holds it",
        }
        other = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
        for change, problem in damage.items():
            shutil.rmtree(tmp_path / "copy", ignore_errors=True)
            store.backup(tmp_path / "copy")
            other.execute(change)
            assert any(problem in found for found in store.verify()), (change, store.verify())
            with sqlite3.connect(tmp_path / "copy" / FILE_NAME) as copy:
                copy.backup(other)
            copy.close()
            assert store.verify() == []
        other.close()


def test_a_backup_made_while_others_write_is_whole_and_restores(tmp_path: Path) -> None:
    stop = threading.Event()
    written: list[str] = []

    def write() -> None:
        while not stop.is_set():
            text = article(f"Ewa Gaj: tak {len(written)}", location=f"/{len(written)}.txt")
            store.put(text, lines(text))
            written.append(text.id)

    with Store.open(tmp_path / "data") as store:
        writer = threading.Thread(target=write)
        writer.start()
        while len(written) < 5:
            time.sleep(0.01)
        before = len(written)
        store.backup(tmp_path / "backup")
        stop.set()
        writer.join()
        with pytest.raises(StoreError, match="exists already"):
            store.backup(tmp_path / "backup")
        made = json.loads((tmp_path / "backup" / "manifest.json").read_text(encoding="utf-8"))
        assert before <= made["articles"] <= len(written)
        assert sorted(path.name for path in (tmp_path / "backup").iterdir()) == ["manifest.json", FILE_NAME]
        with restore(tmp_path / "backup", tmp_path / "again") as again:
            assert [found.id for found in again.articles()] == written[: made["articles"]]
            assert again.verify() == []
            assert again.identity != store.identity
            assert (again.sequence(), again.stats().statements) == (made["sequence"], made["statements"])


def test_restoring_replaces_a_store_only_when_told_to_and_readers_go_on(tmp_path: Path) -> None:
    old, new = article("Ewa Gaj: tak"), article("Ewa Gaj: nie", location="/new.txt")
    with Store.open(tmp_path / "data") as store:
        store.put(old, lines(old))
        store.backup(tmp_path / "backup")
        digest = store.digest()
        store.put(new, lines(new))
        with pytest.raises(StoreError, match="there is a store already"):
            restore(tmp_path / "backup", tmp_path / "data")
        with restore(tmp_path / "backup", tmp_path / "data", replace=True) as again:
            assert again.digest() == digest
            assert again.put(new, lines(new)) is Put.ADDED
        assert store.count() == 2


def test_a_damaged_backup_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with Store.open(tmp_path / "data") as store:
        text = article("Ewa Gaj: tak")
        store.put(text, [said(text, "tak")])
        store.backup(tmp_path / "backup")
    file = tmp_path / "backup" / FILE_NAME
    whole = file.read_bytes()
    file.write_bytes(whole[:-100] + b"x" * 100)
    with pytest.raises(StoreError, match="checksum differs"):
        restore(tmp_path / "backup", tmp_path / "again")
    file.unlink()
    with pytest.raises(StoreError, match="no complete backup"):
        restore(tmp_path / "backup", tmp_path / "again")
    (tmp_path / "backup" / "manifest.json").write_text("[]")
    with pytest.raises(StoreError, match="cannot be read"):
        restore(tmp_path / "backup", tmp_path / "again")
    assert not (tmp_path / "again").exists()
