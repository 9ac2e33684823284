"""Writes to a data folder in every way there is, at random, until it is killed; notes what was acknowledged.

python -m fuzz.kill_worker FOLDER PRESS NOTES SEED
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from api.compose import rebuild_index
from api.exporting import export_store
from corpus.errors import NotFoundError, UsageError
from corpus.ingest import ingest
from corpus.store import Store
from search.engine import Engine
from search.opening import open_engine
from search.types import Filters


class Notes:
    """What was begun and what was acknowledged, on the disk before the next step."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")

    def note(self, **what: Any) -> None:
        """Writes a note, to the disk."""
        self._file.write(json.dumps(what) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())


class Worker:
    """Random writes over one data folder."""

    def __init__(self, folder: Path, press: Path, notes: Notes, seed: int) -> None:
        self._folder, self._press, self._notes = folder, press, notes
        self._chance = random.Random(seed)
        self._engine: Engine = open_engine(folder)
        self._steps: list[tuple[int, Callable[[], None]]] = [
            (8, self._add),
            (6, self._correct),
            (3, self._undo),
            (3, self._merge),
            (2, self._split),
            (2, self._delete),
            (5, self._refresh),
            (1, self._rebuild),
            (2, self._export),
            (2, self._backup),
        ]

    @property
    def _store(self) -> Store:
        return self._engine.store

    def run(self) -> None:
        """Steps without end."""
        weights, steps = zip(*self._steps, strict=True)
        while True:
            self._chance.choices(steps, weights)[0]()

    def _add(self) -> None:
        file = self._press / f"{self._chance.randrange(len(list(self._press.iterdir())))}.txt"
        self._notes.note(begun="add", document=file.name)
        report = ingest([file], self._store)
        if report.errors:
            raise report.errors[0]
        self._notes.note(done="add", document=file.name)

    def _delete(self) -> None:
        articles = list(self._store.articles())
        if len(articles) > 20:
            article = self._chance.choice(articles)
            self._notes.note(begun="delete", document=article.document)
            self._store.delete_article(article.id)
            self._notes.note(done="delete", document=article.document)

    def _correct(self) -> None:
        ids = self._store.statement_ids()
        if ids:
            name, role = self._chance.choice(ids), f"role {self._chance.randrange(10**9)}"
            self._notes.note(begun="correct", statement=name, role=role)
            made = self._store.correct(name, author="worker", role=role)
            self._notes.note(done="correct", statement=name, role=role, correction=made.id)

    def _undo(self) -> None:
        ids = self._store.statement_ids()
        for name in self._chance.sample(ids, min(len(ids), 60)):
            for made in self._store.history(name):
                if made.undone_at is None:
                    self._notes.note(begun="undo", statement=name, correction=made.id)
                    self._store.undo(made.id, author="worker")
                    self._notes.note(done="undo", statement=name, correction=made.id)
                    return

    def _merge(self) -> None:
        people = self._store.people(limit=400)
        if len(people) > 2:
            one, other = self._chance.sample(people, 2)
            self._notes.note(begun="merge", one=one.id, other=other.id)
            try:
                made = self._store.merge(one.id, other.id, author="worker")
            except UsageError:
                return  # merged elsewhere already
            self._notes.note(done="merge", merge=made.id)

    def _split(self) -> None:
        standing = [merge for merge in self._store.merges() if merge.undone_at is None]
        if standing:
            merge = self._chance.choice(standing)
            self._notes.note(begun="split", merge=merge.id)
            try:
                self._store.split(merge.from_id, author="worker")
            except NotFoundError:
                return
            self._notes.note(done="split", merge=merge.id)

    def _refresh(self) -> None:
        self._engine.refresh()
        self._engine.ask("who is sceptical about cloud incentives", limit=3)

    def _rebuild(self) -> None:
        self._engine.close()
        rebuild_index(self._folder)
        self._engine = open_engine(self._folder)

    def _export(self) -> None:
        target = self._folder / "exports" / f"{self._chance.randrange(10**9)}.graphml"
        target.parent.mkdir(exist_ok=True)
        self._notes.note(begun="export", path=str(target))
        export_store(self._store, self._engine.scheme, Filters(), target, streamed=self._chance.choice((1, 10**9)))
        self._notes.note(done="export", path=str(target))

    def _backup(self) -> None:
        target = self._folder / "backups" / str(self._chance.randrange(10**9))
        self._notes.note(begun="backup", path=str(target))
        self._store.backup(target)
        self._notes.note(done="backup", path=str(target))


if __name__ == "__main__":
    folder, press, notes, seed = sys.argv[1:]
    Worker(Path(folder), Path(press), Notes(Path(notes)), int(seed)).run()
