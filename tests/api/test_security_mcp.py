"""Keys for the Model Context Protocol over HTTP: a real server on an address of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from anyio.from_thread import start_blocking_portal
from mcp import Client

from api.security.control import AccessControl
from api.security.identity import Scope
from tests.api.test_app_processes import ROOT, free_port
from tests.api.test_mcp import ENVIRONMENT, _wait_for, command

PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
ACCEPT = {"Accept": "application/json, text/event-stream"}


@contextmanager
def serving(folder: Path, *options: str, **environment: str) -> Iterator[str]:
    port = free_port()
    with subprocess.Popen(
        [sys.executable, *command(folder, "--http", "--port", str(port), *options)],
        cwd=ROOT,
        env={**ENVIRONMENT, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            _wait_for(port, server)
            yield f"http://127.0.0.1:{port}/mcp"
        finally:
            server.terminate()
            server.wait(timeout=30)


def ping(address: str, **headers: str) -> httpx.Response:
    return httpx.post(address, json=PING, headers={**ACCEPT, **headers})


def test_on_an_address_that_others_reach_a_key_is_needed_and_reading_is_enough(own_folder: Path) -> None:
    control = AccessControl(own_folder)
    key, text = control.keys.create("assistant", Scope.READ, per_minute=5)
    with serving(own_folder, "--host", "0.0.0.0", "--allowed-host", "archive.example") as address:  # noqa: S104
        refused = ping(address)
        assert (refused.status_code, refused.json()["type"]) == (401, "/problems/unauthenticated")
        assert refused.headers["www-authenticate"].startswith("Bearer")
        assert ping(address, Authorization="Bearer qg_000000000000_" + "A" * 43).status_code == 401
        header = f"Bearer {text}"
        answered = ping(address, Authorization=header)
        assert (answered.status_code, answered.headers["ratelimit-limit"]) == (200, "5")
        assert ping(address, Authorization=header, Host="archive.example").status_code == 200
        assert ping(address, Authorization=header, Host="evil.example").status_code == 421
        assert ping(address, Authorization=header, Origin="http://evil.example").status_code == 403
        found = [ping(address, Authorization=header).status_code for _ in range(3)]
        assert found[-1] == 429
        control.revoke(key.id)
    with pytest.raises(AssertionError), serving(own_folder, "--host", "0.0.0.0", "--allowed-host", "x.example"):  # noqa: S104
        pass  # the only key is revoked: nobody could use it


def test_a_real_client_asks_with_its_key(own_folder: Path) -> None:
    import httpx2
    from mcp.client.streamable_http import streamable_http_client

    _, text = AccessControl(own_folder).keys.create("assistant", Scope.READ)
    with serving(own_folder, QUOTEGRAPH_ACCESS="keys") as address, start_blocking_portal() as portal:
        http = httpx2.AsyncClient(headers={"Authorization": f"Bearer {text}"}, timeout=30)
        with portal.wrap_async_context_manager(http):
            client = Client(streamable_http_client(address, http_client=http), read_timeout_seconds=60)
            with portal.wrap_async_context_manager(client) as entered:
                result: Any = portal.call(entered.call_tool, "stats", {})
                assert result.structured_content["statements"] > 100
        assert ping(address).status_code == 401


def test_loopback_asks_for_none(own_folder: Path) -> None:
    with serving(own_folder) as address:
        assert ping(address).status_code == 200
        assert httpx.post(address, json=PING, headers={**ACCEPT, "X-Forwarded-For": "192.0.2.1"}).status_code == 401


@pytest.mark.parametrize(
    ("options", "part"),
    [(["--host", "0.0.0.0"], "keys create"), (["--host", "archive.example"], "keys create")],  # noqa: S104
)
def test_without_a_key_that_anybody_could_show_it_does_not_start(tmp_path: Path, options: list[str], part: str) -> None:
    done = subprocess.run(
        [sys.executable, *command(tmp_path, "--http", *options)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert part in done.stderr
