"""The service with keys, in this process and as real servers."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from starlette.testclient import TestClient

from api.app import create_app
from api.security.control import AccessControl
from api.security.identity import Scope
from api.service_settings import ServiceSettings
from tests.api.test_app_processes import ROOT, free_port

SERVER = """
import sys, uvicorn
from pathlib import Path
from api.app import create_app
from api.service_settings import ServiceSettings
settings = ServiceSettings.model_validate_json(sys.argv[3])
uvicorn.run(create_app(Path(sys.argv[1]), settings=settings), port=int(sys.argv[2]), log_level="warning", ws="none")
"""


@dataclass
class Keyed:
    """A service in this process that asks for keys."""

    client: TestClient
    control: AccessControl
    texts: dict[str, str]
    ids: dict[str, str]

    def shown(self, scope: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.texts[scope]}"}


@contextmanager
def keyed(folder: Path, **settings: Any) -> Iterator[Keyed]:
    """The service over a folder, with a key of each scope."""
    with TestClient(create_app(folder, settings=ServiceSettings(access="keys", **settings))) as client:
        control: AccessControl = client.app.state.control  # type: ignore[attr-defined]
        texts, ids = {}, {}
        for scope in Scope:
            key, texts[scope.value] = control.keys.create(f"{scope} tester", scope)
            ids[scope.value] = key.id
        yield Keyed(client, control, texts, ids)


@contextmanager
def in_process(folder: Path, **settings: Any) -> Iterator[str]:
    """A real server in a process of its own; its address."""
    port = free_port()
    chosen = ServiceSettings(**{"host": "127.0.0.1", **settings}).model_dump_json(exclude={"data"})
    command = [sys.executable, "-W", "error", "-c", SERVER, str(folder), str(port), chosen]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/healthz", server)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=30)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            httpx.get(address, timeout=10)
            return
        except httpx.ConnectError:
            assert server.poll() is None, "the server ended by itself"
            assert time.monotonic() < deadline, "the server did not start in time"
            time.sleep(0.05)


@contextmanager
def in_thread(app: Any) -> Iterator[int]:
    """A real server in a thread of this process; its port."""
    server = uvicorn.Server(uvicorn.Config(app, port=free_port(), log_level="critical", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        deadline = time.monotonic() + 30
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.02)
        assert server.started
        yield server.config.port
    finally:
        server.should_exit = True
        thread.join(timeout=30)


def raw(
    port: int, method: str, path: str, headers: dict[str, str] | None = None, host: str | None = None
) -> HTTPResponse:
    """A request whose path and Host are sent as they are."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    connection.putheader("Host", host if host is not None else f"127.0.0.1:{port}")
    for name, value in (headers or {}).items():
        connection.putheader(name, value)
    connection.endheaders()
    response = connection.getresponse()
    response.body = response.read()  # type: ignore[attr-defined]
    connection.close()
    return response
