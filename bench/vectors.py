"""The vector index alone, with synthetic vectors in groups: ``python -m bench.vectors [--count N] [--dimensions D]``.

Prints how fast a segment is written, its size on the disk, memory, and recall and time of a search, beside FAISS's flat
scan of the same vectors in 32-bit numbers (of as many as fit, scaled up).
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from search import segment_files
from search.segment import load_faiss
from search.segment_rows import Keys
from search.types import Vectors

CHUNK, GROUPS, QUERIES, BEST, FLAT = 100_000, 20_000, 40, 10, 500_000


def chunk(number: int, centres: Vectors) -> Vectors:
    """Vectors around the centres of groups, the same for a number at every call."""
    draw = np.random.default_rng(number)
    size, width = CHUNK, centres.shape[1]
    vectors = centres[draw.integers(0, len(centres), size)] + 0.8 * draw.standard_normal(
        (size, width), dtype=np.float32
    )
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--dimensions", type=int, default=256)
    parser.add_argument("--folder", type=Path, help="where to write; a temporary folder when left out")
    args = parser.parse_args()
    centres = np.random.default_rng(0).standard_normal((GROUPS, args.dimensions), dtype=np.float32)
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        measure(Path(folder), args.count // CHUNK, centres)


def measure(folder: Path, chunks: int, centres: Vectors) -> None:
    """Writes, reads and searches a segment."""
    asked = chunk(1_000_000, centres)[:QUERIES]
    best = np.full((QUERIES, 0), -1.0, dtype=np.float32)
    spent = 0.0

    def made() -> Iterator[tuple[Keys, Vectors]]:
        nonlocal best, spent
        for number in range(chunks):
            began = time.perf_counter()
            vectors = chunk(number, centres)
            products = asked @ vectors.T
            best = -np.sort(-np.concatenate([best, -np.sort(-products)[:, :BEST]], axis=1))[:, :BEST]
            spent += time.perf_counter() - began
            yield np.arange(number * CHUNK, (number + 1) * CHUNK), vectors

    count, width = chunks * CHUNK, centres.shape[1]
    began = time.perf_counter()
    segment_files.write(folder, count, width, made())
    print(f"{count:,} vectors of {width}: {count / (time.perf_counter() - began - spent):,.0f} written a second")
    size = sum(path.stat().st_size for path in folder.iterdir())
    began = time.perf_counter()
    segment = segment_files.read(folder, np.zeros(0, dtype=np.intp))
    print(f"{size / count:.0f} bytes a vector on the disk; opened in {time.perf_counter() - began:.2f} s")
    segment.search(asked[0], BEST, None)
    times, hits, used = [], 0, time.process_time()
    for query, expected in zip(asked, best, strict=True):
        began = time.perf_counter()
        _, products = segment.search(query, BEST, None)
        times.append(time.perf_counter() - began)
        hits += int((products >= expected[-1] - 5e-3).sum())
    used = 1000 * (time.process_time() - used) / QUERIES
    least, p50, p99 = np.percentile(np.array(times) * 1000, [0, 50, 99])
    print(
        f"search: least {least:.1f} ms, p50 {p50:.1f} ms, p99 {p99:.1f} ms, {used:.1f} ms of processors, "
        f"recall@{BEST} {hits / QUERIES / BEST:.3f}"
    )
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory at most {held:,.0f} MB, mapped files among it")
    flat(centres, count, asked)


def flat(centres: Vectors, count: int, asked: Vectors) -> None:
    """The limit that an exact scan sets."""
    index = load_faiss().IndexFlatIP(centres.shape[1])
    for number in range(min(count, FLAT) // CHUNK):
        index.add(chunk(number, centres))
    began = time.perf_counter()
    for query in asked[:10]:
        index.search(query[None], BEST)
    taken = (time.perf_counter() - began) * 100 * count / index.ntotal
    print(f"FAISS flat, one thread: {taken:.1f} ms (from {index.ntotal:,} vectors)")


if __name__ == "__main__":
    main()
