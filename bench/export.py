"""The graph of a data folder as streamed GraphML, or as Parquet tables: nodes a second, memory above the idle process.

usage: python -m bench.export FOLDER [--parquet]
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from bench.memory import resident
from corpus.schemes import scheme_of
from corpus.store import Store
from graph.parquet import export_tables
from graph.streaming import export_streaming
from graph.walk import rarely_collected


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a data folder; opened, not changed")
    parser.add_argument("--parquet", action="store_true", help="tables in place of GraphML")
    args = parser.parse_args()
    with rarely_collected(), Store.open(args.folder, create=False) as store, tempfile.TemporaryDirectory() as folder:
        scheme, idle, began = scheme_of(store), resident(), time.perf_counter()
        if args.parquet:
            nodes, edges = export_tables(store, scheme, Path(folder) / "graph.parquet")
        else:
            nodes, edges = export_streaming(store, scheme, Path(folder) / "graph.graphml")
        report("Parquet" if args.parquet else "GraphML", nodes, edges, time.perf_counter() - began, idle)


def report(form: str, nodes: int, edges: int, seconds: float, idle: float) -> None:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{form}: {nodes:,} nodes, {edges:,} edges in {seconds:.1f} s: {nodes / seconds:,.0f} nodes a second, "
        f"{most - idle:.0f} MB above the idle process"
    )


if __name__ == "__main__":
    main()
