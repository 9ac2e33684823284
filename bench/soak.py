"""A real server under mixed load for half an hour: questions, ingest, corrections, exports, all at once.

    python -m bench.soak [--minutes 30] [--workers 2] [--clients 4] [--folder FOLDER]

Prints a line a minute (rates, errors, memory and open files of all processes, length of the store's log),
then totals, and whether memory grows: the mean of the last quarter against that of the second. Then the folder must
verify. Status 1 after an error, a fault, or growth by more than a fifth.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from api.compose import problems
from bench.contenders import QUESTIONS
from bench.resampled import articles
from corpus.store import FILE_NAME, Store
from fuzz.kills import write_press

ROOT = Path(__file__).parents[1]
_TEXTS = 5_000
_FIRST = 100  # articles that are there before
_START = 120.0  # seconds
_EXPECTED = {200, 201, 202, 304, 404, 409, 429}  # what was deleted, decided or queued by another client meanwhile
_GROWTH = 1.2


@dataclass
class Counted:
    """What all clients did, and what they were answered that they should not be."""

    done: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    slowest: dict[str, float] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, kind: str, seconds: float, error: str | None) -> None:
        """One request."""
        with self.lock:
            self.done[kind] += 1
            self.slowest[kind] = max(self.slowest.get(kind, 0.0), seconds)
            if error:
                self.errors[f"{kind}: {error}"] += 1


class Client:
    """Requests of all kinds, one after the other, until it is told to stop."""

    def __init__(self, address: str, texts: list[str], seed: int, counted: Counted, stop: threading.Event) -> None:
        self._http = httpx.Client(base_url=address, timeout=60)
        self._texts, self._chance, self._counted, self._stop = texts, random.Random(seed), counted, stop
        self._ids: list[str] = []
        self._kinds: dict[str, tuple[int, Callable[[], httpx.Response]]] = {
            "ask": (40, lambda: self._http.get("/v1/ask", params={"q": self._chance.choice(QUESTIONS)})),
            "search": (20, self._search),
            "add": (10, lambda: self._http.post("/v1/documents", json=self._text())),
            "batch": (1, self._batch),
            "correct": (8, self._correct),
            "people": (5, lambda: self._http.get("/v1/people", params={"limit": 20})),
            "metrics": (2, lambda: self._http.get("/metrics")),
            "export": (1, lambda: self._http.get("/v1/graph/export", params={"format": "graphml"})),
        }

    def run(self) -> None:
        """Until the end."""
        names = list(self._kinds)
        weights = [self._kinds[name][0] for name in names]
        while not self._stop.is_set():
            kind = self._chance.choices(names, weights)[0]
            began, error = time.perf_counter(), None
            try:
                response = self._kinds[kind][1]()
                if response.status_code not in _EXPECTED:
                    error = f"{response.status_code} {response.text[:200]}"
            except httpx.HTTPError as trouble:
                error = type(trouble).__name__
            self._counted.take(kind, time.perf_counter() - began, error)
        self._http.close()

    def _text(self) -> dict[str, str]:
        number = self._chance.randrange(len(self._texts))
        return {"text": self._texts[number], "document": f"{number}.txt"}

    def _batch(self) -> httpx.Response:
        lines = "\n".join(json.dumps(self._text()) for _ in range(10))
        headers = {"Content-Type": "application/x-ndjson"}
        return self._http.post("/v1/documents/batch", content=lines.encode(), headers=headers)

    def _search(self) -> httpx.Response:
        response = self._http.get("/v1/search", params={"q": self._chance.choice(QUESTIONS), "limit": 20})
        if response.status_code == 200:
            self._ids = [found["id"] for found in response.json()["results"]] or self._ids
        return response

    def _correct(self) -> httpx.Response:
        if not self._ids:
            return self._search()
        body = {"role": f"role {self._chance.randrange(10**6)}"}
        return self._http.post(f"/v1/statements/{self._chance.choice(self._ids)}/corrections", json=body)


@dataclass(frozen=True)
class Moment:
    """What the service uses at one moment.

    :param resident: bytes of all its processes.
    :param files: that they have open.
    :param log: bytes of the store's write-ahead log.
    """

    resident: int
    files: int
    log: int


def measured(server: int, folder: Path) -> Moment:
    """Over the server and all that it has started."""
    resident = files = 0
    for process in _family(server):
        try:
            resident += int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
            files += len(list(Path(f"/proc/{process}/fd").iterdir()))
        except OSError:
            continue  # it has ended meanwhile
    log = folder / f"{FILE_NAME}-wal"
    return Moment(resident, files, log.stat().st_size if log.exists() else 0)


def _family(process: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        children = [int(one) for task in tasks for one in (task / "children").read_text().split()]
    except OSError:
        return []
    return [process, *(found for child in children for found in _family(child))]


def prepared(folder: Path) -> list[str]:
    """Texts for the clients to add; the data folder has some articles already."""
    press = folder / "press"
    write_press(press, _TEXTS)
    with Store.open(folder / "data") as store:
        for article, said in (pair for pair, _ in zip(articles(5), range(_FIRST), strict=False)):
            store.put(article, said, extractor="bench")
    return [path.read_text(encoding="utf-8") for path in sorted(press.iterdir())]


def soak(folder: Path, minutes: float, workers: int, clients: int) -> tuple[Counted, list[Moment]]:
    """The load; what came of it, and what was used every few seconds."""
    texts, data, counted, stop = prepared(folder), folder / "data", Counted(), threading.Event()
    command = [sys.executable, "-m", "api", "--data", str(data), "serve", "--port", "0", "--workers", str(workers)]
    moments: list[Moment] = []
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True) as server,
    ):
        try:
            assert server.stdout is not None
            address = re.search(r"http://\S+", server.stdout.readline())
            assert address, (folder / "log").read_text()
            _await(address[0])
            users = [Client(address[0], texts, number, counted, stop) for number in range(clients)]
            threads = [threading.Thread(target=user.run) for user in users]
            for thread in threads:
                thread.start()
            began = told = time.monotonic()
            while time.monotonic() - began < 60 * minutes:
                time.sleep(min(5.0, 6 * minutes))
                moments.append(measured(server.pid, data))
                if time.monotonic() - told >= 60:
                    told = time.monotonic()
                    print(line((told - began) / 60, counted, moments[-1]), flush=True)
            stop.set()
            for thread in threads:
                thread.join()
        finally:
            server.terminate()
    return counted, moments


def line(minute: float, counted: Counted, moment: Moment) -> str:
    """How it stands, in a line."""
    done = ", ".join(f"{kind} {count}" for kind, count in sorted(counted.done.items()))
    return (
        f"{minute:5.1f} min: {done}; errors {sum(counted.errors.values())}; {moment.resident / 2**20:.0f} MB, "
        f"{moment.files} files, log {moment.log / 2**20:.1f} MB"
    )


def growth(moments: list[Moment]) -> float:
    """Memory in the last quarter as a multiple of that in the second: in the first one it is still being filled."""
    quarter = max(1, len(moments) // 4)
    second, last = moments[quarter : 2 * quarter] or moments, moments[-quarter:]
    return (sum(one.resident for one in last) / len(last)) / (sum(one.resident for one in second) / len(second))


def _await(address: str) -> None:
    until = time.monotonic() + _START
    while time.monotonic() < until:
        try:
            if httpx.get(f"{address}/ready", timeout=60).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise SystemExit("the service does not become ready")


def main() -> None:
    """Soaks; status 1 where something was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--folder", type=Path, help="where to work; a temporary folder when left out")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        counted, moments = soak(folder, options.minutes, options.workers, options.clients)
        faults = problems(folder / "data")
        traces = (folder / "log").read_text(encoding="utf-8").count("Traceback")
    print(line(options.minutes, counted, moments[-1]))
    print("slowest: " + ", ".join(f"{kind} {seconds:.2f} s" for kind, seconds in sorted(counted.slowest.items())))
    files = [one.files for one in moments]
    print(f"memory × {growth(moments):.2f} from the second quarter to the last; files {min(files)} to {max(files)}")
    print(f"log at most {max(one.log for one in moments) / 2**20:.1f} MB; traces in the service's log: {traces}")
    for text, count in counted.errors.most_common(10):
        print(f"{count}× {text}")
    for fault in faults:
        print(fault)
    sys.exit(1 if counted.errors or faults or traces or growth(moments) > _GROWTH else 0)


if __name__ == "__main__":
    main()
