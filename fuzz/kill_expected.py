"""What must be in a data folder after a kill, by the notes of the worker that was killed."""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from typing import Any

from corpus.backup import read_manifest
from corpus.jobs.ledger import Ledger
from corpus.store import Store

_JOBS = 1_000  # so many finished ones are kept
_FILES = {"export", "backup"}
_SILENT = {"nothing", "run", "index", "rebuild"}  # leave nothing of their own to look for


class Expected:
    """What must be there."""

    def __init__(self) -> None:
        self.present: dict[str, bool] = {}
        self.corrections: dict[int, tuple[str, str | None]] = {}  # number → article, role (None: a confirmation)
        self.undone: set[int] = set()
        self.merges: dict[int, bool] = {}
        self.dismissals: dict[int, bool] = {}
        self.jobs: set[str] = set()
        self.files: list[Path] = []
        self.counted: Counter[str] = Counter()
        self.cut_short: Counter[str] = Counter()

    def read(self, notes: Path) -> dict[str, Any]:
        """Takes the notes in.

        :returns: what was under way at the end; empty when nothing was.
        """
        under_way: dict[str, Any] = {}
        for line in notes.read_text(encoding="utf-8").splitlines():
            try:
                what = json.loads(line)
            except ValueError:
                break  # the note itself was cut short
            if "begun" in what:
                under_way = what
            else:
                under_way = {}
                self._take(what)
        self.cut_short[under_way.get("begun", "between two")] += 1
        return under_way

    def _take(self, what: dict[str, Any]) -> None:
        kind = what["done"]
        self.counted[kind] += 1
        if kind == "add":
            self.present[what["document"]] = True
        elif kind == "job":
            self.present |= dict.fromkeys(what["documents"], True)
            self.jobs.add(what["job"])
        elif kind == "delete":
            self._gone(what)
        elif kind in {"correct", "confirm"}:
            self.corrections[what["correction"]] = what["article"], what.get("role")
        elif kind == "undo":
            self.undone.add(what["correction"])
        elif kind in {"merge", "split"}:
            self.merges[what["merge"]] = kind == "merge"
        elif kind in {"dismiss", "take back"}:
            self.dismissals[what["dismissal"]] = kind == "dismiss"
        elif kind not in _SILENT:
            self.files.append(Path(what["path"]))

    def _gone(self, what: dict[str, Any]) -> None:
        self.present[what["document"]] = False
        self.corrections = {number: found for number, found in self.corrections.items() if found[0] != what["article"]}

    def faults(self, store: Store, doubtful: dict[str, Any]) -> list[str]:
        """What is missing or should not be there; what was under way may be either, and counts from now on.

        :param store: after all jobs that were taken in have been worked on.
        """
        return [
            *self._article_faults(store, doubtful),
            *self._correction_faults(store, doubtful),
            *self._standing_faults(store, doubtful),
            *self._file_faults(doubtful),
        ]

    def _article_faults(self, store: Store, doubtful: dict[str, Any]) -> list[str]:
        documents = {article.document for article in store.articles()}
        kind = doubtful.get("begun")
        if kind == "add":
            self.present[doubtful["document"]] = doubtful["document"] in documents
        elif kind == "delete" and doubtful["document"] not in documents:
            self._gone(doubtful)
        jobs = {one.id for one in Ledger(store.database.path.parent).jobs(limit=_JOBS)}
        if jobs - self.jobs:
            if kind != "job" or len(jobs - self.jobs) > 1:
                return [f"jobs {sorted(jobs - self.jobs)} were never acknowledged"]
            self.present |= dict.fromkeys(doubtful["documents"], True)
            self.jobs = jobs
        wanted = {name for name, there in self.present.items() if there}
        if wanted == documents:
            return []
        return [f"articles: missing {sorted(wanted - documents)}, not deleted {sorted(documents - wanted)}"]

    def _correction_faults(self, store: Store, doubtful: dict[str, Any]) -> list[str]:
        rows = {row["id"]: row for row in store.database.query("SELECT * FROM correction")}
        found, kind = [], doubtful.get("begun")
        new = sorted(set(rows) - set(self.corrections))
        if len(new) > (kind in {"correct", "confirm"}):
            found.append(f"corrections {new} were never acknowledged")
        elif new:
            self.corrections[new[0]] = doubtful["article"], doubtful.get("role")
        for number, (_, role) in self.corrections.items():
            row = rows.get(number)
            if row is None:
                found.append(f"correction {number} is missing")
                continue
            changes = json.loads(row["changes"])
            if (changes != {"role": role}) if role else not changes.get("confirmed"):
                found.append(f"correction {number} reads {row['changes']}")
            if (number in self.undone) != (row["undone_at"] is not None):
                if kind != "undo" or doubtful["correction"] != number:
                    found.append(f"correction {number} is undone or not against what was acknowledged")
                self.undone ^= {number}
        return found

    def _standing_faults(self, store: Store, doubtful: dict[str, Any]) -> list[str]:
        """Merges and dismissals; those of names that went with a deleted article go, too."""
        kind = doubtful.get("begun")
        deleted = kind == "delete" or "delete" in self.counted
        found = []
        for noun, known, now, begun in (
            ("merge", self.merges, {one.id: one.undone_at is None for one in store.merges()}, {"merge", "split"}),
            (
                "dismissal",
                self.dismissals,
                {one.id: one.undone_at is None for one in store.dismissals()},
                {"dismiss", "take back"},
            ),
        ):
            new = set(now) - set(known)
            if len(new) > (kind in begun):
                found.append(f"{noun}s {sorted(new)} were never acknowledged")
            for number, stands in known.items():
                if number not in now:
                    if not deleted:
                        found.append(f"{noun} {number} is missing")
                elif now[number] != stands and doubtful.get(noun) != number:
                    found.append(f"{noun} {number} stands or not against what was acknowledged")
            known.clear()
            known.update(now)
        return found

    def _file_faults(self, doubtful: dict[str, Any]) -> list[str]:
        found, paths = [], [*self.files]
        if doubtful.get("begun") in _FILES and (path := Path(doubtful["path"])).exists():
            paths.append(path)
        for path in paths:
            try:
                if path.suffix == ".json":
                    json.loads(path.read_bytes())
                elif path.suffix:
                    ET.parse(path)  # noqa: S314 - a file of ours
                else:
                    read_manifest(path)
            except Exception as error:
                found.append(f"{path.name}: {error}")
            shutil.rmtree(path, ignore_errors=True)
            path.unlink(missing_ok=True)
        self.files = []
        return found
