"""What an article and a statement cost, fitted over stores of several sizes, and what 178 million statements need.

usage: python -m bench.scale [--statements N …] [--store FOLDER] [--prices CPU GB_MEMORY GB_DISK]

Each size is measured in a process of its own. Costs are fitted by least squares as a + b·n; the projection uses b, and
gives the 95 % interval of b with it: that of the fit alone, which knows nothing of sizes beyond those measured. Times
are processor times, which depend little on what else runs on the machine; the load is printed all the same. With
--store a data folder that is there is measured as well (a copy of it), with the encoder of its index.

Below 32,768 statements the index keeps whole vectors: smaller stores do not lie on the same line.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from shutil import copytree

import numpy as np

from bench.memory import articles as pages
from bench.resampled import STATEMENTS, articles
from corpus.extract import extract
from corpus.store import Store
from corpus.workers import Extracted
from search.cluster.extraction import Embedded
from search.encoder import load_encoder
from search.encoder_settings import EncoderSettings
from search.opening import INDEX_FOLDER, open_engine

QUOTEBANK_STATEMENTS, QUOTEBANK_ARTICLES = 178_000_000, 162_000_000
_READ = 120  # articles read to time extraction
_HOURS_OF_A_MONTH = 730
_GB = 1e9
_STUDENT = (12.71, 4.30, 3.18, 2.78, 2.57, 2.45)  # 97.5 % of Student's t with 1, 2, … degrees of freedom
_QUESTIONS = (
    "who is sceptical about cloud incentives",
    "kto jest sceptyczny wobec zachęt do sprzedaży chmury",
    "what do channel managers say about margins",
    "who said what in 2021?",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, nargs="+", default=[50_000, 75_000, 100_000, 200_000])
    parser.add_argument("--encoder", default="deep", help="for the costs of an article")
    parser.add_argument("--indexed", default="static", help="the encoder of the stores that are made; deep takes long")
    parser.add_argument("--store", type=Path, help="a data folder to be measured besides")
    parser.add_argument("--node-memory", type=float, default=64.0, help="GB of memory of a node")
    parser.add_argument(
        "--prices",
        type=float,
        nargs=3,
        default=(0.04, 0.005, 0.08),
        metavar=("CPU", "MEMORY", "DISK"),
        help="assumed: of a processor and of a GB of memory for an hour, of a GB of disk for a month",
    )
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--held", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.measure is not None:
        print(json.dumps(measured(args.measure, args.indexed)))
        return
    if args.held is not None:
        print(json.dumps(held(args.held)))
        return
    if args.store is not None:
        print(json.dumps(existing(args.store)), flush=True)
    print(f"load average before: {os.getloadavg()[0]:.1f}", flush=True)
    reading = read_costs(args.encoder)
    print(json.dumps(reading), flush=True)
    sizes = []
    for count in args.statements:
        command = [sys.executable, "-m", "bench.scale", "--measure", str(count), "--indexed", args.indexed]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        sizes.append(json.loads(done.stdout.splitlines()[-1]))
        print(json.dumps(sizes[-1]), flush=True)
    costs = {name: fitted(sizes, name) for name in sizes[0] if name != "statements"}
    for name, (start, each, off) in costs.items():
        print(f"{name}: {start:.4g} + ({each:.4g} ± {off:.2g}) a statement")
    each = {name: cost[1] for name, cost in costs.items()}
    off = {name: cost[2] for name, cost in costs.items()}
    for line in projected(reading, each, off, args.node_memory, args.prices):
        print(line)


def read_costs(encoder_name: str) -> dict[str, float]:
    """Processor seconds and bytes of reading articles and sending what was found; per article and per statement."""
    encoder = load_encoder(EncoderSettings(encoder_name), None)
    texts = list(islice(pages(0), _READ))
    extract(texts[0])
    began = time.process_time()
    found = [extract(article) for article in texts]
    extraction = time.process_time() - began
    said = [one.text for statements in found for one in statements]
    encoder.encode(said[:8])
    began = time.process_time()
    vectors = encoder.encode(said)
    embedding = time.process_time() - began
    sent, done = b"", 0
    for article, statements in zip(texts, found, strict=True):
        sent += pickle.dumps(Embedded(Extracted(article, statements), vectors[done : done + len(statements)]))
        done += len(statements)
    return {
        "characters_of_an_article": float(np.mean([len(article.text) for article in texts])),
        "statements_of_an_article": len(said) / len(texts),
        "extraction_cpu_s_an_article": extraction / len(texts),
        "embedding_cpu_s_a_statement": embedding / len(said),
        "wire_bytes_an_article": len(sent) / len(texts),
        "wire_bytes_an_article_compressed": len(zlib.compress(sent, 1)) / len(texts),
    }


def measured(count: int, encoder: str) -> dict[str, float]:
    """What a store of so many statements takes, with all that is derived from it."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        made = list(islice(articles(1), count // STATEMENTS))
        began = time.process_time()
        with Store.open(folder) as store:
            for article, said in made:
                store.put(article, said)
        storing = time.process_time() - began
        del made
        began = time.process_time()
        open_engine(folder, encoder).close()
        indexing = time.process_time() - began
        return {
            "statements": float(count),
            "storing_cpu_s": storing,
            "indexing_cpu_s": indexing,
            **in_a_fresh_process(folder),
        }


def existing(store: Path) -> dict[str, float]:
    """What a data folder that is there takes; a copy is measured, it stays as it is."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = copytree(store, Path(temporary) / "data")
        with Store.open(folder) as opened:
            count = opened.stats().statements
        return {"statements": float(count), **in_a_fresh_process(folder)}


def in_a_fresh_process(folder: Path) -> dict[str, float]:
    """What :func:`held` finds; memory that this process has freed would be used again, and not be counted."""
    command = [sys.executable, "-m", "bench.scale", "--held", str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def held(folder: Path) -> dict[str, float]:
    """Bytes on the disk and in the memory of a process that answers from a data folder, with its encoder.

    Mapped files are counted apart: the system takes their memory back where it is needed.
    """
    index = folder / INDEX_FOLDER
    words = sum(path.stat().st_size for path in index.glob("lexical*"))
    vectors = sum(path.stat().st_size for path in index.glob("vectors-*/*"))
    store = sum(path.stat().st_size for path in folder.glob("*.sqlite3*"))
    engine = open_engine(folder)
    engine.follow()
    for question in _QUESTIONS:
        engine.ask(question)
    times = []
    for question in _QUESTIONS * 5:
        began = time.process_time()
        engine.ask(question)
        times.append(time.process_time() - began)
    memory, mapped = resident_parts()
    engine.close()
    return {
        "store_bytes": float(store),
        "word_index_bytes": float(words),
        "vector_bytes": float(vectors),
        "memory_bytes": memory,
        "mapped_bytes": mapped,
        "question_cpu_s": float(np.median(times)),
    }


def resident_parts() -> tuple[float, float]:
    """Bytes of memory that this process holds: of its own, and of mapped files (Linux)."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    found = {name: 1024.0 * int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines)
             if name in ("RssAnon", "RssFile")}  # fmt: skip
    return found["RssAnon"], found["RssFile"]


def fitted(sizes: Sequence[dict[str, float]], name: str) -> tuple[float, float, float]:
    """A cost as a + b·n: a, b, and half the 95 % interval of b (not a number with two sizes or fewer)."""
    counts, values = np.array([one["statements"] for one in sizes]), np.array([one[name] for one in sizes])
    if len(sizes) == 1:
        return 0.0, float(values[0] / counts[0]), float("nan")
    each, start = np.polyfit(counts, values, 1)
    free = len(sizes) - 2
    if not free:
        return float(start), float(each), float("nan")
    left, around = values - (start + each * counts), counts - counts.mean()
    error = np.sqrt((left @ left) / free / (around @ around))
    return float(start), float(each), float(_STUDENT[min(free, len(_STUDENT)) - 1] * error)


def projected(
    reading: dict[str, float],
    each: dict[str, float],
    off: dict[str, float],
    node_memory: float,
    prices: Sequence[float],
) -> list[str]:
    """What Quotebank's size needs, from the costs of one article and one statement.

    :param off: half the interval of each cost.
    """
    count, texts = QUOTEBANK_STATEMENTS, QUOTEBANK_ARTICLES
    cpu, memory_price, disk_price = prices
    hours = (
        texts * reading["extraction_cpu_s_an_article"]
        + count * (reading["embedding_cpu_s_a_statement"] + each["storing_cpu_s"])
    ) / 3600
    disk = count * (each["store_bytes"] + each["word_index_bytes"] + each["vector_bytes"]) / _GB
    memory, memory_off = (count * one["memory_bytes"] / _GB for one in (each, off))
    nodes = int(-(-2 * memory // (0.7 * node_memory)))
    return [
        f"{count / 1e6:.0f} M statements of {texts / 1e6:.0f} M articles:",
        f"  reading, extracting, embedding, storing: {hours:,.0f} processor hours, {cpu * hours:,.0f} $; "
        f"on 64 processors {hours / 64 / 24:.1f} days",
        f"  storing by one writer: {count * each['storing_cpu_s'] / 3600:,.0f} hours of one processor",
        f"  over the network: {texts * reading['wire_bytes_an_article'] / 1e12:.2f} TB",
        f"  disk of one copy: {disk:,.0f} GB, {disk * disk_price:,.0f} $ a month",
        f"  memory of one copy: {memory:,.0f} ± {memory_off:,.0f} GB, "
        f"{memory * memory_price * _HOURS_OF_A_MONTH:,.0f} $ a month",
        f"  nodes of {node_memory:.0f} GB, filled to 70 %, for two copies: {nodes}",
    ]


if __name__ == "__main__":
    main()
