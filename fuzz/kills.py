"""kill -9 at random moments of ingest, jobs, corrections, merges, deleting, index changes, exports and backups.

    python -m fuzz.kills [--kills 200] [--seed 1] [--folder FOLDER]

After each kill, store and index must verify, the graph that follows must equal the one built anew, and every write
that was acknowledged must be there; what was under way is there whole or not at all. Every tenth kill is one of the
service itself, under load over HTTP. Prints what was found; status 1 after a fault.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import signal
import sys
import tempfile
import time
from multiprocessing.process import BaseProcess
from pathlib import Path

from api.compose import problems, rebuild_index
from bench.resampled import articles
from corpus.ingest import ingest
from corpus.schemes import scheme_of
from corpus.store import Store
from fuzz.kill_expected import Expected
from fuzz.kill_server import kill_server
from fuzz.kill_worker import run_jobs, small_segments, work
from graph.build import build
from graph.live import LiveGraph

_TEXTS = 800
_GRAPH_EVERY = _SERVER_EVERY = 10  # kills
_WAITS = (0.05, 0.4, 2.0)  # seconds: mostly so short that the kill meets one of the first writes


def write_press(folder: Path, count: int) -> None:
    """Articles with direct quotations, no two the same."""
    folder.mkdir(parents=True)
    for number, (article, said) in zip(range(count), articles(7), strict=False):
        quoted = [
            f"– {one.text} – mówi {one.speaker.name}, {one.role} firmy {one.firm}." for one in said if one.speaker
        ]
        text = "\n\n".join([f"{article.headline}", *quoted])
        (folder / f"{number}.txt").write_text(text + "\n", encoding="utf-8")


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


def leftovers(data: Path) -> list[str]:
    """Files that killed processes have left where the next ones should have taken them away."""
    index = data / "index"
    named = json.loads((index / "manifest.json").read_text(encoding="utf-8"))["segments"]
    kept = {one["name"] for one in named} | {one["removed"] for one in named}
    return [f"left over: {path.name}" for path in index.glob("vectors-*") if path.name not in kept]


class Kills:
    """Kills over one data folder.

    :param server_every: so many kills are followed by one of the whole service; 0 for none.
    """

    def __init__(self, folder: Path, seed: int, texts: int = _TEXTS, server_every: int = _SERVER_EVERY) -> None:
        self.data, self.expected, self.faults = folder / "data", Expected(), 0
        self._folder, self._seed, self._server_every = folder, seed, server_every
        self._press = folder / "press"
        self._chance = random.Random(seed)
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["fuzz.kill_worker"])  # a kill while Python starts tells nothing
        small_segments()
        write_press(self._press, texts)
        with Store.open(self.data) as store:
            ingest([self._press / f"{number}.txt" for number in range(40)], store)
            self._live = LiveGraph(scheme_of(store))
        rebuild_index(self.data, "static")
        self.expected.present = {f"{number}.txt": True for number in range(40)}

    def run(self, kills: int) -> None:
        """Kills and checks so many times."""
        for number in range(1, kills + 1):
            notes = self._folder / f"notes-{number}.jsonl"
            notes.touch()
            of_server = bool(self._server_every) and number % self._server_every == 0
            trouble = self._kill_server(notes) if of_server else self._kill_worker(notes, number)
            found = [*trouble, *self._checked(notes, graph=number % _GRAPH_EVERY == 0 or number == kills)]
            self.faults += len(found)
            for fault in found:
                print(f"kill {number}: {fault}", flush=True)
            if not number % 20:
                print(f"{number} kills, {self.faults} faults", file=sys.stderr, flush=True)

    def _kill_worker(self, notes: Path, number: int) -> list[str]:
        errors = self._folder / "errors.txt"
        arguments = (str(self.data), str(self._press), str(notes), self._seed * 10_000 + number, str(errors))
        worker = self._context.Process(target=work, args=arguments)
        worker.start()
        _await_first(notes, worker)
        time.sleep(self._chance.random() * self._chance.choice(_WAITS))
        worker.kill()
        worker.join()
        return [] if worker.exitcode == -signal.SIGKILL else [errors.read_text(encoding="utf-8")[-2_000:]]

    def _kill_server(self, notes: Path) -> list[str]:
        return kill_server(self.data, self._press, notes, self._chance.randrange(10**9))

    def _checked(self, notes: Path, *, graph: bool) -> list[str]:
        found = problems(self.data)
        with Store.open(self.data) as store:
            under_way = self.expected.read(notes)
            run_jobs(self.data, None, store)
            found += self.expected.faults(store, under_way)
            if graph:
                found += graph_faults(store, self._live)
        return [*found, *problems(self.data), *leftovers(self.data)] if graph else found

    def told(self, seconds: float) -> str:
        """What came of it, in a line."""
        done = ", ".join(f"{kind} {count}" for kind, count in sorted(self.expected.counted.items()))
        cut = ", ".join(f"{kind} {count}" for kind, count in sorted(self.expected.cut_short.items()))
        kills = sum(self.expected.cut_short.values())
        return f"{kills} kills in {seconds:.0f} s; acknowledged: {done}; cut short: {cut}; faults: {self.faults}"


def _await_first(notes: Path, worker: BaseProcess) -> None:
    """Until the worker writes."""
    until = time.monotonic() + 120
    while not notes.stat().st_size and worker.is_alive() and time.monotonic() < until:
        time.sleep(0.005)


def main() -> None:
    """Kills and checks; status 1 where anything was wrong after a kill."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where to work; a temporary folder when left out")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        kills = Kills(arguments.folder or Path(temporary), arguments.seed)
        began = time.monotonic()
        kills.run(arguments.kills)
        print(kills.told(time.monotonic() - began))
    sys.exit(1 if kills.faults else 0)


if __name__ == "__main__":
    main()
