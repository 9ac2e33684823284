"""Many processes read a store and ask questions while others write it: what anybody is told, and how long it takes.

    python -m bench.contention [--readers 24] [--writers 1] [--seconds 30] [--folder FOLDER]

Every fourth reader answers questions (its index follows the store), the others list, count and look statements up. A
writer stores articles, corrects statements and has the index follow. Prints reads, writes, the slowest of each, errors
by their words, and how long the write-ahead log became; status 1 where there was an error.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from bench.contenders import Tally, ask, read, write
from bench.resampled import articles
from corpus.store import FILE_NAME, Store
from search.opening import rebuild

_FIRST = 200  # articles that are there before
_ASKING = 4  # every so many readers
_PATIENCE = 300.0  # seconds until all are ready


def run(folder: Path, readers: int, writers: int, seconds: float) -> tuple[list[Tally], int]:
    """What every process did, and how many bytes the log had at most."""
    with Store.open(folder) as store:
        for article, said in (pair for pair, _ in zip(articles(7), range(_FIRST), strict=False)):
            store.put(article, said, extractor="bench")
    rebuild(folder, "static").close()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["bench.contenders"])
    stop, tallies, ready = context.Event(), context.Queue(), context.Barrier(readers + writers + 1)
    work = [write] * writers + [ask if number % _ASKING == 0 else read for number in range(readers)]
    processes = [
        context.Process(target=one, args=(str(folder), number, ready, stop, tallies)) for number, one in enumerate(work)
    ]
    for process in processes:
        process.start()
    ready.wait(_PATIENCE)
    longest, log, until = 0, folder / f"{FILE_NAME}-wal", time.monotonic() + seconds
    while time.monotonic() < until:
        time.sleep(0.05)
        longest = max(longest, log.stat().st_size if log.exists() else 0)
    stop.set()
    found = [tallies.get(timeout=120) for _ in processes]
    for process in processes:
        process.join()
    return found, longest


def main() -> None:
    """Measures; status 1 where anybody was told of an error."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readers", type=int, default=24)
    parser.add_argument("--writers", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--folder", type=Path, help="where to work; a temporary folder when left out")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        found, longest = run(options.folder or Path(temporary), options.readers, options.writers, options.seconds)
    errors: Counter[str] = sum((one.errors for one in found), Counter[str]())
    for kind in ("read", "ask", "write"):
        of = [one for one in found if one.kind == kind]
        done, slowest = sum(one.done for one in of), max((one.slowest for one in of), default=0.0)
        print(f"{kind}: {len(of)} processes, {done} done ({done / options.seconds:.0f}/s), slowest {slowest:.2f} s")
    print(f"write-ahead log: at most {longest / 2**20:.1f} MB; errors: {sum(errors.values())}")
    for line, count in errors.most_common(10):
        print(f"{count}× {line}")
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
