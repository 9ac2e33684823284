"""The router's waiting for its slowest shard: simulated from measured times of shards, with and without a second try.

usage: python -m bench.scale_router [--vectors N] [--serve]

A question asks all shards and waits for the last one, three times in a row (closest of the topics, closest of all,
closeness of the rest). The time of a shard is drawn from measured scans of a shard of N vectors, plus the way there and
back: measured with --serve as calls of a Ray Serve deployment, else assumed. Queues are not simulated: the times hold
while processors are free.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.vectors import CHUNK, GROUPS, chunk
from search import segment_files

_ASKED = 400
_ROUNDS = 3
_QUESTIONS = 20_000
_SHARDS = (1, 2, 8, 18, 36, 90, 178)
_DEAD = 0.01  # chance that a replica was lost and has not been noticed yet
_NOTICED = 0.1  # seconds until the connection says so
_BEST = 60

Times = npt.NDArray[np.float64]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vectors", type=int, default=1_000_000, help="of a shard")
    parser.add_argument("--dimensions", type=int, default=384)
    parser.add_argument("--serve", action="store_true", help="measure the way to a shard and back with Ray Serve")
    args = parser.parse_args()
    print(f"load average before: {os.getloadavg()[0]:.1f}", flush=True)
    scans = scan_times(args.vectors, args.dimensions)
    print(f"scan of {args.vectors:,} vectors: {_percentiles(scans)}", flush=True)
    calls = call_times() if args.serve else np.full(_ASKED, 0.002)
    print(f"call and answer: {_percentiles(calls)} ({'measured' if args.serve else 'assumed'})")
    print("| shards | p50 | p99 | p99.9 | p99 with a second try | p99, 1 % of replicas lost | extra calls |")
    print("|---|---|---|---|---|---|---|")
    for shards in _SHARDS:
        print(row(shards, scans, calls))


def scan_times(count: int, dimensions: int) -> Times:
    """Seconds that a shard of so many vectors takes, question by question."""
    centres = np.random.default_rng(0).standard_normal((GROUPS, dimensions), dtype=np.float32)
    size = min(CHUNK, count)
    with tempfile.TemporaryDirectory() as folder:
        made = (
            (np.arange(number * size, (number + 1) * size), chunk(number, centres)[:size])
            for number in range(count // size)
        )
        segment_files.write(Path(folder), count // size * size, dimensions, made)
        segment = segment_files.read(Path(folder), np.zeros(0, dtype=np.intp))
        asked = chunk(1_000_000, centres)[:_ASKED]
        segment.search(asked[0], _BEST, None)
        times = []
        for vector in asked:
            began = time.perf_counter()
            segment.search(vector, _BEST, None)
            times.append(time.perf_counter() - began)
    return np.array(times)


def call_times() -> Times:
    """Seconds that a call of a deployment takes which does nothing: a vector there, sixty keys and products back."""
    from ray import serve

    from search.cluster.connection import connected

    class Echo:
        async def closest(self, vector: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int64], object]:
            return np.zeros(_BEST, dtype=np.int64), vector[:_BEST]

    with connected("local"):
        handle = serve.run(serve.deployment(name="echo")(Echo).bind(), name="echo", route_prefix=None)
        vector, times = np.zeros(384, dtype=np.float32), []
        for _ in range(_ASKED + 20):
            began = time.perf_counter()
            handle.closest.remote(vector).result()
            times.append(time.perf_counter() - began)
        serve.shutdown()
    return np.array(times[20:])


def row(shards: int, scans: Times, calls: Times) -> str:
    """A line of the table: milliseconds."""
    draw = np.random.default_rng(shards)

    def times() -> Times:
        shape = _QUESTIONS, _ROUNDS, shards
        return draw.choice(scans, shape) + draw.choice(calls, shape)

    first = times()
    plain = first.max(axis=2).sum(axis=1)
    patience = np.quantile(scans, 0.95) + np.quantile(calls, 0.95)
    late = first > patience
    hedged = np.where(late, np.minimum(first, patience + times()), first)
    lost = draw.random(first.shape) < _DEAD
    broken = np.where(lost, _NOTICED + times(), first)
    p50, p99, p999 = 1000 * np.quantile(plain, [0.5, 0.99, 0.999])
    second, after = (1000 * np.quantile(one.max(axis=2).sum(axis=1), 0.99) for one in (hedged, broken))
    return (
        f"| {shards} | {p50:.0f} ms | {p99:.0f} ms | {p999:.0f} ms | {second:.0f} ms | {after:.0f} ms "
        f"| {100 * late.mean():.1f} % |"
    )


def _percentiles(times: Times) -> str:
    p50, p95, p99 = 1000 * np.quantile(times, [0.5, 0.95, 0.99])
    return f"p50 {p50:.1f}, p95 {p95:.1f}, p99 {p99:.1f} ms"


if __name__ == "__main__":
    main()
