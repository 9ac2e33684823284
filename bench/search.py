"""Search and answers over many statements: build, open, time of a question, bytes, recall under filters.

usage: python -m bench.search [--statements N …] [--encoder NAME] [--folder FOLDER]
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from bench.resampled import STATEMENTS, articles
from corpus.store import Store
from search.engine import Engine
from search.opening import INDEX_FOLDER, open_engine

QUESTIONS = (
    "who is sceptical about cloud incentives",
    "kto popiera programy partnerskie",
    "who doubts subscriptions",
    "kto krytykuje NIS2",
    "what do distributors say about margins",
    "co sądzą analitycy o sztucznej inteligencji",
    "who welcomes the marketplace",
    "kto jest za modelem abonamentowym",
)
ROUNDS = 5
BEST = 10
_SAME = 1e-6  # products of the same text differ by less


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, nargs="+", default=[12_000])
    parser.add_argument("--encoder", default="static")
    parser.add_argument("--folder", type=Path, help="where to keep the data; a temporary folder when left out")
    args = parser.parse_args()
    for count in args.statements:
        with tempfile.TemporaryDirectory() as temporary:
            measure((args.folder or Path(temporary)) / str(count), count, args.encoder)


def measure(folder: Path, count: int, encoder: str) -> None:
    """Builds a data folder, if it is not there yet, and prints what it costs and gives."""
    print(f"== {count:,} statements, encoder {encoder}")
    if not (folder / INDEX_FOLDER).exists():
        with Store.open(folder) as store:
            began = time.perf_counter()
            for article, said in islice(articles(1), count // STATEMENTS):
                store.put(article, said)
            print(f"store: {count / (time.perf_counter() - began):,.0f} statements a second")
        began = time.perf_counter()
        open_engine(folder, encoder).close()
        print(f"indexes: {count / (time.perf_counter() - began):,.0f} statements a second")
    began = time.perf_counter()
    engine = open_engine(folder)
    print(f"open: {time.perf_counter() - began:.2f} s")
    sizes = [path.stat().st_size for path in (folder / INDEX_FOLDER).glob("vectors-*/*")]
    print(f"vectors on the disk: {sum(sizes) / max(1, len(engine.index)):.0f} bytes a statement")
    report("search", [timed(lambda text=text: engine.search(text)) for text in QUESTIONS * ROUNDS])
    report("ask", [timed(lambda text=text: engine.ask(text)) for text in QUESTIONS * ROUNDS])
    recall(engine)
    engine.close()


def timed(run: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1000


def report(name: str, times: Sequence[float]) -> None:
    """The first round fills caches, and is told apart."""
    first, warm = times[: len(QUESTIONS)], times[len(QUESTIONS) :]
    p50, p99 = np.percentile(warm, [50, 99])
    print(f"{name}: p50 {p50:.1f} ms, p99 {p99:.1f} ms, warm; first time up to {max(first):.0f} ms")


def recall(engine: Engine) -> None:
    """How many of the ten best by exhaustive search come back, by the share of statements that a filter allows.

    Many texts are the same here, so what counts is whether as close ones come back.
    """
    ids = engine.index.ids
    vectors = engine.encoder.encode([one.statement.text for one in engine.store.statements(ids)])
    row_of = {name: row for row, name in enumerate(ids)}
    draw = np.random.default_rng(3)
    asked = engine.encoder.encode(list(QUESTIONS), query=True)
    for share in (1.0, 0.5, 0.1, 0.01, 0.0001):
        hits = expected = 0
        for vector in asked:
            rows = np.flatnonzero(draw.random(len(ids)) < share)
            products = vectors[rows] @ vector
            best = np.sort(products)[-BEST:]
            found = engine.index.search(vector, BEST, None if share == 1.0 else {ids[row] for row in rows})
            hits += sum(float(vectors[row_of[one.id]] @ vector) >= best[0] - _SAME for one in found)
            expected += len(best)
        print(f"recall@{BEST} with {share:.2%} allowed: {hits / max(1, expected):.3f}")


if __name__ == "__main__":
    main()
