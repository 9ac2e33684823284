"""Ingest over three Ray nodes, one of them killed -9 in the middle: nothing lost, the same store as by one process.

usage: python -m bench.cluster_ingest [--articles N]
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import tempfile
import time
from itertools import islice
from pathlib import Path

import numpy as np

from bench.cluster_nodes import nodes
from bench.memory import articles
from corpus.ingest import Progress, ingest
from corpus.store import Store
from search.encoder import load_encoder
from search.encoder_settings import EncoderSettings
from search.index import VectorIndex

_KILLED_AFTER = 0.2  # of the articles


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--encoder", default="deep")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(f"load average before: {os.getloadavg()[0]:.1f}", flush=True)
        for line in compare(Path(folder), args.articles, args.encoder):
            print(line, flush=True)


def compare(folder: Path, count: int, encoder_name: str) -> list[str]:
    """Ingests the same articles with and without a cluster, and says how the two came out."""
    from search.cluster.connection import connected
    from search.cluster.ingest import ingest_on_cluster

    press, settings = write_press(folder / "press", count), EncoderSettings(encoder_name)
    encoder = load_encoder(settings, None)
    lines = []
    with Store.open(folder / "local") as local, Store.open(folder / "cluster") as shared:
        began = time.perf_counter()
        report = ingest([press], local, jobs=2)
        one = VectorIndex(folder / "local" / "index", encoder)
        one.sync(local)
        lines.append(f"one machine, two processes: {report.added} articles in {time.perf_counter() - began:.1f} s")
        with nodes() as cluster, connected(cluster.address):
            killed: list[str] = []
            seen = 0

            def watch(event: Progress) -> None:
                nonlocal seen
                seen += event.outcome is not None
                if not killed and seen >= _KILLED_AFTER * count:
                    ended = cluster.kill(cluster.others[0])
                    killed.append(f"{ended} processes of a node killed -9 after {seen} articles")

            index = VectorIndex(folder / "cluster" / "index", encoder)
            began = time.perf_counter()
            report = ingest_on_cluster(
                [press], shared, index, encoder=settings, fingerprint=encoder.fingerprint, on_progress=watch
            )
            lines += killed
            lines.append(f"three nodes, then two: {report.added} articles in {time.perf_counter() - began:.1f} s")
        lost = set(local.statement_ids()) - set(shared.statement_ids())
        lines.append(f"errors {len(report.errors)}, statements {report.statements}, lost {len(lost)}")
        same = local.digest() == shared.digest()
        lines.append("the same store, row for row" if same else "STORES DIFFER")
        lines.append(f"problems found by verify: {len(shared.verify())}")
        lines.append(f"vectors: {len(one)} and {len(index)}, greatest difference of a product {_apart(one, index):.1e}")
    return lines


def write_press(folder: Path, count: int) -> Path:
    """Articles of 1,500 characters: two thirds in a compressed archive, the others in files of their own."""
    folder.mkdir()
    texts = [f"Kanał {number}\n\n{article.text}" for number, article in enumerate(islice(articles(0), count))]
    files = count // 3
    for number, text in enumerate(texts[:files]):
        (folder / f"{number:06}.txt").write_text(text, encoding="utf-8")
    with gzip.open(folder / "archive.jsonl.gz", "wt", encoding="utf-8") as archive:
        for number, text in enumerate(texts[files:], files):
            archive.write(json.dumps({"id": str(number), "text": text}, ensure_ascii=False) + "\n")
    return folder


def _apart(one: VectorIndex, other: VectorIndex) -> float:
    """The greatest difference between what two indexes say of the same statements."""
    ids = one.ids
    if set(ids) != set(other.ids):
        return float("inf")
    probes = np.asarray(one.sample(20))
    first = [one.scores(probe, ids) for probe in probes]
    second = [other.scores(probe, ids) for probe in probes]
    return max(abs(a[name] - b[name]) for a, b in zip(first, second, strict=True) for name in ids)


if __name__ == "__main__":
    main()
