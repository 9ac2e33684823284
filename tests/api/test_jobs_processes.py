"""Jobs with several server processes over one data folder: seen from each, and finished whoever is killed."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from corpus.store import Store
from tests.api.servers import Served, ended, served
from tests.api.test_jobs import NDJSON, followed, text

ARTICLES = 80


def batch(first: int, count: int = ARTICLES) -> bytes:
    lines = [
        json.dumps({"text": text(first + number, 6), "document": f"{first + number}.txt"}) for number in range(count)
    ]
    lines[count // 2] = json.dumps({"text": ""})
    return "\n".join(lines).encode()


def send(server: Served, body: bytes) -> str:
    response = server.client.post("/v1/documents/batch", content=body, headers=NDJSON)
    assert response.status_code == 202, response.text
    identifier: str = response.json()["id"]
    return identifier


def wait_for(server: Served, job: str, done: int) -> None:
    deadline = time.monotonic() + 60
    while server.client.get(f"/v1/jobs/{job}").json()["progress"]["done"] < done:
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The digest of a store that two batches were put in without any trouble."""
    folder = tmp_path_factory.mktemp("uninterrupted")
    with served(folder) as server:
        for job in [send(server, batch(0)), send(server, batch(1000, 5))]:
            assert ended(server.client, job)["state"] == "done"
    return digest(folder)


def digest(folder: Path) -> str:
    with Store.open(folder, create=False) as store:
        assert store.verify() == []
        assert store.stats().articles == ARTICLES + 5 - 2
        return store.digest()


def check_done(job: dict[str, Any]) -> None:
    progress = job["progress"]
    assert (job["state"], progress["done"], progress["failed"]) == ("done", ARTICLES, 1)
    assert progress["added"] + progress["unchanged"] == ARTICLES - 1
    assert [error["source"] for error in job["errors"]] == [f"line {ARTICLES // 2 + 1}"]


def test_all_killed_in_the_middle_and_started_again(tmp_path: Path, uninterrupted: str) -> None:
    with served(tmp_path) as server:
        first, second = send(server, batch(0)), send(server, batch(1000, 5))
        wait_for(server, first, 20)
        server.kill_all()
    with served(tmp_path) as server:
        check_done(ended(server.client, first))
        assert ended(server.client, second)["state"] == "done"
        assert server.client.get("/healthz").json()["articles"] == ARTICLES + 5 - 2
        found = server.client.get("/v1/search", params={"q": "toasters of kind 70", "limit": 1}).json()["results"]
        assert "Toasters of kind" in found[0]["text"]
    assert list((tmp_path / "jobs").iterdir()) == []
    assert digest(tmp_path) == uninterrupted


def test_killed_again_and_again(tmp_path: Path, uninterrupted: str) -> None:
    job = second = ""
    for done in (5, 30, 55):
        with served(tmp_path) as server:
            if not job:
                job, second = send(server, batch(0)), send(server, batch(1000, 5))
            wait_for(server, job, done)
            server.kill_all()
    with served(tmp_path) as server:
        check_done(ended(server.client, job))
        ended(server.client, second)
    assert digest(tmp_path) == uninterrupted


def test_another_server_goes_on_where_one_was_killed(tmp_path: Path, uninterrupted: str) -> None:
    with served(tmp_path) as first, served(tmp_path) as second:
        job = send(first, batch(0))
        wait_for(second, job, 10)
        events: list[Any] = []
        following = threading.Thread(target=lambda: events.extend(followed(second.client, job)))
        following.start()  # from the server that does not run the job
        first.kill()
        last = send(second, batch(1000, 5))
        following.join(timeout=90)
        assert not following.is_alive()
        check_done(ended(second.client, job))
        assert (events[-1][1], events[-1][2]["state"]) == ("end", "done")
        assert len([name for _, name, _ in events if name == "progress"]) > 3
        ended(second.client, last)
    assert digest(tmp_path) == uninterrupted


def test_a_graceful_stop_leaves_the_job_to_the_next_start(tmp_path: Path, uninterrupted: str) -> None:
    with served(tmp_path) as server:
        job, second = send(server, batch(0)), send(server, batch(1000, 5))
        wait_for(server, job, 10)
        ends: list[Any] = []

        def follow() -> None:
            with httpx.Client(base_url=server.client.base_url) as client:
                ends.append(followed(client, job)[-1][1])

        following = threading.Thread(target=follow)
        following.start()
        time.sleep(0.5)
        began = time.monotonic()
        server.stop()
        assert time.monotonic() - began < 20
        following.join(timeout=20)
        assert ends == ["progress"]  # the stream has ended with the server, the job has not
    with served(tmp_path) as server:
        check_done(ended(server.client, job))
        ended(server.client, second)
    assert digest(tmp_path) == uninterrupted


def found_within_a_second(server: Served, wanted: list[str]) -> bool:
    """Whether a search gives these statements: a server follows what others write, its own writes it has at once."""
    until = time.monotonic() + 1
    while True:
        hits = server.client.get("/v1/search", params={"q": "toasters"}).json()["results"]
        if [hit["id"] for hit in hits] == wanted or time.monotonic() > until:
            return [hit["id"] for hit in hits] == wanted
        time.sleep(0.02)


def test_what_one_server_stores_the_other_gives(tmp_path: Path) -> None:
    with served(tmp_path) as first, served(tmp_path) as second:
        for number in range(5):
            one, other = (first, second) if number % 2 else (second, first)
            added = one.client.post("/v1/documents", json={"text": text(number), "document": "x.txt"}).json()
            assert other.client.get(f"/v1/documents/{added['article']['id']}").json()["text"] == text(number)
            hits = one.client.get("/v1/search", params={"q": "toasters"}).json()["results"]
            assert [hit["id"] for hit in hits] == added["statement_ids"]
            assert found_within_a_second(other, added["statement_ids"])
        assert len(other.client.get(f"/v1/documents/{added['article']['id']}").json()["versions"]) == 5
        other.client.delete(f"/v1/documents/{added['article']['id']}").raise_for_status()
        assert found_within_a_second(one, [])
        assert one.client.get("/v1/documents").json()["documents"] == []
