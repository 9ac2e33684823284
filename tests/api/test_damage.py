"""Damaged files: told in one line, mended by a rebuild where they are the index's; the store is left as it is.

``python -m fuzz.damage`` tries many more places.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.compose import problems, rebuild_index
from corpus.errors import StoreError
from corpus.store import FILE_NAME, Store
from fuzz.damage import run
from tests.api.problems import assert_problem

ROOT = Path(__file__).parents[2]


def command(folder: Path, *words: str) -> tuple[int, list[str]]:
    """Exit status and lines on standard error."""
    done = subprocess.run(
        [sys.executable, "-m", "api", "--data", str(folder), *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr.splitlines()


def test_every_file_damaged_at_a_few_places(tmp_path: Path) -> None:
    faults, counted = run(tmp_path, offsets=4, seed=5, most=3)
    assert faults == []
    assert counted["damages"] == 18
    assert counted["refused"] >= 5


def spoil(file: Path, start: float = 0.3, end: float = 0.9) -> None:
    """Overwrites the middle of a file."""
    content = bytearray(file.read_bytes())
    places = slice(int(start * len(content)), int(end * len(content)))
    content[places] = b"\xa5" * len(content[places])
    file.write_bytes(content)


def test_the_service_over_a_spoilt_index_says_what_to_do_and_answers_after_a_rebuild(own_folder: Path) -> None:
    question = {"q": "who is sceptical about cloud incentives"}
    with TestClient(create_app(own_folder)) as client:
        whole = client.get("/v1/ask", params=question).json()["answers"]
    for file in ("lexical.sqlite3", "manifest.json"):
        spoil(own_folder / "index" / file)
        with TestClient(create_app(own_folder)) as client:
            problem = assert_problem(client.get("/v1/ask", params=question), 503, "/problems/index-mismatch")
            assert "quotegraph rebuild" in problem["detail"]
            assert str(own_folder) not in problem["detail"]
            rebuild_index(own_folder)
            assert client.get("/v1/ask", params=question).json()["answers"] == whole


def test_a_spoilt_store_is_left_alone_and_a_backup_helps(own_folder: Path, tmp_path: Path) -> None:
    with Store.open(own_folder) as store:
        digest = store.digest()
        store.backup(tmp_path / "backup")
    spoil(own_folder / FILE_NAME)
    spoilt = (own_folder / FILE_NAME).read_bytes()
    index = {path: path.read_bytes() for path in (own_folder / "index").rglob("*.npy")}
    for words in (("verify",), ("rebuild",), ("backup", str(tmp_path / "another"))):
        status, lines = command(own_folder, *words)
        assert status == 1
        assert len(lines) == 1, lines
        assert str(own_folder / FILE_NAME) in lines[0]
        assert "restore a backup" in lines[0]
    assert (own_folder / FILE_NAME).read_bytes() == spoilt
    assert {path: path.read_bytes() for path in (own_folder / "index").rglob("*.npy")} == index
    assert not (tmp_path / "another").exists()
    with TestClient(create_app(own_folder)) as client:
        assert_problem(client.get("/v1/ask", params={"q": "cloud"}), 503, "/problems/store-unavailable")
    elsewhere = tmp_path / "elsewhere"
    assert command(elsewhere, "restore", str(tmp_path / "backup"))[0] == 0
    with Store.open(elsewhere, create=False) as store:
        assert store.digest() == digest
    rebuild_index(elsewhere, "static")
    assert problems(elsewhere) == []


def test_an_emptied_store_is_not_taken_for_a_new_one(own_folder: Path) -> None:
    (own_folder / FILE_NAME).write_bytes(b"")
    status, lines = command(own_folder, "rebuild")
    assert status == 1
    assert lines == [
        f"quotegraph: {own_folder / FILE_NAME}: the file holds nothing; restore a backup, or move it away"
        " and ingest anew"
    ]
    assert (own_folder / FILE_NAME).read_bytes() == b""


@pytest.mark.parametrize("victim", [FILE_NAME, "manifest.json"])
def test_a_flipped_backup_is_refused_and_nothing_is_made(own_folder: Path, tmp_path: Path, victim: str) -> None:
    with Store.open(own_folder) as store:
        store.backup(tmp_path / "backup")
    file = tmp_path / "backup" / victim
    for share in (0.0, 0.02, 0.3, 0.6, 0.99):
        spoilt = shutil.copytree(tmp_path / "backup", tmp_path / f"spoilt-{share}")
        content = bytearray(file.read_bytes())
        content[int(share * len(content))] ^= 0x04
        (spoilt / victim).write_bytes(content)
        target = tmp_path / f"target-{share}"
        if victim == "manifest.json":
            try:
                from corpus.backup import restore

                restore(spoilt, target).close()  # a digit of a count or of the time changes nothing
            except StoreError as error:
                assert str(spoilt) in str(error)  # noqa: PT017 - it may also succeed
            continue
        status, lines = command(target, "restore", str(spoilt))
        assert status == 1
        assert "checksum differs" in lines[0]
        assert not target.exists()
