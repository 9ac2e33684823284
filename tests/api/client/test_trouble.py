"""What the client does when the service is busy, broken, silent or something else: a real socket that misbehaves."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from api.client import (
    AsyncClient,
    Client,
    ConnectionFailed,
    ProblemError,
    RateLimited,
    Retries,
    ServerFailed,
    Unavailable,
    UnexpectedResponse,
)
from api.client.errors import seconds_of
from tests.api.test_app_processes import free_port

HEALTH = {
    "status": "ok",
    "version": "9",
    "articles": 1,
    "statements": 2,
    "encoder": {"name": "deep", "dimensions": 256, "speed": 3},
    "weather": "fair",
}
QUICK = Retries(attempts=3, first_wait=0.02)


@dataclass
class Reply:
    status: int = 200
    body: bytes = json.dumps(HEALTH).encode()
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    after: float = 0.0


@dataclass
class Service:
    """Gives the replies in turn, the last one for ever."""

    replies: list[Reply]
    seen: list[tuple[str, str, float]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def misbehaving(*replies: Reply) -> Iterator[tuple[str, Service]]:
    service = Service(list(replies))

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            service.seen.append((self.command, self.path, time.monotonic()))
            service.headers.append({name.lower(): value for name, value in self.headers.items()})
            reply = service.replies.pop(0) if len(service.replies) > 1 else service.replies[0]
            time.sleep(reply.after)
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body) if reply.length is None else reply.length))
            self.end_headers()
            self.wfile.write(reply.body)
            if reply.length is not None:
                self.close_connection = True

        do_GET = do_POST = answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


BUSY = Reply(503, b'{"type": "/problems/store-unavailable", "title": "Store unavailable", "detail": "Busy."}')


def test_reading_is_tried_again_and_writing_is_not() -> None:
    with misbehaving(BUSY, BUSY, Reply()) as (address, service), Client(address, retries=QUICK) as client:
        assert client.health().articles == 1
        assert [method for method, _, _ in service.seen] == ["GET"] * 3
    with misbehaving(BUSY) as (address, service), Client(address, retries=QUICK) as client:
        with pytest.raises(Unavailable) as raised:
            client.documents.add("words")
        assert (raised.value.kind, raised.value.detail) == ("store-unavailable", "Busy.")
        assert len(service.seen) == 1
        with pytest.raises(Unavailable):
            client.health()
        assert len(service.seen) == 1 + QUICK.attempts


def test_the_service_says_when_to_come_again() -> None:
    soon = Reply(429, b"{}", {"Retry-After": "1"})
    with misbehaving(soon, Reply()) as (address, service), Client(address, retries=QUICK) as client:
        client.health()
        (_, _, first), (_, _, second) = service.seen
        assert 1.0 <= second - first < 5
    late = Reply(429, b'{"title": "Too many requests"}', {"Retry-After": "3600"})
    with misbehaving(late) as (address, service), Client(address) as client:
        with pytest.raises(RateLimited) as raised:
            client.health()
        assert raised.value.retry_after == 3600
        assert len(service.seen) == 1


def test_a_date_to_come_again_is_understood() -> None:
    later = datetime.now(UTC) + timedelta(seconds=100)
    assert 95 < (seconds_of(format_datetime(later, usegmt=True)) or 0) <= 100
    assert seconds_of("soon") is None
    assert seconds_of("-3") == 0


def test_other_faults_are_not_tried_again() -> None:
    fault = Reply(500, b"<html>oops</html>", {"X-Request-ID": "abc"})
    with misbehaving(fault) as (address, service), Client(address, retries=QUICK) as client:
        with pytest.raises(ServerFailed) as raised:
            client.health()
        assert (raised.value.status, raised.value.request_id, len(service.seen)) == (500, "abc", 1)
        assert str(raised.value) == "500 Internal Server Error"
    with misbehaving(Reply(302, b"", {"Location": "http://evil.example/"})) as (address, service):
        with Client(address, "qg_secret") as client, pytest.raises(ProblemError) as told:
            client.health()
        assert told.value.status == 302
        assert service.headers[0]["authorization"] == "Bearer qg_secret"


def test_nobody_there_is_told_after_some_tries() -> None:
    address = f"http://127.0.0.1:{free_port()}"
    began = time.monotonic()
    with Client(address, retries=QUICK) as client, pytest.raises(ConnectionFailed, match=address):
        client.health()
    assert time.monotonic() - began < 10

    async def work() -> None:
        async with AsyncClient(address, retries=QUICK) as other:
            with pytest.raises(ConnectionFailed, match=address):
                await other.health()

    asyncio.run(work())


def test_silence_ends_after_the_time_given() -> None:
    with misbehaving(Reply(after=1.5)) as (address, service):
        with Client(address, timeout=0.2, retries=Retries(attempts=1)) as client, pytest.raises(ConnectionFailed):
            client.health()
        assert len(service.seen) == 1


def test_something_else_at_the_address_is_told() -> None:
    no_json = pytest.raises(UnexpectedResponse, match="no JSON")
    with misbehaving(Reply(body=b"<html>")) as (address, _), Client(address) as client, no_json:
        client.health()
    for wrong in ({"status": "ok"}, {**HEALTH, "articles": "many"}, {**HEALTH, "encoder": None}, []):
        other = Reply(body=json.dumps(wrong).encode())
        no_health = pytest.raises(UnexpectedResponse, match="Health")
        with misbehaving(other) as (address, _), Client(address) as client, no_health:
            client.health()


def test_new_fields_are_kept_aside() -> None:
    with misbehaving(Reply()) as (address, _), Client(address) as client:
        found = client.health()
    assert found.extra == {"weather": "fair"}
    assert found.encoder.extra == {"speed": 3}
    assert found.encoder.dimensions == 256


def test_a_file_that_breaks_off_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "graph.graphml"
    path.write_text("the one before")
    short = Reply(body=b"<graphml>", length=5000)
    with misbehaving(short) as (address, _), Client(address) as client, pytest.raises(ConnectionFailed):
        client.graph.save_export(path)
    assert path.read_text() == "the one before"
    assert list(tmp_path.iterdir()) == [path]


def event(number: int, kind: str, state: str) -> bytes:
    job = {
        "id": "j1", "kind": "ingest", "state": state, "author": "eva", "cancelling": False, "problem": None,
        "progress": {"documents": 2, "done": number, "added": 0, "replaced": 0, "unchanged": 0, "failed": 0,
                     "statements": 0, "current": None},
        "created_at": "2026-03-01T12:00:00+00:00", "started_at": None, "finished_at": None, "events": "/e",
    }  # fmt: skip
    return f"id: {number}-0\nevent: {kind}\ndata: {json.dumps(job)}\n\n".encode()


@pytest.mark.parametrize("asynchronous", [False, True])
def test_events_go_on_where_the_connection_broke_off(asynchronous: bool) -> None:
    stream = {"Content-Type": "text/event-stream"}
    first = Reply(body=event(1, "progress", "running"), headers=stream, length=9999)
    second = Reply(body=event(2, "end", "done"), headers=stream)
    with misbehaving(first, second) as (address, service):
        if asynchronous:

            async def work() -> list[str]:
                async with AsyncClient(address, retries=QUICK) as client:
                    return [one.id async for one in client.jobs.events("j1")]

            found = asyncio.run(work())
        else:
            with Client(address, retries=QUICK) as client:
                found = [one.id for one in client.jobs.events("j1")]
        assert found == ["1-0", "2-0"]
        assert [one.get("last-event-id") for one in service.headers] == [None, "1-0"]


@pytest.mark.parametrize("address", ["127.0.0.1:8000", "ftp://example.com", "http://"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="is no address of a service"):
        Client(address)
