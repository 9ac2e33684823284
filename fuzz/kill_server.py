"""Kills the service itself, with everything that it has started, while clients write over HTTP."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx

from fuzz.kill_worker import Notes

_ROOT = Path(__file__).parents[1]
_START = 120.0  # seconds


def kill_server(data: Path, press: Path, notes: Path, seed: int) -> list[str]:
    """Starts the service, adds batches, articles and corrections to it, and kills it at a random moment.

    :param notes: file for what was acknowledged.
    :returns: what was wrong before the kill.
    """
    chance = random.Random(seed)
    command = [sys.executable, "-m", "api", "--data", str(data), "serve", "--port", "0"]
    with subprocess.Popen(
        command, cwd=_ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True, text=True
    ) as server:
        trouble: list[str] = []
        try:
            assert server.stdout is not None  # noqa: S101 - it is a pipe
            found = re.search(r"http://\S+", server.stdout.readline())
            if found is None:
                return [f"the service did not start: status {server.wait()}"]
            _await_answer(found[0])
            client = threading.Thread(target=_write, args=(found[0], press, Notes(notes), chance, trouble))
            client.start()
            until = time.monotonic() + _START
            while not notes.stat().st_size and time.monotonic() < until:
                time.sleep(0.005)
            time.sleep(chance.random() * 3)
        finally:
            os.killpg(server.pid, signal.SIGKILL)
        client.join()
    return trouble


def _await_answer(address: str) -> None:
    until = time.monotonic() + _START
    while time.monotonic() < until:
        try:
            if httpx.get(f"{address}/healthz", timeout=60).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)


def _write(address: str, press: Path, notes: Notes, chance: random.Random, trouble: list[str]) -> None:
    """Writes until there is no answer any more."""
    texts = len(list(press.iterdir()))
    with httpx.Client(base_url=address, timeout=60) as client:
        try:
            while not trouble:
                names = [f"{n}.txt" for n in chance.sample(range(texts // 2, texts), chance.randrange(1, 12))]
                lines = [json.dumps({"text": (press / name).read_text("utf-8"), "document": name}) for name in names]
                if chance.random() < 0.5:
                    notes.note(begun="add", document=names[0])
                    response = client.post("/v1/documents", content=lines[0], headers={"Content-Type": _JSON})
                    if response.status_code in {200, 201}:
                        notes.note(done="add", document=names[0])
                        continue
                else:
                    # The id of the job is not known before it is answered; the ledger tells whether it was taken in.
                    notes.note(begun="job", documents=names)
                    body = "\n".join(lines).encode()
                    response = client.post("/v1/documents/batch", content=body, headers={"Content-Type": _LINES})
                    if response.status_code == 202:
                        notes.note(done="job", job=response.json()["id"], documents=names)
                        continue
                    if response.status_code in {429, 503}:
                        time.sleep(0.1)  # too many jobs wait
                        continue
                trouble.append(f"{response.status_code}: {response.text[:300]}")
        except httpx.TransportError:
            return


_JSON, _LINES = "application/json", "application/x-ndjson"
