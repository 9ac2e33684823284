"""``quotegraph serve`` as real processes: workers, writes seen by all, stopping, what is said where it cannot start."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.shell.serving import listen
from corpus.errors import UsageError
from corpus.store import Store
from tests.api.service_process import ROOT, Service, running, until


@pytest.fixture(scope="module")
def folder(data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    import shutil

    return Path(shutil.copytree(data_folder, tmp_path_factory.mktemp("serve") / "data"))


@pytest.fixture(scope="module")
def two(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    log = tmp_path_factory.mktemp("log") / "err.txt"
    with running(folder, log, "--workers", "2", "--log-format", "json") as service:
        yield service


def lines(service: Service) -> list[dict[str, object]]:
    return [json.loads(line) for line in service.log.read_text().splitlines()]


def served_by(service: Service) -> set[int]:
    """The workers that have answered so far, as the metrics tell them apart."""
    text = service.get("/metrics").text
    return {int(line.split('"')[1]) for line in text.splitlines() if line.startswith("quotegraph_process_resident")}


def test_both_workers_answer_and_are_counted_together(two: Service) -> None:
    until(lambda: len(two.workers()) == 2, "there are not two workers")
    for _ in range(30):
        assert two.get("/v1/topics").status_code == 200
    until(lambda: two.get("/v1/topics").status_code == 200 and served_by(two) >= two.workers(), "one never answers")
    text = two.get("/metrics").text
    counted = [line for line in text.splitlines() if 'route="/v1/topics",status="200"' in line]
    assert len(counted) == 1  # not one for each worker
    assert float(counted[0].split()[-1]) >= 31


def test_a_correction_is_seen_by_every_worker(two: Service, folder: Path) -> None:
    found = two.get("/v1/search", params={"q": "cloud incentives", "limit": 1}).json()["results"][0]
    address = f"/v1/statements/{found['id']}"
    before = [two.get(address) for _ in range(6)]
    assert len({response.headers["etag"] for response in before}) == 1  # workers agree on the state
    with Store.open(folder) as store:
        store.correct(found["id"], author="tester", role="Chief Sceptic")
    after = [two.get(address, headers={"If-None-Match": before[0].headers["etag"]}) for _ in range(12)]
    assert [response.status_code for response in after] == [200] * 12
    assert {response.json()["role"] for response in after} == {"Chief Sceptic"}
    # Each follows what changed by itself, within a second; from then on they agree again.
    until(lambda: len({two.get(address).headers["etag"] for _ in range(8)}) == 1, "the workers do not agree")
    again = two.get(address, headers={"If-None-Match": two.get(address).headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_dead_worker_is_replaced(two: Service) -> None:
    until(lambda: len(two.workers()) == 2, "there are not two workers")
    victim = min(two.workers())
    os.kill(victim, signal.SIGKILL)
    until(lambda: len(two.workers() - {victim}) == 2, "the worker was not replaced")
    assert {two.get("/v1/topics").status_code for _ in range(20)} == {200}
    assert f'pid="{victim}"' not in two.get("/metrics").text


def test_the_log_has_a_line_for_each_request_and_nothing_that_was_asked(two: Service) -> None:
    response = two.get(
        "/v1/search", params={"q": "a very secret question"}, headers={"X-Request-ID": "req-7", "Authorization": "qg_x"}
    )
    assert response.headers["x-request-id"] == "req-7"
    until(lambda: any(line.get("request_id") == "req-7" for line in lines(two)), "no line in the log")
    line = next(line for line in lines(two) if line.get("request_id") == "req-7")
    assert {name: line[name] for name in ("event", "method", "route", "status")} == {
        "event": "request",
        "method": "GET",
        "route": "/v1/search",
        "status": 200,
    }
    assert float(str(line["ms"])) > 0
    assert "secret" not in two.log.read_text()
    assert "qg_x" not in two.log.read_text()


def test_several_workers_stop_with_status_0(folder: Path, tmp_path: Path) -> None:
    with running(folder, tmp_path / "err.txt", "--workers", "2") as service:
        until(lambda: len(service.workers()) == 2, "there are not two workers")
        workers = service.workers()
        assert service.stop() == 0
    assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_request_at_hand_is_finished_when_the_service_stops(folder: Path, tmp_path: Path, number: int) -> None:
    with running(folder, tmp_path / "err.txt") as service:
        host, port = service.address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as client:
            client.sendall(b"GET /v1/graph/export?format=gexf HTTP/1.1\r\nHost: localhost\r\n\r\n")
            time.sleep(0.05)
            service.process.send_signal(number)
            received = b""
            while part := client.recv(65536):
                received += part
        assert received.startswith(b"HTTP/1.1 200")
        assert received.rstrip().endswith(b"</gexf>")
        assert service.process.wait(timeout=40) == 0
    assert "Traceback" not in service.log.read_text()


def test_a_port_in_use_is_named_with_the_remedy(folder: Path, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        command = [sys.executable, "-m", "api", "--data", str(folder), "serve", "--port", port]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert done.stderr == (
        f"quotegraph: --port: {port} on 127.0.0.1 is in use by another program "
        "(give another --port, or 0 for any free one)\n"
    )


@pytest.mark.parametrize(("host", "words"), [("192.0.2.77", "no address of this machine"), ("no such", "no address")])
def test_an_address_that_cannot_be_listened_on_is_named(host: str, words: str) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        listen(host, 0)
    assert caught.value.source == "--host"


def test_it_starts_without_a_store_and_takes_it_up(data_folder: Path, tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "later"
    with running(folder, tmp_path / "err.txt") as service:
        assert service.get("/ready").status_code == 503
        assert "quotegraph_store_open 0.0" in service.get("/metrics").text
        shutil.copytree(data_folder, folder)
        assert service.get("/ready").json()["status"] == "ready"
        assert "quotegraph_store_open 1.0" in service.get("/metrics").text
        assert service.get("/v1/stats").json()["articles"] == 28
        assert service.stop() == 0


def test_a_header_without_end_costs_neither_memory_nor_the_connection(two: Service) -> None:
    host, port = two.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as client:
        received = b""

        def read() -> None:
            nonlocal received
            try:
                while part := client.recv(4096):
                    received += part
            except ConnectionError:
                pass

        reader = threading.Thread(target=read)
        reader.start()
        try:
            client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nLong: ")
            for _ in range(100):
                client.sendall(b"a" * 16384)
                time.sleep(0.01)
        except ConnectionError:
            pass
        reader.join(timeout=20)
    assert received.startswith(b"HTTP/1.1 431 ")
    assert two.get("/v1/topics").status_code == 200


def test_a_body_that_is_too_large_is_refused_and_the_next_request_is_answered(two: Service) -> None:
    with httpx.Client(base_url=two.address, timeout=60) as client:
        response = client.post("/v1/ask", content=b"x" * 20_000_001)
        assert (response.status_code, response.json()["type"]) == (413, "/problems/body-too-large")
        assert client.get("/v1/topics").status_code == 200


def test_who_must_make_a_key_is_told_how(folder: Path, tmp_path: Path) -> None:
    with running(folder, tmp_path / "err.txt", "--access", "keys") as service:
        assert service.process.stdout is not None
        assert "`quotegraph keys create NAME`" in service.process.stdout.readline()
        assert service.get("/v1/topics").status_code == 401
        assert service.get("/ready").status_code == 200
