"""What is sent while it is made: exports, and streams of events when the service stops."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import httpx
import networkx
import pytest
from starlette.testclient import TestClient

import api.exporting
import api.shell.production
import graph.streaming
from api.app import create_app
from api.shell.production import produced
from corpus.store import Store
from graph.streaming import export_streaming
from search.engine import Engine
from tests.api.service_process import until
from tests.api.test_app_processes import server_thread


@pytest.fixture
def all_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api.exporting, "is_large", partial(api.exporting.is_large, streamed=1))


@pytest.mark.usefixtures("all_large")
def test_a_large_export_is_the_file_of_the_command(
    client: TestClient, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_streaming(engine.store, engine.scheme, tmp_path / "g.graphml")
    response = client.get("/v1/graph/export")
    assert response.headers["content-type"] == "application/graphml+xml"
    assert response.headers["content-disposition"] == 'attachment; filename="quotegraph.graphml"'
    assert "content-length" not in response.headers
    assert response.content == (tmp_path / "g.graphml").read_bytes()
    assert networkx.read_graphml(BytesIO(response.content), force_multigraph=True).number_of_nodes() > 100


@pytest.mark.usefixtures("all_large")
def test_a_failure_midway_breaks_the_connection(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph.streaming, "_AT_ONCE", 10)
    monkeypatch.setattr(api.shell.production, "_CHUNK", 1_000)
    begun = graph.streaming.walk_store

    def fails(*words: Any, **options: Any) -> Any:
        begun(*words, **options)
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr(graph.streaming, "walk_store", fails)
    with server_thread(data_folder) as address:
        with pytest.raises(httpx.RemoteProtocolError, match="incomplete chunked read"):
            httpx.get(f"{address}/v1/graph/export", timeout=30)
        assert httpx.get(f"{address}/v1/topics", timeout=30).status_code == 200


@pytest.mark.usefixtures("all_large")
def test_a_client_that_leaves_ends_the_work(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()
    statements = Store.statements

    def endless(self: Store, *words: Any, **options: Any) -> Iterator[Any]:
        try:
            while True:
                yield from statements(self, *words, **options)
        finally:
            ended.set()

    with server_thread(data_folder) as address:
        monkeypatch.setattr(Store, "statements", endless)
        with httpx.stream("GET", f"{address}/v1/graph/export", timeout=30) as response:
            assert response.status_code == 200
            assert next(response.iter_bytes())
            assert not ended.is_set()
        assert ended.wait(10)
        monkeypatch.undo()
        assert httpx.get(f"{address}/v1/topics", timeout=30).status_code == 200


def test_what_is_written_comes_in_order_and_waits_for_the_reader() -> None:
    written = 0

    def write(file: BinaryIO) -> None:
        nonlocal written
        for number in range(2_000):
            file.write(b"%08d" % number * 128)
            written += 1

    async def read() -> bytes:
        stream = produced(write)
        first = await anext(stream)
        await asyncio.sleep(0.5)
        assert written < 1_200  # a few chunks of 64 KiB ahead, not all
        return first + b"".join([chunk async for chunk in stream])

    assert asyncio.run(read()) == b"".join(b"%08d" % number * 128 for number in range(2_000))


def test_an_error_comes_after_the_bytes_before_it() -> None:
    def write(file: BinaryIO) -> None:
        file.write(b"x" * 70_000)
        raise ValueError("no more")

    async def read() -> list[int]:
        stream = produced(write)
        sizes = [len(await anext(stream))]
        with pytest.raises(ValueError, match="no more"):
            await anext(stream)
        return sizes

    assert asyncio.run(read()) == [70_000]


def test_streams_of_events_are_ended_when_the_service_stops(data_folder: Path, tmp_path: Path) -> None:
    code = (
        "import api.shell.serving as s, sys\n"
        "from pathlib import Path\n"
        "from api.service_settings import ServiceSettings\n"
        "from search.encoder_settings import EncoderSettings\n"
        "made = s._config\n"
        "def config(settings):\n"
        "    found = made(settings)\n"
        "    found.app = 'tests.api.streaming_app:create'\n"
        "    return found\n"
        "s._config = config\n"
        "if __name__ == '__main__':\n"
        "    sys.exit(s.serve(ServiceSettings(data=Path(sys.argv[1]), port=0, stop_seconds=30), EncoderSettings()))\n"
    )
    command = [sys.executable, "-W", "error", "-c", code, str(data_folder)]
    root = Path(__file__).parents[2]
    log = tmp_path / "err.txt"
    with (
        log.open("w") as errors,
        subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=errors, text=True) as process,
    ):
        try:
            assert process.stdout is not None
            address = process.stdout.readline().split()[1]

            def started() -> bool:
                assert process.poll() is None, log.read_text()
                try:
                    return httpx.get(f"{address}/problems/not-found").status_code == 200
                except httpx.TransportError:
                    return False

            until(started, "the service does not answer")
            with httpx.stream("GET", f"{address}/v1/events", timeout=30) as response:
                parts = response.iter_text()
                assert next(parts) == "data: still here\n\n"
                began = time.monotonic()
                process.send_signal(signal.SIGTERM)
                rest = "".join(parts)  # ends without an error: the stream was closed as it should be
            assert set(rest.split("\n\n")) <= {"data: still here", ""}
            assert process.wait(timeout=30) == 0
            assert time.monotonic() - began < 10
        finally:
            if process.poll() is None:
                process.kill()
    assert "Traceback" not in log.read_text()


def test_a_stream_of_events_is_not_compressed_and_not_timed(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from starlette.responses import StreamingResponse

    from api.service_settings import ServiceSettings

    app = create_app(data_folder, settings=ServiceSettings(request_seconds=0.2))

    @app.get("/v1/few")
    async def few() -> StreamingResponse:
        async def parts() -> Any:
            for _ in range(4):
                yield "data: " + "x" * 2_000 + "\n\n"
                await asyncio.sleep(0.1)

        return StreamingResponse(parts(), media_type="text/event-stream")

    with TestClient(app) as client:
        response = client.get("/v1/few", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in response.headers
    assert "etag" not in response.headers
    assert response.text.count("data: ") == 4
