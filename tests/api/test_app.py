"""The service as a whole: problems, headers, description, other processes' writes, and a real server."""

from __future__ import annotations

import json
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
import pytest
import uvicorn
from pydantic import BaseModel
from starlette.testclient import TestClient

from api import schemas
from api.app import SECURITY_HEADERS, create_app
from api.compose import rebuild_index
from api.problems import KINDS, Problem
from corpus.backup import restore
from corpus.store import Store
from search.engine import Engine

ROOT = Path(__file__).parents[2]
ARTICLE = """Edge routers win a fan

The market is calm. "Quantum toasters will change the reseller business," said Orsolya Quince, director of Brindlewick.
"""
PROBLEM = "application/problem+json"
QUESTION = {"q": "who is sceptical about cloud incentives"}


def in_another_process(*arguments: str | Path) -> None:
    subprocess.run([sys.executable, "-m", "api", *map(str, arguments)], cwd=ROOT, check=True, capture_output=True)


def assert_problem(response: Any, status: int, kind: str) -> dict[str, Any]:
    assert (response.status_code, response.headers["content-type"]) == (status, PROBLEM)
    body: dict[str, Any] = response.json()
    Problem.model_validate(body)
    assert (body["status"], body["type"]) == (status, kind)
    return body


@pytest.mark.parametrize("path", ["/", "/docs", "/openapi.json", "/healthz", "/v1/topics", "/v1/ask", "/v1/nothing"])
def test_every_response_has_the_security_headers(client: TestClient, path: str) -> None:
    response = client.get(path, headers={"Origin": "https://elsewhere.example"})
    for name, value in SECURITY_HEADERS.items():
        if not (path == "/docs" and name == "Content-Security-Policy"):
            assert response.headers[name] == value
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert not [name for name in response.headers if name.startswith("access-control-")]


def test_an_unforeseen_failure_tells_the_client_nothing_of_its_cause(
    data_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(data_folder)

    @app.get("/fails")
    def fails() -> None:
        raise RuntimeError("a secret of the server")

    with TestClient(app) as client:
        response = client.get("/fails")
        assert_problem(response, 500, "/problems/internal-error")
        assert "secret" not in response.text
        assert "Traceback" not in response.text
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "a secret of the server" in caplog.text  # the log has what the client has not
        assert client.get("/healthz").status_code == 200


def test_unknown_addresses_and_methods_are_problems(client: TestClient) -> None:
    body = assert_problem(client.get("/v1/nothing"), 404, "/problems/not-found")
    assert body["instance"] == "/v1/nothing"
    response = client.delete("/v1/topics")
    assert_problem(response, 405, "about:blank")
    assert "GET" in response.headers["allow"]


def test_every_kind_of_problem_is_described_where_its_type_points(client: TestClient) -> None:
    for kind in KINDS.values():
        body = client.get(kind.type).json()
        assert body == {
            "type": kind.type,
            "title": kind.title,
            "status": int(kind.status),
            "explanation": kind.explanation,
        }
    assert_problem(client.get("/problems/unheard-of"), 404, "/problems/not-found")


def test_the_start_page_links_to_addresses_that_answer(client: TestClient) -> None:
    links = client.get("/").json()["links"]
    assert {name: client.get(path).status_code for name, path in links.items()} == dict.fromkeys(links, 200)


def test_health_counts_what_is_there(client: TestClient, engine: Engine) -> None:
    stats, body = engine.store.stats(), client.get("/healthz").json()
    assert body.pop("version")
    assert body == {
        "status": "ok",
        "articles": stats.articles,
        "statements": stats.statements,
        "encoder": {"name": engine.encoder.name, "dimensions": engine.encoder.dimensions},
    }


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
        response = client.get("/v1/ask", params=QUESTION)
        if response.status_code != 200:  # the index is still that of the store before
            assert_problem(response, 503, "/problems/index-mismatch")
            assert str(own_folder) not in response.text
        rebuild_index(own_folder)
        assert client.get("/healthz").json()["articles"] == with_article - 1
        assert client.get("/v1/ask", params=QUESTION).status_code == 200


def operations(client: TestClient) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in client.get("/openapi.json").json()["paths"].items():
        for operation in methods.values():
            yield path, operation


def test_the_description_is_complete(client: TestClient) -> None:
    api = client.get("/openapi.json").json()
    assert api["openapi"].startswith("3.1")
    assert {path for path, _ in operations(client)} == {
        "/",
        "/healthz",
        "/problems/{name}",
        "/v1/ask",
        "/v1/search",
        "/v1/statements/{statement_id}",
        "/v1/people",
        "/v1/people/{person_id}/statements",
        "/v1/topics",
        "/v1/graph/export",
    }
    for path, operation in operations(client):
        assert operation["summary"], path
        assert operation["description"], path
        assert operation["tags"], path
        for parameter in operation.get("parameters", []):
            assert parameter["in"] == "path" or parameter.get("description"), (path, parameter["name"])
        for status, response in operation["responses"].items():
            expected = {PROBLEM} if int(status) >= 400 else set(response["content"])
            assert set(response["content"]) == expected, (path, status)
    assert "HTTPValidationError" not in api["components"]["schemas"]


def test_every_reference_of_the_description_leads_somewhere(client: TestClient) -> None:
    api = client.get("/openapi.json").json()
    text = json.dumps(api)
    named = {part.split('"', 1)[0] for part in text.split('"#/components/schemas/')[1:]}
    assert "Problem" in named
    assert named <= set(api["components"]["schemas"])


@pytest.mark.parametrize(
    "model", [m for m in vars(schemas).values() if isinstance(m, type) and issubclass(m, BaseModel)] + [Problem]
)
def test_examples_fit_their_models(model: type[BaseModel]) -> None:
    extra = model.model_config.get("json_schema_extra", {})
    examples = extra["examples"] if isinstance(extra, dict) and "examples" in extra else []
    for example in examples:
        assert set(example) <= set(model.model_fields)
        again = model.model_validate(example).model_dump(mode="json", exclude_none=model is Problem)
        assert again == example


def test_the_documentation_needs_no_script_and_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/docs").text
    for path, operation in operations(client):
        assert f"GET {path}<" in page
        assert operation["summary"] in page
    assert "<script" not in page
    assert "//" not in page.replace("https://example.com", "")


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
