"""The router's waiting for its slowest shard: simulated from measured times of shards, with and without lost replicas.

usage: python -m bench.scale_router [--vectors N] [--serve]

A question asks all shards and waits for the last one, three times in a row (closest of the topics, closest of all,
closeness of the rest). The time of a shard is drawn from measured scans of a shard of N vectors, plus the way there and
back: measured with --serve as calls by gRPC of a Ray Serve deployment, else assumed. The router does as the real one:
what takes four times the mean, and at least a quarter of a second, is asked of another replica as well. A replica that
is lost says so (its machine refuses connections) or is silent (its machine has no power). Queues are not simulated: the
times hold while processors are free; nor is it that Ray Serve prefers the other replica once one is silent, so that the
column of the silent ones is a bound from above until Ray has noticed the loss.
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
from search.cluster.calls import SLOW, SLOW_AT_LEAST

_ASKED = 400
_ROUNDS = 3
_QUESTIONS = 20_000
_SHARDS = (1, 2, 8, 18, 36, 90, 178)
_LOST = 0.01  # chance that a call goes to a replica whose loss Ray has not noticed yet
_REFUSED = 0.05  # seconds that Ray Serve's probe and the pause before the next call take then
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
    print("| shards | p50 | p99 | p99.9 | extra calls | p99, 1 % of calls refused | 1 % of calls silent: p50 | p99 |")
    print("|---|---|---|---|---|---|---|---|")
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
        handle = handle.options(_by_reference=False)
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

    patience = max(SLOW_AT_LEAST, SLOW * float(np.mean(scans) + np.mean(calls)))
    first = times()
    asked_again = first > patience
    plain = np.where(asked_again, np.minimum(first, patience + times()), first)
    unlucky = draw.random(first.shape) < _LOST
    refused = np.where(unlucky, _REFUSED + times(), plain)
    silent = np.where(unlucky, patience + times(), plain)
    waits = {name: 1000 * one.max(axis=2).sum(axis=1) for name, one in (("", plain), ("r", refused), ("s", silent))}
    p50, p99, p999 = np.quantile(waits[""], [0.5, 0.99, 0.999])
    after, (middle, last) = np.quantile(waits["r"], 0.99), np.quantile(waits["s"], [0.5, 0.99])
    return (
        f"| {shards} | {p50:.0f} ms | {p99:.0f} ms | {p999:.0f} ms | {100 * asked_again.mean():.2f} % "
        f"| {after:.0f} ms | {middle:.0f} ms | {last:.0f} ms |"
    )


def _percentiles(times: Times) -> str:
    p50, p95, p99 = 1000 * np.quantile(times, [0.5, 0.95, 0.99])
    return f"p50 {p50:.1f}, p95 {p95:.1f}, p99 {p99:.1f} ms"


if __name__ == "__main__":
    main()
