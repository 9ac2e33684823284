"""Damages the files of a data folder in turn, and sees what the commands say and what a rebuild mends.

    python -m fuzz.damage [--offsets 40] [--seed 1]

Every file of the index, at many places: a bit flipped, cut off there, deleted. ``ask`` and ``verify`` must answer, or
fail in one line that names the file and the remedy; after ``rebuild`` everything must verify. The store itself is
damaged likewise: there must be an answer or such a line, and a rebuild leaves it as it is. Status 1 after a fault.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from api.compose import open_engine, problems, rebuild_index
from corpus.errors import IndexMismatchError, QuotegraphError, StoreError
from corpus.ingest import ingest
from corpus.store import FILE_NAME, Store

SAMPLES = Path(__file__).parents[1] / "corpus" / "data" / "samples"
_QUESTION = "who is sceptical about cloud incentives"
_REMEDIES = ("quotegraph rebuild", "restore a backup", "check the permissions", "newer quotegraph", "another")


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing done to a file.

    :param how: ``flip``, ``cut``, ``delete``.
    :param offset: in bytes.
    """

    file: Path
    how: str
    offset: int = 0

    def inflict(self) -> None:
        """Does it."""
        if self.how == "delete":
            self.file.unlink()
            return
        content = bytearray(self.file.read_bytes())
        if self.how == "cut":
            content = content[: self.offset]
        elif content:
            content[self.offset] ^= 1 << self.offset % 8
        self.file.write_bytes(content)


def make(folder: Path) -> None:
    """A data folder with the bundled samples, closed and whole."""
    with Store.open(folder) as store:
        ingest([SAMPLES], store)
    rebuild_index(folder, "static")


def index_files(folder: Path) -> list[Path]:
    """All files of the index that hold anything."""
    return sorted(path for path in (folder / "index").rglob("*") if path.is_file() and path.stat().st_size)


def damages(file: Path, offsets: int, chance: random.Random) -> Iterator[Damage]:
    """Evenly over the file, with its first and last bytes."""
    size = file.stat().st_size
    places = {0, size - 1} | {min(size - 1, int((n + chance.random()) * size / offsets)) for n in range(offsets)}
    for place in sorted(places):
        yield Damage(file, "flip", place)
    for place in sorted(places)[:: max(1, offsets // 5)]:
        yield Damage(file, "cut", place)
    yield Damage(file, "delete")


def asked(folder: Path) -> tuple[object, ...]:
    """What a question is answered, for comparison."""
    with open_engine(folder) as engine:
        answer = engine.ask(_QUESTION)
    return tuple((one.speaker.name, one.stance, one.score) for one in answer.answers)


def faults_of_index(folder: Path, damage: Damage, right: tuple[object, ...], counted: Counter[str]) -> list[str]:
    """What is wrong after damage to the index, and after the rebuild."""
    store = _digest(folder)
    damage.inflict()
    found, told = [], None
    try:
        answered = asked(folder)
        counted["answered"] += 1
        if answered != right and damage.file.name != "manifest.json" and not problems(folder):
            found.append("another answer, and nothing wrong according to verify")
    except QuotegraphError as error:
        told = str(error)
        counted["refused"] += 1
        if not isinstance(error, IndexMismatchError | StoreError):
            found.append(f"{type(error).__name__}: {error}")
        found += _line_faults(told, folder)
    seen = problems(folder)
    for line in seen:
        found += _line_faults(line, folder)
    if told is not None and not seen:
        found.append(f"verify finds nothing, but: {told}")
    rebuild_index(folder)  # whatever was damaged, the encoder stays
    found += [f"after the rebuild: {line}" for line in problems(folder)]
    if asked(folder) != right:
        found.append("after the rebuild: another answer")
    if _digest(folder) != store:
        found.append("the store was changed")
    return found


def faults_of_store(folder: Path, damage: Damage, counted: Counter[str]) -> list[str]:
    """What is wrong after damage to the store: traces, or changes to it."""
    damage.inflict()
    before, found = _digest(folder), list[str]()
    for name, work in (("ask", asked), ("verify", problems), ("rebuild", rebuild_index)):
        try:
            said = work(folder)
            counted[f"{name} {'finds it' if name == 'verify' and said else 'goes on'}"] += 1
        except QuotegraphError as error:
            counted[f"{name} refuses"] += 1
            found += _line_faults(str(error), folder)
    if damage.how != "delete" and _digest(folder) != before:
        found.append("the store was changed")
    return found


def _line_faults(line: str, folder: Path) -> list[str]:
    """An error must be one line that names a file of the folder and a remedy."""
    found = [] if "\n" not in line else [f"several lines: {line!r}"]
    if not any(remedy in line for remedy in _REMEDIES):
        found.append(f"no remedy: {line}")
    if str(folder) not in line and "statement" not in line and "index" not in line and "a row of the store" not in line:
        found.append(f"no file: {line}")
    return found


def _digest(folder: Path) -> str:
    """Of the store's file; SQLite's own counters of opened files apart, which are not in it."""
    file = folder / FILE_NAME
    return sha256(file.read_bytes()).hexdigest() if file.exists() else ""


def run(work: Path, offsets: int, seed: int, most: int = sys.maxsize) -> tuple[list[str], Counter[str]]:
    """All damages; the faults, and what happened how often.

    :param most: damages to a file, drawn from all.
    """
    chance, counted = random.Random(seed), Counter[str]()
    whole, folder = work / "whole", work / "data"
    make(whole)
    right = asked(whole)
    faults = []
    targets = [(file, offsets) for file in index_files(whole)] + [(whole / FILE_NAME, 3 * offsets)]
    for file, count in targets:
        all_of_it = list(damages(file, count, chance))
        for damage in chance.sample(all_of_it, min(most, len(all_of_it))):
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(whole, folder)
            there = Damage(folder / file.relative_to(whole), damage.how, damage.offset)
            try:
                if file.name == FILE_NAME:
                    found = faults_of_store(folder, there, counted)
                else:
                    found = faults_of_index(folder, there, right, counted)
            except Exception as error:  # whatever it is, it is what we look for
                found = [f"{type(error).__name__}: {error}"]
            counted["damages"] += 1
            faults += [f"{file.relative_to(whole)}, {damage.how} at {damage.offset}: {one}" for one in found]
    return faults, counted


def main() -> None:
    """Damages and tells; status 1 after a fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--offsets", type=int, default=40, help="places in each file")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as work:
        faults, counted = run(Path(work), arguments.offsets, arguments.seed)
    for fault in faults:
        print(fault)
    told = ", ".join(f"{name} {count}" for name, count in counted.items())
    print(f"{time.monotonic() - began:.0f} s: {told}; faults: {len(faults)}")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
