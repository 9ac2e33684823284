"""The graph of a data folder as streamed GraphML: nodes a second, memory above the idle process.

usage: python -m bench.export FOLDER
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
from graph.streaming import export_streaming


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a data folder; opened, not changed")
    args = parser.parse_args()
    with Store.open(args.folder, create=False) as store, tempfile.TemporaryDirectory() as folder:
        scheme, idle, began = scheme_of(store), resident(), time.perf_counter()
        nodes, edges = export_streaming(store, scheme, Path(folder) / "graph.graphml")
        report("GraphML", nodes, edges, time.perf_counter() - began, idle)


def report(form: str, nodes: int, edges: int, seconds: float, idle: float) -> None:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{form}: {nodes:,} nodes, {edges:,} edges in {seconds:.1f} s: {nodes / seconds:,.0f} nodes a second, "
        f"{most - idle:.0f} MB above the idle process"
    )


if __name__ == "__main__":
    main()
