"""Questions to a service on three Ray nodes, one of them killed -9 meanwhile: every answer compared with one process's.

usage: python -m bench.cluster_serving [--seconds S] [--statements N] [--shards N]

A request that fails is counted and not repeated by whoever asks. With --balancer Ray's own balancer (HAProxy) is before
the service and repeats requests whose connection broke off.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import socket
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from api.service_settings import ServiceSettings
from bench.cluster_nodes import Nodes, family, nodes
from bench.resampled import SAMPLES, STATEMENTS, articles
from corpus.ingest import ingest
from corpus.store import Store
from search.encoder_settings import EncoderSettings
from search.opening import open_engine
from search.serialise import answer_to_dict

GOLD = Path(__file__).parents[1] / "tests" / "search" / "gold" / "questions.jsonl"
BALANCER = {"RAY_SERVE_ENABLE_HA_PROXY": "1", "RAY_SERVE_HAPROXY_RETRY_ON": "conn-failure empty-response"}
_TIMEOUT = 30.0
_TO_RECOVER = 180.0  # seconds
_REPLICA = re.compile(r"ServeReplica:quotegraph:([\w-]+)")
_FRESH = "Anna Żurawska, prezeska firmy Mervant, powiedziała: „Wodolot {} to dla kanału wielka szansa”."


@dataclass
class Outcome:
    """What came of the questions.

    :param failed: by what happened.
    :param wrong: answers that differ from those of one process.
    :param times: seconds from the start, and seconds that the answer took.
    """

    failed: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    times: list[tuple[float, float]] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=90.0)
    parser.add_argument("--statements", type=int, default=3_000)
    parser.add_argument("--shards", type=int, default=2)
    parser.add_argument("--at-once", type=int, default=4, help="questions at the same time")
    parser.add_argument("--encoder", default="deep")
    parser.add_argument("--balancer", action="store_true")
    args = parser.parse_args()
    if args.balancer:
        os.environ |= BALANCER
    with tempfile.TemporaryDirectory() as folder:
        print(f"load average before: {os.getloadavg()[0]:.1f}", flush=True)
        run(Path(folder) / "data", args)


def run(folder: Path, args: argparse.Namespace) -> None:
    """Builds a store, serves it, asks, kills a node, and prints what came of it."""
    from api.cluster.serving import start, stop
    from search.cluster.connection import connected

    wanted = answers(folder, args.statements, args.encoder)
    with nodes(3, 1) as cluster, connected(cluster.address):
        port = free_port()
        settings = ServiceSettings(data=folder, host="127.0.0.1", port=port, requests_per_minute=1_000_000)
        began = time.monotonic()
        start(settings, EncoderSettings(args.encoder), args.shards, 2)
        print(f"{args.shards} shards with 2 replicas each serve after {time.monotonic() - began:.1f} s", flush=True)
        print(f"running: {strength(cluster)}", flush=True)
        outcome, restored = asyncio.run(_load(f"http://127.0.0.1:{port}", wanted, args, cluster))
        report(outcome, args.seconds)
        print(f"back to full strength {restored:.1f} s after the kill; running: {strength(cluster)}")
        waited = fresh(f"http://127.0.0.1:{port}")
        print(f"a new statement was found by 20 questions in a row from {waited:.2f} s after the reply on")
        stop()


def answers(folder: Path, statements: int, encoder: str) -> dict[str, Any]:
    """Builds the store, and gives what one process answers to each question of the gold set."""
    with Store.open(folder) as store:
        ingest([SAMPLES], store)
        for article, said in islice(articles(1), max(0, statements // STATEMENTS)):
            store.put(article, said)
    engine = open_engine(folder, encoder)
    try:
        asked = [json.loads(line)["question"] for line in GOLD.read_text(encoding="utf-8").splitlines()]
        return {question: plain(answer_to_dict(engine.ask(question))) for question in asked}
    finally:
        engine.close()


def plain(answer: dict[str, Any]) -> Any:
    """An answer as JSON gives it, without the time that it took."""
    return json.loads(json.dumps({name: value for name, value in answer.items() if name != "took_ms"}))


async def _load(
    address: str, wanted: dict[str, Any], args: argparse.Namespace, cluster: Nodes
) -> tuple[Outcome, float]:
    outcome, began, chance = Outcome(), time.monotonic(), random.Random(1)
    restored = float("nan")

    async def ask(client: httpx.AsyncClient) -> None:
        while time.monotonic() - began < args.seconds:
            question = chance.choice(list(wanted))
            started = time.monotonic()
            try:
                answer = await client.get("/v1/ask", params={"q": question})
                if answer.status_code != httpx.codes.OK:
                    second = int(started - began)
                    outcome.failed[f"status {answer.status_code} in second {second}: {answer.text[:120]!r}"] += 1
                elif plain(answer.json()) != wanted[question]:
                    outcome.wrong.append(question)
            except httpx.HTTPError as error:
                outcome.failed[type(error).__name__] += 1
            outcome.times.append((started - began, time.monotonic() - started))

    async def kill() -> None:
        nonlocal restored
        await asyncio.sleep(args.seconds / 3)
        full, node = strength(cluster), busiest(cluster)
        lost = dict(replicas_on(cluster.raylet(node)))
        ended = cluster.kill(node)
        killed = time.monotonic()
        print(f"{ended} processes of a node killed -9 after {killed - began:.0f} s, with them {lost}", flush=True)
        while await asyncio.to_thread(strength, cluster) != full and time.monotonic() - killed < _TO_RECOVER:
            await asyncio.sleep(0.5)
        restored = time.monotonic() - killed

    async with httpx.AsyncClient(base_url=address, timeout=_TIMEOUT) as client:
        await asyncio.gather(kill(), *(ask(client) for _ in range(args.at_once)))
    return outcome, restored


def strength(cluster: Nodes) -> dict[str, int]:
    """How many replicas of each deployment run: Ray Serve says so, and there is a process."""
    from ray import serve

    alive: Counter[str] = Counter()
    for node in cluster.alive:
        alive += replicas_on(cluster.raylet(node))
    known = serve.status().applications["quotegraph"].deployments
    return {name: min(one.replica_states.get("RUNNING", 0), alive[name]) for name, one in known.items()}


def replicas_on(raylet: int) -> Counter[str]:
    """The replicas on a node, by deployment."""
    return Counter(name for _, name in replica_processes(raylet))


def replica_processes(raylet: int) -> list[tuple[int, str]]:
    """The processes of replicas on a node, with the deployment that their titles name."""
    found = [(process, _REPLICA.search(title(process))) for process in family(raylet)]
    return [(process, named[1]) for process, named in found if named]


def busiest(cluster: Nodes) -> Any:
    """The node, other than the head, with the most replicas, the application's counted most."""

    def weight(node: Any) -> int:
        found = replicas_on(cluster.raylet(node))
        return found.total() + 10 * found["front"]

    return max(cluster.others, key=weight)


def title(process: int) -> str:
    """What a process calls itself; empty when it has ended."""
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return ""


def report(outcome: Outcome, seconds: float) -> None:
    """Prints failures, wrong answers and times, before and after the kill."""
    total, failed = len(outcome.times), sum(outcome.failed.values())
    print(f"{total} questions, {total / seconds:.1f} a second; {len(outcome.wrong)} wrong answers")
    print(f"{failed} failed ({100 * failed / total:.3f} %): {dict(outcome.failed)}")
    for name, first, last in (("before", 0.0, seconds / 3), ("after", seconds / 3, seconds)):
        took = [1000 * one for at, one in outcome.times if first <= at < last]
        p50, p99 = np.percentile(took, [50, 99])
        print(f"{name} the kill: p50 {p50:.0f} ms, p99 {p99:.0f} ms, max {max(took):.0f} ms")


def fresh(address: str, headers: dict[str, str] | None = None) -> float:
    """Adds an article and asks until twenty questions in a row find it; seconds since the reply to the addition."""
    with httpx.Client(base_url=address, timeout=_TIMEOUT, headers=headers) as client:
        word = f"R{random.randrange(10**6)}"
        added = client.post("/v1/documents", json={"text": _FRESH.format(word), "language": "pl"})
        added.raise_for_status()
        began, row, found_at = time.monotonic(), 0, 0.0
        while row < 20 and time.monotonic() - began < _TIMEOUT:
            hits = client.get("/v1/search", params={"q": f"Wodolot {word}"}).json()
            found = word in json.dumps(hits, ensure_ascii=False)
            found_at = time.monotonic() - began if found and not row else found_at
            row = row + 1 if found else 0
        return found_at if row else float("inf")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


if __name__ == "__main__":
    main()
