"""Articles a second from files to an index that answers, by the real command, and what each stage costs.

usage: python -m bench.end_to_end [--articles N] [--encoder NAME …] [--jobs N] [--stages N]

Articles of about 3,000 characters (:mod:`bench.long_articles`), one file each, are ingested into an empty folder by
``quotegraph ingest``. Printed are articles a second by the clock, processor time of all its processes, and the memory
that they hold together. Then each stage is measured by itself, in this process. On a machine that does other things
as well the clock says little: two cores can do 120 articles a second if one costs no more than 16.7 ms of a processor.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bench.long_articles import long_articles
from bench.stages import measured_stages
from corpus.store import Store

_EVERY = 0.25  # seconds between two looks at the memory
_POINTS = 5
_MB = 1e6


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the command.

    :param seconds: by the clock.
    :param processor: seconds of a processor, all processes together.
    :param memory: bytes that all processes held together, sampled as it went.
    """

    seconds: float
    processor: float
    memory: list[int]


def write_articles(folder: Path, count: int, seed: int) -> int:
    """Writes the articles, one file each; how many characters they have together."""
    folder.mkdir()
    characters = 0
    for article in islice(long_articles(seed), count):
        (folder / article.file_name).write_text(article.text, encoding="utf-8")
        characters += len(article.text)
    return characters


def ingested(press: Path, data: Path, encoder: str, jobs: int | None) -> Run:
    """Runs the command.

    :raises RuntimeError: it failed.
    """
    command = [sys.executable, "-m", "api", "--data", str(data), "ingest", str(press), "--encoder", encoder]
    command += ["--jobs", str(jobs)] if jobs else []
    began, memory = time.perf_counter(), []
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while True:
        ended, status, used = os.wait4(process.pid, os.WNOHANG)
        if ended:
            break
        memory.append(_held(process.pid))
        time.sleep(_EVERY)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"ingest ended with exit status {process.returncode}")
    return Run(time.perf_counter() - began, used.ru_utime + used.ru_stime, memory)


def _held(pid: int) -> int:
    """Bytes in memory of a process and all below it; pages that they share are counted once for each."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        tasks = [task for task in Path(f"/proc/{pid}/task").iterdir() if task.name != str(pid)]
        children += [child for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return 0  # it has ended meanwhile
    return pages * os.sysconf("SC_PAGE_SIZE") + sum(_held(int(child)) for child in children)


def _line(run: Run, articles: int, statements: int) -> str:
    points = [run.memory[len(run.memory) * point // _POINTS - 1] / _MB for point in range(1, _POINTS + 1)]
    cost = run.processor / articles * 1e3
    return (
        f"{articles / run.seconds:6.1f} articles/s by the clock, {cost:5.1f} ms of a processor an article,"
        f" {statements / articles:.1f} statements an article\n"
        f"         memory at each fifth: {' '.join(f'{point:.0f}' for point in points)} MB"
        f" (most: {max(run.memory) / _MB:.0f})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=3_000)
    parser.add_argument("--encoder", nargs="*", default=["deep", "static"])
    parser.add_argument("--jobs", type=int, help="processes that read; as many as the command takes by itself")
    parser.add_argument("--stages", type=int, default=500, help="articles to measure the stages with; 0 for none")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        press = Path(folder) / "press"
        characters = write_articles(press, args.articles, args.seed)
        print(f"{args.articles} articles of {characters / args.articles:.0f} characters", flush=True)
        digests = set()
        for encoder in args.encoder:
            data = Path(folder) / encoder
            run = ingested(press, data, encoder, args.jobs)
            with Store.open(data, create=False) as store:
                statements = store.stats().statements
                digests.add(store.digest())
            print(f"{encoder:8} {_line(run, args.articles, statements)}", flush=True)
        if len(digests) > 1:
            print("STORES DIFFER")
        if args.stages:
            measured_stages(sorted(press.iterdir())[: args.stages + args.stages // 4], args.stages, Path(folder))


if __name__ == "__main__":
    main()
