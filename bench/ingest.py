"""Articles a second that ``ingest`` reads, extracts and stores, with one process and with several.

usage: python -m bench.ingest [--articles N] [--jobs 1 2 …]
"""

from __future__ import annotations

import argparse
import tempfile
import time
from itertools import islice
from pathlib import Path

from bench.memory import articles
from corpus.ingest import ingest
from corpus.store import Store


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        press = Path(folder) / "press"
        press.mkdir()
        for number, article in enumerate(islice(articles(0), args.articles)):
            (press / f"{number:06}.txt").write_text(f"Kanał {number}\n\n{article.text}", encoding="utf-8")
        digests = set()
        for jobs in args.jobs:
            with Store.open(Path(folder) / str(jobs)) as store:
                started = time.perf_counter()
                report = ingest([press], store, jobs=jobs)
                seconds = time.perf_counter() - started
                digests.add(store.digest())
            print(f"{jobs} jobs: {report.articles / seconds:.1f} articles a second ({seconds:.1f} s)", flush=True)
        print("the same store" if len(digests) == 1 else "STORES DIFFER")


if __name__ == "__main__":
    main()
