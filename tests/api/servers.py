"""Real server processes over a data folder."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
FINAL = {"done", "failed", "cancelled"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Served:
    """A server process, in a process group of its own."""

    process: subprocess.Popen[bytes]
    client: httpx.Client

    def kill_all(self) -> None:
        """As a power cut: the server and everything that it has started, at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=30)

    def kill(self) -> None:
        """The server alone."""
        self.process.kill()
        self.process.wait(timeout=30)

    def stop(self) -> None:
        """In good order."""
        self.process.terminate()
        assert self.process.wait(timeout=60) in (0, -signal.SIGTERM)


@contextmanager
def served(folder: Path, **settings: object) -> Iterator[Served]:
    """The service in a process of its own; warnings are errors there, too."""
    port = free_port()
    said = {f"QUOTEGRAPH_{name.upper()}": str(value) for name, value in settings.items()}
    environment = {**os.environ, "PYTHONWARNINGS": "error", "PYTHONPATH": str(ROOT), **said}
    command = [sys.executable, "-m", "api", "--data", str(folder), "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True, stdout=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            deadline = time.monotonic() + 60
            while True:
                assert process.poll() is None, "the server ended by itself"
                try:
                    client.get("/openapi.json")
                    break
                except httpx.TransportError:
                    assert time.monotonic() < deadline, "the server did not start in time"
                    time.sleep(0.1)
            yield Served(process, client)
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                raise


def ended(client: Any, job: str, seconds: float = 90) -> dict[str, Any]:
    """The job once it has ended."""
    deadline = time.monotonic() + seconds
    while True:
        found: dict[str, Any] = client.get(f"/v1/jobs/{job}").json()
        if found["state"] in FINAL:
            return found
        assert time.monotonic() < deadline, found
        time.sleep(0.1)
