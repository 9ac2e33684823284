"""What is around every request: ids, limits, headers, methods, other origins; and what that costs."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, Request
from starlette.responses import StreamingResponse
from starlette.testclient import TestClient

from api.app import SECURITY_HEADERS, create_app
from api.modes import LogFormat
from api.service_settings import ServiceSettings
from api.shell import logs
from tests.api.problems import assert_problem

SETTINGS = ServiceSettings(max_body_bytes=1_000, max_head_bytes=2_048, cors_origins=("https://page.example",))
IMPATIENT = ServiceSettings(request_seconds=1.0)


def with_routes(app: FastAPI) -> FastAPI:
    @app.post("/echo")
    async def echo(request: Request) -> dict[str, int]:
        return {"bytes": len(await request.body())}

    @app.get("/slow")
    def slow() -> dict[str, str]:
        time.sleep(2.5)
        return {}

    @app.get("/stream")
    async def stream() -> StreamingResponse:
        async def parts() -> AsyncIterator[bytes]:
            for _ in range(5):
                await asyncio.sleep(0.3)
                yield b"x" * 100

        return StreamingResponse(parts(), media_type="text/plain")

    @app.get("/fails")
    def fails() -> None:
        raise RuntimeError("a secret")

    return app


@pytest.fixture(scope="module")
def small(data_folder: Path) -> Iterator[TestClient]:
    with TestClient(with_routes(create_app(data_folder, settings=SETTINGS))) as client:
        yield client


@pytest.fixture
def log() -> Iterator[StringIO]:
    names = ("", "quotegraph", "uvicorn", "uvicorn.error", "uvicorn.access")
    loggers = [logging.getLogger(name) for name in names]
    before = [(one.handlers, one.propagate, one.level) for one in loggers]
    stream = StringIO()
    logs.configure(LogFormat.JSON, stream)
    yield stream
    for one, (handlers, propagate, level) in zip(loggers, before, strict=True):
        one.handlers, one.propagate = handlers, propagate
        one.setLevel(level)


@pytest.mark.parametrize("given", ["abc", "0:1/2+3=4@5.6_7-8", "x" * 64])
def test_the_clients_request_id_is_taken(small: TestClient, given: str) -> None:
    response = small.get("/v1/nothing", headers={"X-Request-ID": given})
    assert response.headers["x-request-id"] == given
    assert assert_problem(response, 404, "/problems/not-found")["request_id"] == given


@pytest.mark.parametrize("given", ["", "x" * 65, "a b", "a\tb", 'a"b', "a{b}", "ż".encode()])
def test_an_id_that_is_not_harmless_is_replaced(small: TestClient, given: str | bytes) -> None:
    ids = {small.get("/problems/not-found", headers={"X-Request-ID": given}).headers["x-request-id"] for _ in range(3)}
    assert len(ids) == 3
    assert all(len(one) == 16 and int(one, 16) >= 0 for one in ids)


@pytest.mark.parametrize(
    ("path", "kind", "status"), [("/fails", "internal-error", 500), ("/v1/ask", "invalid-request", 422)]
)
def test_every_problem_names_the_request(small: TestClient, path: str, kind: str, status: int) -> None:
    response = small.get(path)
    assert assert_problem(response, status, f"/problems/{kind}")["request_id"] == response.headers["x-request-id"]


def test_a_body_up_to_the_limit_is_taken(small: TestClient) -> None:
    assert small.post("/echo", content=b"x" * 1_000).json() == {"bytes": 1_000}
    assert small.post("/echo", content=iter([b"x" * 500, b"x" * 500])).json() == {"bytes": 1_000}


def test_a_body_beyond_the_limit_is_refused_with_and_without_a_length(small: TestClient) -> None:
    for body in (b"x" * 1_001, iter([b"x" * 600, b"x" * 600])):
        response = small.post("/echo", content=body)
        problem = assert_problem(response, 413, "/problems/body-too-large")
        assert "1,000 bytes" in problem["detail"]
        assert response.headers["x-content-type-options"] == "nosniff"


def test_a_length_that_is_a_lie_gains_nothing(small: TestClient) -> None:
    response = small.post("/echo", content=iter([b"x" * 1_200]), headers={"Content-Length": "9" * 40})
    assert_problem(response, 413, "/problems/body-too-large")


def test_long_addresses_and_headers_are_refused(small: TestClient) -> None:
    assert small.get("/problems/not-found", params={"q": "x" * 900}).status_code == 200
    assert_problem(small.get("/problems/not-found", params={"q": "x" * 1_100}), 414, "/problems/address-too-long")
    assert_problem(small.get("/", headers={"A": "x" * 2_000}), 431, "/problems/headers-too-large")


def test_what_takes_too_long_is_answered_in_time(data_folder: Path) -> None:
    app = with_routes(create_app(data_folder, settings=IMPATIENT))

    async def asked() -> tuple[int, float, dict[str, str]]:
        began, when, status = time.perf_counter(), 0.0, 0
        headers: dict[str, str] = {}

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            nonlocal when, status
            if message["type"] == "http.response.start":
                assert not status, "two responses"
                status, when = message["status"], time.perf_counter() - began
                headers.update({name.decode(): value.decode() for name, value in message["headers"]})

        await app(scope_of("/slow"), receive, send)
        return status, when, headers

    status, when, headers = asyncio.run(asked())
    assert status == 503
    assert 1.0 <= when < 2.3
    assert headers["content-type"] == "application/problem+json"
    assert int(headers["retry-after"]) > 0


def test_a_body_that_does_not_come_is_not_waited_for(data_folder: Path) -> None:
    app = with_routes(create_app(data_folder, settings=IMPATIENT))
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(30)
        raise AssertionError

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    began = time.perf_counter()
    asyncio.run(app({**scope_of("/echo"), "method": "POST"}, receive, send))
    assert statuses == [408]
    assert time.perf_counter() - began < 5


def test_a_stream_may_take_longer_than_the_limit_once_it_has_begun(data_folder: Path) -> None:
    response = TestClient(with_routes(create_app(data_folder, settings=IMPATIENT))).get("/stream")
    assert (response.status_code, len(response.content)) == (200, 500)


def test_head_has_the_headers_of_get_and_no_body(small: TestClient) -> None:
    for path in ("/v1/topics", "/docs", "/healthz", "/v1/nothing", "/stream"):
        asked, head = small.get(path), small.head(path)
        assert head.status_code == asked.status_code
        assert head.content == b""
        for name in ("content-type", "content-length", "etag"):
            if path != "/v1/nothing":  # its body has the id of the request in it, of another length perhaps
                assert head.headers.get(name) == asked.headers.get(name)


def test_options_say_what_is_allowed(small: TestClient) -> None:
    response = small.options("/v1/topics")
    assert (response.status_code, response.headers["allow"]) == (204, "GET, HEAD, OPTIONS")
    assert small.options("/echo").headers["allow"] == "OPTIONS, POST"
    assert_problem(small.options("/v1/nothing"), 404, "/problems/not-found")


def test_other_origins_may_call_where_the_settings_say_so(small: TestClient, client: TestClient) -> None:
    asked = {"Origin": "https://page.example", "Access-Control-Request-Method": "GET"}
    allowed = small.options("/v1/topics", headers=asked)
    assert allowed.headers["access-control-allow-origin"] == "https://page.example"
    plain = small.get("/v1/topics", headers={"Origin": "https://page.example"})
    assert plain.headers["access-control-allow-origin"] == "https://page.example"
    assert "ETag" in plain.headers["access-control-expose-headers"]
    failed = small.get("/fails", headers={"Origin": "https://page.example"})
    assert failed.headers["access-control-allow-origin"] == "https://page.example"
    for client_, origin in ((small, "https://other.example"), (client, "https://page.example")):
        refused = client_.get("/v1/topics", headers={"Origin": origin})
        assert "access-control-allow-origin" not in refused.headers


def test_browsers_are_told_to_keep_to_https_only_over_https(client: TestClient) -> None:
    assert "strict-transport-security" not in client.get("/").headers
    over_https = TestClient(client.app, base_url="https://testserver").get("/")
    assert over_https.headers["strict-transport-security"] == "max-age=31536000"
    assert over_https.headers["permissions-policy"] == SECURITY_HEADERS["Permissions-Policy"]


def test_answers_are_compressed_where_the_client_takes_it(client: TestClient) -> None:
    plain = client.get("/v1/topics", headers={"Accept-Encoding": "identity"})
    packed = client.get("/v1/topics", headers={"Accept-Encoding": "gzip"})
    assert packed.json() == plain.json()
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 2
    assert "content-encoding" not in plain.headers


def test_the_log_has_routes_and_no_words_of_the_question(client: TestClient, log: StringIO) -> None:
    client.get("/v1/search", params={"q": "secret plans"})
    client.get("/v1/people/person:anna-kowalczyk/statements")
    client.get("/v1/nothing%0Alevel=error")
    found = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [(line["route"], line["status"]) for line in found] == [
        ("/v1/search", 200),
        ("/v1/people/{person_id}/statements", 200),
        ("unmatched", 404),
    ]
    assert "secret" not in log.getvalue()
    assert "anna" not in log.getvalue()
    assert len({line["request_id"] for line in found}) == 3


def test_questions_are_logged_where_that_is_switched_on(data_folder: Path, log: StringIO) -> None:
    with TestClient(create_app(data_folder, settings=ServiceSettings(log_queries=True))) as client:
        client.get("/v1/search", params={"q": "plans"})
    line = json.loads(log.getvalue().splitlines()[-1])
    assert (line["path"], line["query"]) == ("/v1/search", "q=plans")


def test_a_failure_is_in_the_log_with_its_trace_and_the_requests_id(small: TestClient, log: StringIO) -> None:
    identifier = small.get("/fails").headers["x-request-id"]
    failure, line = (json.loads(line) for line in log.getvalue().splitlines())
    assert failure["request_id"] == line["request_id"] == identifier
    assert "RuntimeError: a secret" in failure["trace"]
    assert (line["status"], line["route"]) == (500, "/fails")


@pytest.mark.parametrize("value", ["two\nlines", "level=error", 'a"b', "\x1b[31m"])
def test_what_clients_send_makes_no_line_and_no_field_of_its_own(value: str) -> None:
    record = logging.makeLogRecord({"msg": "request", "levelname": "INFO", "path": value})
    line = logs.TextLines().format(record)
    assert line.endswith(f"path={json.dumps(value)}")
    assert line.isprintable()
    assert json.loads(logs.JsonLines().format(record))["path"] == value


def scope_of(path: str) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"localhost"), (b"accept-encoding", b"gzip")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
        "state": {},
    }


def test_the_layers_cost_little(data_folder: Path) -> None:
    """Processor time of an empty route with and without them; 0.2 ms on two slow cores, and it must stay below 0.6."""

    def made(*, layers: bool) -> FastAPI:
        app = create_app(data_folder)
        app.state.access.engine()

        @app.get("/v1/topics/empty")
        async def empty() -> dict[str, str]:
            return {}

        if not layers:
            app.user_middleware.clear()
        return app

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        pass

    async def cost(app: FastAPI) -> float:
        best = 1.0
        for _ in range(30):
            began = time.process_time()
            for _ in range(50):
                await app(scope_of("/v1/topics/empty"), receive, send)
            best = min(best, (time.process_time() - began) / 50)
        return best

    apps = made(layers=False), made(layers=True)
    bare, full = (asyncio.run(cost(app)) for app in apps)
    for app in apps:
        app.state.access.close()
    assert full - bare < 0.6e-3
