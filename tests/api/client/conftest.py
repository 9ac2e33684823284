"""A real server process for the client, over a copy of the samples that tests may write to."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from api.client import Client
from tests.api.test_app_processes import ROOT, free_port


@contextmanager
def served(folder: Path, *options: str) -> Iterator[str]:
    """The address of ``quotegraph serve`` over a folder."""
    port = free_port()
    command = [sys.executable, "-m", "api", "--data", str(folder), "serve", "--port", str(port), *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, server)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=60)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 90
    while True:
        try:
            httpx.get(f"{address}/healthz", timeout=30)
            return
        except httpx.TransportError:
            assert server.poll() is None, "the server ended by itself"
            assert time.monotonic() < deadline, "the server did not start in time"
            time.sleep(0.1)


@pytest.fixture(scope="session")
def served_folder(data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(data_folder, tmp_path_factory.mktemp("served") / "data"))


@pytest.fixture(scope="session")
def address(served_folder: Path) -> Iterator[str]:
    with served(served_folder) as address:
        yield address


@pytest.fixture(scope="session")
def quotes(address: str) -> Iterator[Client]:
    with Client(address) as client:
        yield client
