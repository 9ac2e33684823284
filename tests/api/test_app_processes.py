"""The service beside other processes that write, and on a real port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from starlette.testclient import TestClient

from api.app import create_app
from api.compose import rebuild_index
from corpus.backup import restore
from corpus.store import Store
from tests.api.problems import assert_problem

ROOT = Path(__file__).parents[2]
ARTICLE = """Edge routers win a fan

The market is calm. "Quantum toasters will change the reseller business," said Orsolya Quince, director of Brindlewick.
"""
QUESTION = {"q": "who is sceptical about cloud incentives"}


def in_another_process(*arguments: str | Path) -> None:
    subprocess.run([sys.executable, "-m", "api", *map(str, arguments)], cwd=ROOT, check=True, capture_output=True)


def test_an_empty_folder_is_served_as_soon_as_another_process_has_ingested(tmp_path: Path) -> None:
    folder, article = tmp_path / "data", tmp_path / "toasters.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    with TestClient(create_app(folder)) as client:
        for path in ("/healthz", "/v1/ask?q=toasters", "/v1/people", "/v1/topics", "/v1/graph/export"):
            response = client.get(path)
            assert_problem(response, 503, "/problems/store-unavailable")
            assert str(tmp_path) not in response.text
            assert int(response.headers["retry-after"]) > 0
        assert not folder.exists()  # asking makes nothing
        in_another_process("--data", folder, "ingest", article)
        assert client.get("/healthz").json()["articles"] == 1
        found = client.get("/v1/search", params={"q": "toasters"}).json()["results"]
        assert found[0]["speaker"]["name"] == "Orsolya Quince"


def test_what_another_process_writes_is_found_at_once(own_folder: Path, tmp_path: Path) -> None:
    article = tmp_path / "toasters.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    with TestClient(create_app(own_folder)) as client:
        before = client.get("/healthz").json()
        assert client.get("/v1/people", params={"query": "Quince"}).json()["people"] == []
        in_another_process("--data", own_folder, "ingest", article)
        results = client.get("/v1/search", params={"q": "quantum toasters", "limit": 1}).json()["results"]
        assert "Quantum toasters" in results[0]["text"]
        assert [person["name"] for person in client.get("/v1/people?query=Quince").json()["people"]] == [
            "Orsolya Quince"
        ]
        after = client.get("/healthz").json()
        assert after["articles"] == before["articles"] + 1
        assert after["statements"] > before["statements"]


def test_a_store_restored_under_the_running_service_is_taken_up(own_folder: Path, tmp_path: Path) -> None:
    with Store.open(own_folder) as store:
        store.backup(tmp_path / "backup")
    article = tmp_path / "toasters.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    in_another_process("--data", own_folder, "ingest", article)
    with TestClient(create_app(own_folder)) as client:
        with_article = client.get("/healthz").json()["articles"]
        restore(tmp_path / "backup", own_folder, replace=True).close()
        for _ in range(2):  # the index is still that of the store before
            response = client.get("/v1/ask", params=QUESTION)
            assert_problem(response, 503, "/problems/index-mismatch")
            assert str(own_folder) not in response.text
        rebuild_index(own_folder)
        assert client.get("/healthz").json()["articles"] == with_article - 1
        assert client.get("/v1/ask", params=QUESTION).status_code == 200


def test_an_index_rebuilt_under_the_running_service_is_taken_up(own_folder: Path, tmp_path: Path) -> None:
    with Store.open(own_folder) as store:
        store.backup(tmp_path / "backup")
    with TestClient(create_app(own_folder)) as client:
        before = client.get("/v1/ask", params=QUESTION).json()
        restore(tmp_path / "backup", own_folder, replace=True).close()
        rebuild_index(own_folder)
        after = client.get("/v1/ask", params=QUESTION)
        assert after.status_code == 200
        assert after.json()["answers"] == before["answers"]


def test_another_store_in_place_of_the_folder_is_taken_up(own_folder: Path, tmp_path: Path) -> None:
    article = tmp_path / "toasters.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    with TestClient(create_app(own_folder)) as client:
        assert client.get("/healthz").json()["articles"] > 1
        own_folder.rename(tmp_path / "away")
        assert_problem(client.get("/v1/people"), 503, "/problems/store-unavailable")
        in_another_process("--data", own_folder, "ingest", article)
        assert client.get("/healthz").json()["articles"] == 1
        assert [one["name"] for one in client.get("/v1/people").json()["people"]] == ["Orsolya Quince"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def server_thread(folder: Path) -> Iterator[str]:
    """The service on a real port of this process."""
    server = uvicorn.Server(uvicorn.Config(create_app(folder), port=free_port(), log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        deadline = time.monotonic() + 30
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.02)
        assert server.started
        yield f"http://127.0.0.1:{server.config.port}"
    finally:
        server.should_exit = True
        thread.join(timeout=30)
    assert not thread.is_alive()


def test_a_real_server_gives_many_clients_the_same_answer(data_folder: Path, client: TestClient) -> None:
    expected = client.get("/v1/ask", params=QUESTION).json() | {"took_ms": 0}
    with server_thread(data_folder) as address, ThreadPoolExecutor(8) as pool:

        def ask(_: int) -> dict[str, Any]:
            response = httpx.get(f"{address}/v1/ask", params=QUESTION, timeout=30)
            body: dict[str, Any] = response.raise_for_status().json()
            return body | {"took_ms": 0}

        assert all(answer == expected for answer in pool.map(ask, range(40)))


def test_asking_goes_on_while_articles_come_in(own_folder: Path, tmp_path: Path) -> None:
    """Every answer is whole, and none fails, while another process writes."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for number in range(60):
        (inbox / f"{number}.txt").write_text(ARTICLE.replace("calm", f"calm, says report {number}"), encoding="utf-8")
    with server_thread(own_folder) as address, httpx.Client(base_url=address, timeout=30) as client:
        before = client.get("/healthz").json()["articles"]
        command = [sys.executable, "-m", "api", "--data", str(own_folder), "ingest", str(inbox)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as writer:
            asked = 0
            while writer.poll() is None or asked < 5:
                assert client.get("/v1/ask", params=QUESTION).status_code == 200
                asked += 1
        assert writer.returncode == 0
        assert client.get("/healthz").json()["articles"] == before + 60


def test_the_command_line_serves_it(data_folder: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "api", "--data", str(data_folder), "serve", "--port", str(port)]
    environment = {**os.environ, "PYTHONWARNINGS": "error"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            answer = _when_ready(f"http://127.0.0.1:{port}/v1/ask", server)
            assert answer["question"] == QUESTION["q"]
        finally:
            server.terminate()
            server.wait(timeout=30)


def _when_ready(address: str, server: subprocess.Popen[bytes]) -> dict[str, Any]:
    deadline = time.monotonic() + 60
    while True:
        try:
            body: dict[str, Any] = httpx.get(address, params=QUESTION, timeout=10).raise_for_status().json()
        except httpx.ConnectError:
            assert server.poll() is None, "the server ended by itself"
            assert time.monotonic() < deadline, "the server did not start in time"
            time.sleep(0.1)
        else:
            return body
