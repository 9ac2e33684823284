"""The parts behind adding articles: names of files, pages that were fetched, articles that end their process."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.ingesting.bodies import clean_name
from api.ingesting.runner import Runner
from api.ingesting.supervisor import Supervisor
from api.service_settings import ServiceSettings
from corpus.errors import InputError
from corpus.jobs.job import JobState
from corpus.jobs.ledger import Ledger
from corpus.jobs.lock import try_lock
from corpus.jobs.spool import InputKind, Spool
from corpus.store import Store
from tests.api.problems import assert_problem

SAID = "“Toasters will change the business,” said Orsolya Quince, director of Brindlewick."


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("a.txt", "a.txt"),
        ("folder/a.txt", "folder/a.txt"),
        ("../../etc/a.txt", "etc/a.txt"),
        ("/etc/./a.txt", "etc/a.txt"),
        ("C:\\folder\\..\\a.txt", "folder/a.txt"),
        ("a\r\nX: b.txt", "a__X: b.txt"),
        ("", "file-3"),
        ("..", "file-3"),
        ("łódź.txt", "łódź.txt"),
        ("x" * 400 + ".txt", "x" * 296 + ".txt"),
        ("half\ud800.txt", "half_.txt"),
    ],
)
def test_names_of_files_lead_nowhere(sent: str, kept: str) -> None:
    assert clean_name(sent, 3) == kept


@dataclass(frozen=True)
class Page:
    url: str
    content: bytes
    media_type: str = "text/html"
    charset: str | None = None


class Fetching:
    """Stands where pages are fetched; the real one is closed to this machine."""

    def __init__(self) -> None:
        self.page: Page | InputError = InputError("url", "leads to a private address", "give a public one")
        self.asked: list[str] = []

    def __call__(self, address: str, settings: ServiceSettings) -> Page:
        self.asked.append(address)
        assert settings.fetch_urls
        if isinstance(self.page, InputError):
            raise self.page
        return self.page


@pytest.fixture(scope="module")
def fetching(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, Fetching]]:
    app = create_app(tmp_path_factory.mktemp("fetching") / "data", settings=ServiceSettings(fetch_urls=True))
    app.state.fetch = Fetching()
    with TestClient(app) as client:
        yield client, app.state.fetch


def html(charset: str) -> bytes:
    body = (
        f"<html><head><title>Tostery w Łodzi</title></head><body><article><p>{SAID} Łódź.</p></article></body></html>"
    )
    return body.replace("“", '"').replace("”", '"').encode(charset)


def test_a_fetched_page_is_an_article_of_its_address(fetching: tuple[TestClient, Fetching]) -> None:
    client, fetch = fetching
    fetch.page = Page("https://example.com/after", html("iso8859-2"), charset="iso-8859-2")
    response = client.post("/v1/documents/fetch", json={"url": "https://example.com/before"})
    assert response.status_code == 201, response.text
    assert fetch.asked[-1] == "https://example.com/before"
    entry = response.json()["article"]
    assert (entry["document"], entry["url"]) == ("https://example.com/after", "https://example.com/after")
    assert (entry["headline"], entry["statements"]) == ("Tostery w Łodzi", 1)
    again = client.post("/v1/documents/fetch", json={"url": "https://example.com/before"})
    assert (again.status_code, again.json()["outcome"]) == (200, "unchanged")
    # the same page, edited, and then sent by hand: one place
    fetch.page = Page("https://example.com/after", html("utf-8").replace(b"business", b"market"))
    edited = client.post("/v1/documents/fetch", json={"url": "https://example.com/before"}).json()
    assert (edited["outcome"], edited["replaced"]) == ("replaced", [entry["id"]])
    by_hand = client.post("/v1/documents", json={"text": SAID, "url": "https://example.com/after"}).json()
    assert by_hand["replaced"] == [edited["article"]["id"], entry["id"]]


@pytest.mark.parametrize(
    ("page", "status", "kind", "detail"),
    [
        (InputError("url", "leads to a private address", "give a public one"), 502, "fetch-failed", "private address"),
        (Page("https://example.com/a", b"%PDF-1.7", "application/pdf"), 422, "invalid-request", "application/pdf"),
        (Page("https://example.com/b", b"<html><body>Menu</body></html>"), 422, "invalid-request", "no article"),
        (Page("https://example.com/c", b"", "text/plain"), 422, "invalid-request", "empty"),
    ],
)
def test_pages_that_are_no_articles(
    fetching: tuple[TestClient, Fetching], page: Page | InputError, status: int, kind: str, detail: str
) -> None:
    client, fetch = fetching
    fetch.page = page
    response = client.post("/v1/documents/fetch", json={"url": "https://example.com/x"})
    assert detail in assert_problem(response, status, f"/problems/{kind}")["detail"]


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.com/", "https://", "gopher://x", "", "https://a\nb/"]
)
def test_addresses_that_are_none(fetching: tuple[TestClient, Fetching], url: str) -> None:
    client, fetch = fetching
    before = len(fetch.asked)
    assert_problem(client.post("/v1/documents/fetch", json={"url": url}), 422, "/problems/invalid-request")
    assert len(fetch.asked) == before


def queued(folder: Path, lines: int) -> str:
    spool = Spool(folder, "a-job")
    spool.add("line", InputKind.RECORDS, [b'{"text": "%s %d"}\n' % (SAID.encode(), number) for number in range(lines)])
    spool.close()
    return Ledger(folder).add("a-job", "ingest", "local", lines, 5).id


def run(folder: Path) -> None:
    stop = threading.Event()
    with Store.open(folder) as store:
        threading.Timer(3, stop.set).start()
        Runner(folder, None, store, 1_000, stop).run()


def test_an_article_that_ends_its_process_twice_is_passed_over(tmp_path: Path) -> None:
    ledger, job = Ledger(tmp_path), queued(tmp_path, 3)
    for attempts in (0, 1):  # as processes that were killed while they read it
        claimed = ledger.claim()
        assert claimed is not None
        assert (claimed.id, claimed.attempts) == (job, attempts)
        assert ledger.begin(job, "line 1", 10)
    run(tmp_path)
    found = ledger.job(job)
    assert (found.state, found.done, found.added, found.failed) == (JobState.DONE, 3, 2, 1)
    (error,) = ledger.errors(job)
    assert (error.source, "2 times" in error.problem) == ("line 1", True)
    assert not (tmp_path / "jobs" / "a-job").exists()


def test_what_a_killed_process_stored_is_not_stored_twice(tmp_path: Path) -> None:
    """Between the store and the ledger there is a moment."""
    ledger, job = Ledger(tmp_path), queued(tmp_path, 2)
    run_first = tmp_path / "copy"
    Ledger(run_first).add("a-job", "ingest", "local", 2, 5)
    spool = Spool(run_first, "a-job")
    spool.add("line", InputKind.RECORDS, [b'{"text": "%s 0"}\n' % SAID.encode()])
    spool.close()
    run(run_first)
    (run_first / "store.sqlite3").rename(tmp_path / "store.sqlite3")
    run(tmp_path)
    found = ledger.job(job)
    assert (found.state, found.done, found.added, found.unchanged) == (JobState.DONE, 2, 1, 1)


def test_a_process_that_is_stuck_is_ended(tmp_path: Path) -> None:
    ledger, job = Ledger(tmp_path), queued(tmp_path, 1)
    supervisor = Supervisor(tmp_path, None, 1_000)
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], stdin=subprocess.PIPE)
    try:
        ledger.claim()
        ledger.begin(job, "line 1", 60)
        assert supervisor._running(process)
        ledger.begin(job, "line 1", -1)
        assert not supervisor._running(process)
        assert process.returncode == -9
    finally:
        process.kill()
        process.wait()


def test_a_job_whose_files_are_gone_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.ingesting.runner._STORE_ATTEMPTS", 1)
    ledger, job = Ledger(tmp_path), queued(tmp_path, 1)
    Spool(tmp_path, "a-job").remove()
    run(tmp_path)
    found = ledger.job(job)
    assert found.state is JobState.FAILED
    assert found.problem is not None
    assert "Send it again" in found.problem
    assert str(tmp_path) not in found.problem


def test_the_lock_is_held_by_whom_it_was_handed_to(tmp_path: Path) -> None:
    lock = try_lock(tmp_path)
    assert lock is not None
    assert try_lock(tmp_path) is None
    import os

    command = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=(lock,)) as holder:
        os.close(lock)
        assert try_lock(tmp_path) is None
        holder.kill()
        holder.wait()
        again = try_lock(tmp_path)
        assert again is not None
        os.close(again)
