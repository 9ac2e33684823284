"""A disk that is full or cannot be written: an error in one line that names file and remedy, and nothing is lost."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.compose import open_engine, problems, rebuild_index
from api.exporting import export_store
from api.security.database import AccessFile
from api.security.identity import Scope
from api.security.keys import Keys
from corpus.errors import QuotegraphError, StoreError
from corpus.ingest import ingest
from corpus.jobs.ledger import Ledger, new_id
from corpus.jobs.spool import InputKind, Spool
from corpus.store import FILE_NAME, Store
from search import segment_files
from search.engine import Engine
from search.index import VectorIndex
from search.types import Filters
from tests.api.disks import Filler, mounted
from tests.api.problems import assert_problem

ROOT = Path(__file__).parents[2]
LEFT = 64 * 1024  # bytes
TEXT = "Kanał\n\n– To się nie opłaca – mówi Jan Nowak, prezes firmy Mervant.\n\n" + "Zwykłe słowa akapitu. " * 40_000


@pytest.fixture(scope="session")
def static_folder(data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, indexed with the encoder that starts at once; no test may write to it."""
    folder = tmp_path_factory.mktemp("static") / "data"
    shutil.copytree(data_folder, folder, ignore=shutil.ignore_patterns("access.*", "index"))
    rebuild_index(folder, "static")
    return folder


@pytest.fixture
def small(static_folder: Path, tmp_path: Path) -> Iterator[Path]:
    """The samples on a disk of 12 MB."""
    with mounted(tmp_path / "disk", 12) as disk:
        yield Path(shutil.copytree(static_folder, disk / "data"))


def _ingest(engine: Engine, folder: Path, text: Path) -> None:
    ingest([text], engine.store)


def _follow(engine: Engine, folder: Path, text: Path) -> None:
    engine.index.rebuild(engine.store)


def _large(engine: Engine, folder: Path, text: Path) -> None:
    VectorIndex(folder / "index", engine.encoder).rebuild(engine.store)


def _words(engine: Engine, folder: Path, text: Path) -> None:
    engine.lexical.rebuild(engine.store)


def _graphml(engine: Engine, folder: Path, text: Path) -> None:
    export_store(engine.store, engine.scheme, Filters(), folder.parent / "graph.graphml")


def _streamed(engine: Engine, folder: Path, text: Path) -> None:
    export_store(engine.store, engine.scheme, Filters(), folder.parent / "graph.graphml", streamed=1)


def _backup(engine: Engine, folder: Path, text: Path) -> None:
    engine.store.backup(folder.parent / "backup")


def _spool(engine: Engine, folder: Path, text: Path) -> None:
    Spool(folder, "a1").add("line", InputKind.RECORDS, [text.read_bytes()])


def _jobs(engine: Engine, folder: Path, text: Path) -> None:
    for _ in range(200):
        Ledger(folder).add(new_id(), "batch", "x" * 5_000, 1, 10**6)


def _keys(engine: Engine, folder: Path, text: Path) -> None:
    with closing(AccessFile(folder)) as database:
        for number in range(400):
            Keys(database).create(f"key {number} " + "x" * 80, Scope.READ)


WORK: dict[str, Callable[[Engine, Path, Path], None]] = {
    work.__name__.strip("_"): work
    for work in (_ingest, _follow, _large, _words, _graphml, _streamed, _backup, _spool, _jobs, _keys)
}


@pytest.mark.parametrize("work", WORK)
def test_a_full_disk_is_named_with_its_remedy_and_costs_nothing(
    small: Path, tmp_path: Path, work: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if work == "large":
        monkeypatch.setattr(segment_files, "LARGE", 100)
    text, filler = tmp_path / "long.txt", Filler(small.parent)
    text.write_text(TEXT, encoding="utf-8")
    with open_engine(small) as engine:
        before = engine.store.digest()
        there = {path.name for path in small.parent.iterdir()}
        filler.fill(LEFT)
        with pytest.raises(QuotegraphError) as caught:
            WORK[work](engine, small, text)
        line = str(caught.value)
        assert "the disk is full; make room" in line
        assert str(small.parent) in line
        assert "\n" not in line
        filler.free()
        assert {path.name for path in small.parent.iterdir()} == there  # no half file is left
        assert engine.store.digest() == before
        assert engine.ask("who is sceptical about cloud incentives").answers
        WORK[work](engine, small, text)  # now that there is room
    assert problems(small) == []


def test_the_service_says_so_and_goes_on_answering(small: Path) -> None:
    filler = Filler(small.parent)
    with TestClient(create_app(small)) as client:
        filler.fill(LEFT)
        line = {"text": TEXT, "document": "long.txt"}
        assert_problem(client.post("/v1/documents", json=line), 503, "/problems/store-unavailable")
        response = client.post(
            "/v1/documents/batch", content=TEXT.encode(), headers={"Content-Type": "application/x-ndjson"}
        )
        assert_problem(response, 503, "/problems/store-unavailable")
        assert client.get("/v1/ask", params={"q": "who is sceptical about cloud incentives"}).json()["answers"]
        assert_problem(client.get("/ready"), 503, "/problems/not-ready")
        filler.free()
        assert client.post("/v1/documents", json=line).status_code == 201
    assert problems(small) == []


@pytest.mark.parametrize("words", [("rebuild",), ("backup", "{tmp}/copy"), ("export", "{tmp}/graph.json")])
def test_no_larger_file_may_be_written(static_folder: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    """A quota for everybody: files of 60 kB at most. One line, status 1, and what is there stays whole."""
    folder = Path(shutil.copytree(static_folder, tmp_path / "data"))

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    done = subprocess.run(
        [sys.executable, "-m", "api", "--data", str(folder), *(word.format(tmp=tmp_path) for word in words)],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=bounded,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("quotegraph: ")]
    assert str(tmp_path) in line
    assert "disk" in line
    assert problems(folder) == []
    assert {path.name for path in tmp_path.iterdir()} == {"data"}


def test_a_folder_that_cannot_be_written(static_folder: Path, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", 12) as disk:
        folder = Path(shutil.copytree(static_folder, disk / "data"))
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with Store.open(folder, create=False, read_only=True) as store:
            assert store.verify() == []
        for work in (lambda: rebuild_index(folder), lambda: ingest([ROOT / "README.md"], Store.open(folder))):
            with pytest.raises(StoreError, match=r"check the (path and the )?permissions") as caught:
                work()
            assert str(folder) in str(caught.value)
        with TestClient(create_app(folder)) as client:
            assert client.get("/ready").status_code == 503
            assert client.post("/v1/documents", json={"text": TEXT}).status_code == 503
    assert not (tmp_path / "disk" / FILE_NAME).exists()
