"""The service as users start it: a real process on a real port."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]


class Service:
    """A running ``quotegraph serve``."""

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        self.process = process
        self.log = log
        assert process.stdout is not None
        first = process.stdout.readline()
        found = re.search(r"http://\S+", first)
        assert found, (first, log.read_text())
        self.announced = first
        self.address = found[0]

    def get(self, path: str, **more: object) -> httpx.Response:
        """Asks over a connection of its own, so that any worker may answer."""
        return httpx.get(self.address + path, timeout=60, **more)  # type: ignore[arg-type]

    def workers(self) -> set[int]:
        """Process ids of the workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return {int(pid) for pid in children if "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text()}

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Sends a signal; the exit status."""
        self.process.send_signal(number)
        return self.process.wait(timeout=60)


@contextmanager
def running(folder: Path, log: Path, *options: str, **environment: str) -> Iterator[Service]:
    """The service over a data folder, on any free port, until the end of the block.

    :param log: file for what it writes to standard error.
    """
    command = [sys.executable, "-m", "api", "--data", str(folder), "serve", "--port", "0", *options]
    variables = {**os.environ, "PYTHONWARNINGS": "error", "PYTHONPATH": str(ROOT), **environment}
    with (
        log.open("w") as errors,
        subprocess.Popen(
            command, cwd=log.parent, env=variables, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        try:
            service = Service(process, log)
            until(lambda: answers(service), "the service does not answer")
            yield service
        finally:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(timeout=40)
                except subprocess.TimeoutExpired:
                    process.kill()


def answers(service: Service) -> bool:
    """Whether it takes connections and has started."""
    assert service.process.poll() is None, service.log.read_text()
    try:
        return service.get("/problems/not-found").status_code == 200
    except httpx.TransportError:
        return False


def until(holds: object, trouble: str, seconds: float = 60) -> None:
    """Waits until a condition holds."""
    assert callable(holds)
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, trouble
        time.sleep(0.1)
