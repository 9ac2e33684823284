"""Writes to a data folder in every way there is, at random, until it is killed; notes what was acknowledged."""

from __future__ import annotations

import json
import os
import random
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from api.compose import rebuild_index
from api.exporting import export_store
from api.ingesting.runner import Runner
from corpus.errors import NotFoundError, UsageError
from corpus.ingest import ingest
from corpus.jobs.ledger import Ledger, new_id
from corpus.jobs.lock import try_lock
from corpus.jobs.spool import InputKind, Spool
from corpus.store import Store
from search import segment_files
from search.encoder_settings import EncoderSettings
from search.engine import Engine
from search.opening import open_engine
from search.types import Filters

MOST = 1_000_000  # characters of an article
LARGE = 400  # vectors of a segment that is written with bits: so few that it happens in every run
_ENCODERS = (EncoderSettings("static"), EncoderSettings("static", dimensions=64))
_FORMATS = (".graphml", ".graphml", ".json", ".gexf")


class Notes:
    """What was begun and what was acknowledged, on the disk before the next step."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")

    def note(self, **what: Any) -> None:
        """Writes a note, to the disk."""
        self._file.write(json.dumps(what) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())


class UntilIdle(threading.Event):
    """Ends a runner as soon as it would wait for another job."""

    def wait(self, timeout: float | None = None) -> bool:
        """Says that it is time to end."""
        self.set()
        return True


def run_jobs(folder: Path, engine: Engine | None, store: Store) -> None:
    """Works on all jobs that wait, as the process of the service does."""
    lock = try_lock(folder)
    if lock is None:
        raise RuntimeError("the lock of a killed process is still held")
    try:
        Runner(folder, engine, store, MOST, UntilIdle()).run()
    finally:
        os.close(lock)


class Worker:
    """Random writes over one data folder."""

    def __init__(self, folder: Path, press: Path, notes: Notes, seed: int) -> None:
        self._folder, self._press, self._notes = folder, press, notes
        self._chance = random.Random(seed)
        self._texts = len(list(press.iterdir()))
        self._engine: Engine = open_engine(folder)
        self._steps: list[tuple[int, Callable[[], None]]] = [
            (8, self._add),
            (5, self._correct),
            (3, self._confirm),
            (3, self._undo),
            (3, self._merge),
            (2, self._split),
            (2, self._dismiss),
            (1, self._take_back),
            (3, self._delete),
            (3, self._job),
            (5, self._refresh),
            (2, self._rebuild),
            (2, self._export),
            (2, self._backup),
        ]

    @property
    def _store(self) -> Store:
        return self._engine.store

    def run(self) -> None:
        """Steps without end; each kind is as likely as any other to be the first, which an early kill meets."""
        weights, steps = zip(*self._steps, strict=True)
        self._chance.choice(steps)()
        while True:
            self._chance.choices(steps, weights)[0]()

    def _add(self) -> None:
        file = self._press / f"{self._chance.randrange(self._texts // 2)}.txt"
        self._notes.note(begun="add", document=file.name)
        report = ingest([file], self._store)
        if report.errors:
            raise report.errors[0]
        self._notes.note(done="add", document=file.name)

    def _job(self) -> None:
        """Some articles as the service takes them in: spooled, in the ledger, then worked on."""
        job, names = new_id(), self._chance.sample(range(self._texts // 2, self._texts), self._chance.randrange(1, 12))
        documents = [f"{number}.txt" for number in names]
        self._notes.note(begun="job", job=job, documents=documents)
        records = (
            json.dumps({"text": (self._press / name).read_text(encoding="utf-8"), "document": name}).encode() + b"\n"
            for name in documents
        )
        spool = Spool(self._folder, job)
        spool.add("line", InputKind.RECORDS, records)
        spool.close()
        Ledger(self._folder).add(job, "batch", "worker", len(documents), 20)
        self._notes.note(done="job", job=job, documents=documents)
        self._notes.note(begun="run")
        run_jobs(self._folder, self._engine, self._store)
        self._notes.note(done="run")

    def _delete(self) -> None:
        articles = list(self._store.articles())
        if len(articles) > 20:
            article = self._chance.choice(articles)
            self._notes.note(begun="delete", document=article.document, article=article.id)
            self._store.delete_article(article.id)
            self._notes.note(done="delete", document=article.document, article=article.id)

    def _correct(self) -> None:
        ids = self._store.statement_ids()
        if ids:
            name, role = self._chance.choice(ids), f"role {self._chance.randrange(10**9)}"
            article = self._store.statement(name).statement.article_id
            self._notes.note(begun="correct", article=article, role=role)
            made = self._store.correct(name, author="worker", role=role)
            self._notes.note(done="correct", article=article, role=role, correction=made.id)

    def _confirm(self) -> None:
        ids = self._store.statement_ids()
        if ids:
            name = self._chance.choice(ids)
            article = self._store.statement(name).statement.article_id
            self._notes.note(begun="confirm", article=article)
            try:
                made = self._store.confirm(name, author="worker")
            except UsageError:
                return self._notes.note(done="nothing")  # confirmed already
            self._notes.note(done="confirm", article=article, correction=made.id)
        return None

    def _undo(self) -> None:
        ids = self._store.statement_ids()
        for name in self._chance.sample(ids, min(len(ids), 60)):
            for made in self._store.history(name):
                if made.undone_at is None:
                    self._notes.note(begun="undo", correction=made.id)
                    self._store.undo(made.id, author="worker")
                    self._notes.note(done="undo", correction=made.id)
                    return

    def _merge(self) -> None:
        people = self._store.people(limit=400)
        if len(people) > 2:
            one, other = self._chance.sample(people, 2)
            self._notes.note(begun="merge", one=one.id, other=other.id)
            try:
                made = self._store.merge(one.id, other.id, author="worker")
            except UsageError:
                return self._notes.note(done="nothing")  # merged elsewhere already
            self._notes.note(done="merge", merge=made.id)
        return None

    def _split(self) -> None:
        standing = [merge for merge in self._store.merges() if merge.undone_at is None]
        if standing:
            merge = self._chance.choice(standing)
            self._notes.note(begun="split", merge=merge.id)
            try:
                self._store.split(merge.from_id, author="worker")
            except NotFoundError:
                return self._notes.note(done="nothing")
            self._notes.note(done="split", merge=merge.id)
        return None

    def _dismiss(self) -> None:
        people = self._store.people(limit=400)
        if len(people) > 2:
            names = [one.id for one in self._chance.sample(people, 2)]
            self._notes.note(begun="dismiss", names=names)
            try:
                made = self._store.dismiss("duplicate", names, author="worker")
            except UsageError:
                return self._notes.note(done="nothing")  # dismissed already
            self._notes.note(done="dismiss", dismissal=made.id)
        return None

    def _take_back(self) -> None:
        standing = [one for one in self._store.dismissals() if one.undone_at is None]
        if standing:
            one = self._chance.choice(standing)
            self._notes.note(begun="take back", dismissal=one.id)
            self._store.restore_suggestion(one.id, author="worker")
            self._notes.note(done="take back", dismissal=one.id)

    def _refresh(self) -> None:
        self._notes.note(begun="index")
        self._engine.refresh()
        self._notes.note(done="index")
        self._engine.ask("who is sceptical about cloud incentives", limit=3)

    def _rebuild(self) -> None:
        """Anew, now and then with another encoder: the index is swapped as a whole."""
        self._engine.close()
        self._notes.note(begun="rebuild")
        rebuild_index(self._folder, self._chance.choice(_ENCODERS))
        self._notes.note(done="rebuild")
        self._engine = open_engine(self._folder)

    def _export(self) -> None:
        target = self._folder / "exports" / f"{self._chance.randrange(10**9)}{self._chance.choice(_FORMATS)}"
        target.parent.mkdir(exist_ok=True)
        self._notes.note(begun="export", path=str(target))
        export_store(self._store, self._engine.scheme, Filters(), target, streamed=self._chance.choice((1, 10**9)))
        self._notes.note(done="export", path=str(target))

    def _backup(self) -> None:
        target = self._folder / "backups" / str(self._chance.randrange(10**9))
        self._notes.note(begun="backup", path=str(target))
        self._store.backup(target)
        self._notes.note(done="backup", path=str(target))


def small_segments() -> None:
    """Makes segments with bits, and merges of them, happen with few statements."""
    segment_files.LARGE = LARGE


def work(folder: str, press: str, notes: str, seed: int, errors: str) -> None:
    """Writes until it is killed.

    :param errors: file for what goes to standard error.
    """
    descriptor = os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(descriptor, 2)
    small_segments()
    Worker(Path(folder), Path(press), Notes(Path(notes)), seed).run()
