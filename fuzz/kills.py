"""kill -9 at random moments of ingest, corrections, merges, deleting, index changes, exports and backups.

    python -m fuzz.kills [--kills 200] [--seed 1] [--folder FOLDER]

After each kill, store and index must verify, the graph that follows must equal the one built anew, and every write
that was acknowledged must be there; what was under way is there whole or not at all. Prints what was found; status 1
after a fault.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import networkx as nx

from api.compose import problems
from bench.resampled import articles
from corpus.backup import read_manifest
from corpus.ingest import ingest
from corpus.schemes import scheme_of
from corpus.store import Store
from graph.build import build
from graph.live import LiveGraph

_ROOT = Path(__file__).parents[1]
_TEXTS = 3_000
_GRAPH_EVERY = 10  # kills


def write_press(folder: Path, count: int) -> None:
    """Articles with direct quotations, no two the same."""
    folder.mkdir()
    for number, (article, said) in zip(range(count), articles(7), strict=False):
        quoted = [
            f"– {one.text} – mówi {one.speaker.name}, {one.role} firmy {one.firm}." for one in said if one.speaker
        ]
        text = "\n\n".join([f"{article.headline}", *quoted])
        (folder / f"{number}.txt").write_text(text + "\n", encoding="utf-8")


class Expected:
    """What must be there, by the notes of the worker."""

    def __init__(self) -> None:
        self.present: dict[str, bool] = {}
        self.roles: dict[int, tuple[str, str]] = {}
        self.undone: set[int] = set()
        self.merges: dict[int, bool] = {}
        self.files: list[Path] = []
        self.counted: Counter[str] = Counter()
        self.cut_short: Counter[str] = Counter()

    def read(self, notes: Path) -> dict[str, Any] | None:
        """Takes the notes in; what was under way at the end, if anything was."""
        under_way: dict[str, Any] | None = None
        for line in notes.read_text(encoding="utf-8").splitlines():
            try:
                what = json.loads(line)
            except ValueError:
                break  # the note itself was cut short
            if "begun" in what:
                under_way = what
            else:
                under_way = None
                self._take(what)
        if under_way is not None:
            self.cut_short[under_way["begun"]] += 1
        return under_way

    def _take(self, what: dict[str, Any]) -> None:
        kind = what["done"]
        self.counted[kind] += 1
        if kind in {"add", "delete"}:
            self.present[what["document"]] = kind == "add"
        elif kind == "correct":
            self.roles[what["correction"]] = what["statement"], what["role"]
        elif kind == "undo":
            self.undone.add(what["correction"])
        elif kind in {"merge", "split"}:
            self.merges[what["merge"]] = kind == "merge"
        else:
            self.files.append(Path(what["path"]))

    def faults(self, store: Store, under_way: dict[str, Any] | None) -> list[str]:
        """What is missing or should not be there; what was under way may be either, and counts from now on."""
        doubtful = under_way or {}
        found = []
        documents = {article.document for article in store.articles()}
        if doubtful.get("begun") in {"add", "delete"}:
            self.present[doubtful["document"]] = doubtful["document"] in documents
        wanted = {name for name, there in self.present.items() if there}
        if wanted != documents:
            found.append(f"articles: missing {sorted(wanted - documents)}, not deleted {sorted(documents - wanted)}")
        kept = {row["id"]: row for row in store.database.query("SELECT id, changes, undone_at FROM correction")}
        deleted = doubtful.get("begun") == "delete" or "delete" in self.counted
        for number, (_, role) in self.roles.items():
            row = kept.get(number)
            if row is None:
                if not deleted:  # a deleted article takes its corrections along
                    found.append(f"correction {number} is missing")
            elif json.loads(row["changes"]) != {"role": role}:
                found.append(f"correction {number} reads {row['changes']}")
            elif (number in self.undone) != (row["undone_at"] is not None) and doubtful.get("correction") != number:
                found.append(f"correction {number} is undone or not against what was acknowledged")
        if doubtful.get("begun") == "undo" and (row := kept.get(doubtful["correction"])) and row["undone_at"]:
            self.undone.add(doubtful["correction"])
        standing = {merge.id: merge.undone_at is None for merge in store.merges()}
        for number, stands in self.merges.items():
            if number in standing and standing[number] != stands and doubtful.get("merge") != number:
                found.append(f"merge {number} stands or not against what was acknowledged")
        self.merges.update({number: standing[number] for number in self.merges if number in standing})
        return found + self._file_faults(doubtful)

    def _file_faults(self, doubtful: dict[str, Any]) -> list[str]:
        found = []
        paths = [*self.files]
        if doubtful.get("begun") in {"export", "backup"} and (path := Path(doubtful["path"])).exists():
            paths.append(path)
        for path in paths:
            try:
                if path.suffix == ".graphml":
                    nx.read_graphml(path, force_multigraph=True)
                else:
                    read_manifest(path)
            except Exception as error:
                found.append(f"{path.name}: {error}")
            shutil.rmtree(path, ignore_errors=True)
            path.unlink(missing_ok=True)
        self.files = []
        return found


def graph_faults(store: Store, live: LiveGraph) -> list[str]:
    """Where the graph that has followed all kills differs from the one that is built anew."""
    live.follow(store)
    fresh = build(store, scheme_of(store))
    same = dict(live.graph.nodes(data=True)) == dict(fresh.nodes(data=True))
    edges = [
        {(*edge[:3], json.dumps(edge[3], sort_keys=True, default=str)) for edge in graph.edges(keys=True, data=True)}
        for graph in (live.graph, fresh)
    ]
    return [] if same and edges[0] == edges[1] else ["the graph that followed differs from the one built anew"]


def main() -> None:
    """Kills and checks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where to work; a temporary folder when left out")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        sys.exit(run(arguments.folder or Path(temporary), arguments.kills, arguments.seed))


def run(folder: Path, kills: int, seed: int) -> int:
    """The exit status: 1 where anything was wrong after a kill."""
    chance = random.Random(seed)
    data, press, expected, faults = folder / "data", folder / "press", Expected(), 0
    write_press(press, _TEXTS)
    with Store.open(data) as store:
        ingest([press / f"{number}.txt" for number in range(40)], store)
        live = LiveGraph(scheme_of(store))
    expected.present = {f"{number}.txt": True for number in range(40)}
    began = time.monotonic()
    for number in range(1, kills + 1):
        notes = folder / f"notes-{number}.jsonl"
        notes.touch()
        command = [
            sys.executable,
            "-m",
            "fuzz.kill_worker",
            str(data),
            str(press),
            str(notes),
            str(seed * 10_000 + number),
        ]
        errors = folder / "errors.txt"
        with errors.open("wb") as out, subprocess.Popen(command, cwd=_ROOT, stderr=out) as worker:
            _await_first(notes, worker)
            time.sleep(chance.random() * chance.choice((0.05, 0.5, 2.0, 6.0)))
            worker.send_signal(signal.SIGKILL)
        found = [] if worker.returncode == -signal.SIGKILL else [errors.read_text(encoding="utf-8")[-2_000:]]
        found += problems(data)
        with Store.open(data) as store:
            found += expected.faults(store, expected.read(notes))
            if number % _GRAPH_EVERY == 0:
                found += graph_faults(store, live)
        faults += len(found)
        for fault in found:
            print(f"kill {number}: {fault}", flush=True)
    done = ", ".join(f"{kind} {count}" for kind, count in sorted(expected.counted.items()))
    cut = ", ".join(f"{kind} {count}" for kind, count in sorted(expected.cut_short.items()))
    print(
        f"{kills} kills in {time.monotonic() - began:.0f} s; acknowledged: {done}; cut short: {cut}; faults: {faults}"
    )
    return 1 if faults else 0


def _await_first(notes: Path, worker: subprocess.Popen[bytes]) -> None:
    """Until the worker writes: a kill while Python starts tells nothing."""
    until = time.monotonic() + 120
    while not notes.stat().st_size and worker.poll() is None and time.monotonic() < until:
        time.sleep(0.01)


if __name__ == "__main__":
    main()
