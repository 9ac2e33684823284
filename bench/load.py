"""The service under load beside a writer: latency, errors, memory and processor time over minutes.

usage: python -m bench.load [--folder FOLDER] [--statements N] [--minutes N] [--rate N] [--workers N] [--articles N]

The folder is built when it is not there yet, and copied, so that every run begins with the same store. Server, writer
and load generator share the machine. No answer is kept anywhere between two requests; half of the questions have words
that never come twice.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

import numpy as np

from bench.load_client import Answered, Load
from bench.load_questions import questions
from bench.resampled import SAMPLES, STATEMENTS, articles
from corpus.ingest import ingest
from corpus.store import Store
from search.opening import INDEX_FOLDER, open_engine

_TICKS = os.sysconf("SC_CLK_TCK")
_EVERY = 30.0  # seconds between two looks at the processes
_NICE = 10  # of the writer, as the service runs its own ingests


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "quotegraph-load")
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--rate", type=float, default=200.0, help="questions a second")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--articles", type=float, default=1.0, help="articles a second that the writer adds; 0: none")
    parser.add_argument("--warm", type=float, default=10.0, help="seconds of load before anything is counted")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    build(args.folder, args.statements)
    with tempfile.TemporaryDirectory(dir=args.folder.parent) as temporary:
        folder = Path(shutil.copytree(args.folder, Path(temporary) / "data"))
        run(folder, args)


def build(folder: Path, statements: int) -> None:
    """A store of the samples and of articles resampled from them, with its indexes, unless it is there."""
    if (folder / INDEX_FOLDER).exists():
        return
    with Store.open(folder) as store:
        ingest([SAMPLES], store)
        for article, said in islice(articles(1), statements // STATEMENTS):
            store.put(article, said)
    open_engine(folder).close()


def run(folder: Path, args: argparse.Namespace) -> None:
    """Starts server and writer, asks, and prints what came of it."""
    seconds = 60 * args.minutes
    with Store.open(folder) as store, served(folder, args.workers) as (server, port):
        asked = questions(store, args.seed)
        print(f"load average before: {os.getloadavg()[0]:.2f}", flush=True)
        asyncio.run(Load("127.0.0.1", port, args.rate, args.warm, args.seed + 1).run(asked))
        writer = _writer(folder, args.articles, seconds) if args.articles else None
        before = used(server.pid), used(writer.pid if writer else 0), used(os.getpid(), children=False)
        answered = asyncio.run(_measured(Load("127.0.0.1", port, args.rate, seconds, args.seed), asked, server, writer))
        after = used(server.pid), used(writer.pid if writer else 0), used(os.getpid(), children=False)
        split = [f"{name} {(b - a) / seconds:.0%}" for name, a, b in zip(_NAMES, before, after, strict=True)]
        report(answered, seconds)
        print(f"processor time, of one core: {', '.join(split)}; load average after {os.getloadavg()[0]:.2f}")
        if writer is not None:
            writer.wait(60)


_NAMES = ("server", "writer", "load generator")


async def _measured(
    load: Load, asked: Iterator, server: subprocess.Popen[bytes], writer: subprocess.Popen[bytes] | None
) -> list[Answered]:
    async def watch() -> None:
        began = time.monotonic()
        while True:
            sizes = " ".join(f"{size / 2**20:.0f}" for size in _resident(server.pid))
            own = f", writer {sum(_resident(writer.pid)) / 2**20:.0f}" if writer else ""
            wal = sum(path.stat().st_size for path in _FOLDER[0].glob("**/*-wal"))
            print(
                f"{time.monotonic() - began:5.0f} s: server processes {sizes} MB of their own{own}; "
                f"write-ahead logs {wal / 2**20:.0f} MB; {len(load.results)} answered",
                flush=True,
            )
            await asyncio.sleep(_EVERY)

    watching = asyncio.create_task(watch())
    try:
        return await load.run(asked)
    finally:
        watching.cancel()


_FOLDER: list[Path] = [Path()]


def report(answered: Sequence[Answered], seconds: float) -> None:
    """Prints the distribution of times, of all and by kind, and minute by minute."""
    failed = [one for one in answered if one.error]
    print(f"{len(answered)} answers, {len(answered) / seconds:.1f} a second, {len(failed)} errors")
    for error in sorted({one.error for one in failed}):
        print(f"  {error}: {sum(one.error == error for one in failed)}")
    for kind in (None, "gold", "new"):
        times = [one.seconds * 1000 for one in answered if kind in (None, one.kind)]
        if times:
            p50, p95, p99, p999 = np.percentile(times, [50, 95, 99, 99.9])
            print(
                f"{kind or 'all':5} p50 {p50:.1f} p95 {p95:.1f} p99 {p99:.1f} p99.9 {p999:.1f} max {max(times):.0f} ms"
            )
    minutes = range(int(-(-seconds // 60)))
    parts = [[one.seconds * 1000 for one in answered if one.due // 60 == minute] for minute in minutes]
    print("p99 by minute:", " ".join(f"{np.percentile(part, 99):.0f}" for part in parts if part))
    print(f"bytes of an answer, mean: {np.mean([one.bytes for one in answered]):.0f}")


@contextmanager
def served(folder: Path, workers: int) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The real server, ready to answer."""
    _FOLDER[0] = folder
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "api", "--data", str(folder), "serve", "--port", str(port)]
    log = (folder.parent / "server.log").open("wb")
    server = subprocess.Popen([*command, "--workers", str(workers)], stdout=log, stderr=log)
    try:
        _wait(port, server)
        yield server, port
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:  # it works on what nobody waits for any more
            server.kill()
            server.wait(30)
        log.close()
        for line in (folder.parent / "server.log").read_text(errors="replace").splitlines():
            if "ERROR" in line or "Traceback" in line:
                print("server:", line)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and server.poll() is None:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            if answer.status == 200:
                return
        time.sleep(0.2)
    raise SystemExit("the server did not start")


def _writer(folder: Path, rate: float, seconds: float) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "bench.load_writer", str(folder), "--rate", str(rate), "--seconds", str(seconds)]
    return subprocess.Popen(["nice", "-n", str(_NICE), *command])


def _family(pid: int) -> list[int]:
    """A process and all below it; none for 0 or one that has ended."""
    found = [pid] if pid and Path(f"/proc/{pid}").exists() else []
    for each in found:
        with suppress(OSError):
            found += map(int, Path(f"/proc/{each}/task/{each}/children").read_text().split())
    return found


def _resident(pid: int) -> list[int]:
    """Bytes of memory that each process of a family has of its own: mapped files are shared and not counted."""
    sizes = []
    for each in _family(pid):
        with suppress(OSError, StopIteration):
            lines = Path(f"/proc/{each}/status").read_text().splitlines()
            sizes.append(1024 * int(next(line for line in lines if line.startswith("RssAnon")).split()[1]))
    return sizes


def used(pid: int, *, children: bool = True) -> float:
    """Seconds of processor time that a family of processes has used."""
    total = 0
    for each in _family(pid) if children else [pid]:
        with suppress(OSError):
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
    return total / _TICKS


if __name__ == "__main__":
    main()
