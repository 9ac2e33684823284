"""The process that works on jobs: started by a worker of the service, it ends with it or when nothing is to do.

Run as ``python -m api.ingesting.runner``; its standard input is held open by the worker that started it.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from api.compose import open_engine, open_store
from api.ingesting.inputs import Unit, units
from api.ingesting.intake import NICENESS
from api.retagging import refine_of
from api.settings import DATABASE_VARIABLE
from corpus.errors import InputError, QuotegraphError, StoreError
from corpus.ingest import distinct, store_article
from corpus.jobs.job import Job, JobState
from corpus.jobs.ledger import Ledger
from corpus.jobs.spool import Spool, remove_abandoned
from corpus.store import Put, Store
from corpus.store.addresses import Place
from corpus.tagging import Extractor
from corpus.types import Article, Statement
from corpus.workers import BUG, extracted
from search.encoder_settings import EncoderSettings
from search.engine import Engine

Find = Callable[[Article], Sequence[Statement]]
_LOG = logging.getLogger("quotegraph.jobs")
_LINGER = 10.0  # seconds that it waits for another job before it ends
_LOOK = 0.2  # seconds between two looks for one
_GRACE = 20.0  # seconds for the article being worked on when the service stops
_INDEX_EVERY = 20  # articles
_INDEX_AFTER = 3.0  # seconds
_ATTEMPTS = 2  # at an article that ends the process; then it is passed over
_STORE_ATTEMPTS = 3  # at a store that cannot be written
_PATIENCE = 60.0  # seconds for an article, and one for every 10,000 characters


class Runner:
    """Works on the jobs of a data folder. Only for the holder of their lock.

    :param most: characters that an article may have.
    :param stop: set when it should end.
    """

    def __init__(self, folder: Path, engine: Engine | None, store: Store, most: int, stop: threading.Event) -> None:
        self._folder, self._engine, self._store, self._most, self._stop = folder, engine, store, most, stop
        self._ledger = Ledger(folder)
        self._indexed_at, self._unindexed = time.monotonic(), 0

    def run(self) -> None:
        """Takes job after job until there has been none for a while, or until it is told to stop."""
        remove_abandoned(self._folder, self._ledger.tidy())
        idle_since = time.monotonic()
        while not self._stop.is_set() and time.monotonic() - idle_since < _LINGER:
            job = self._ledger.claim()
            if job is None:
                self._stop.wait(_LOOK)
                continue
            self._attempt(job)
            idle_since = time.monotonic()

    def _attempt(self, job: Job) -> None:
        for attempt in range(1, _STORE_ATTEMPTS + 1):
            try:
                self._work(self._ledger.job(job.id))
                return
            except StoreError as error:
                _LOG.error("job %s: %s", job.id, error)
                if attempt < _STORE_ATTEMPTS and not self._stop.wait(2.0):
                    continue
                if self._stop.is_set():
                    self._ledger.interrupt(job.id)
                    return
            except InputError as error:
                _LOG.error("job %s: %s", job.id, error)
                break
            except Exception:
                _LOG.exception("job %s failed", job.id)
                break
        problem = "The store cannot be written, or what was sent is gone; the service's log says why. Send it again."
        self._end(job, JobState.FAILED, problem)

    def _work(self, job: Job) -> None:
        """Goes through what is left of a job.

        :raises StoreError: the store or the ledger cannot be written, or what was sent is gone.
        """
        refine, judge = refine_of(self._store)
        extractor = Extractor.of(self._store, judge)

        def find(article: Article) -> Sequence[Statement]:
            item = extracted(article, extractor)
            if isinstance(item, InputError):
                raise item
            found = item.statements or ()
            return distinct(refine(article, found) if refine is not None else found)

        for position, unit in enumerate(units(Spool(self._folder, job.id).inputs(), self._most)):
            if position < job.done:
                continue
            if self._stop.is_set():
                self._index()
                self._ledger.interrupt(job.id)
                return
            if position == job.done and job.attempts >= _ATTEMPTS:
                problem = f"ended the process that read it, or took too long, {job.attempts} times"
                self._ledger.advance(job.id, InputError(unit.source, problem, BUG))
                continue
            if not self._ledger.begin(job.id, unit.source, _PATIENCE + unit.size / 10_000):
                self._end(job, JobState.CANCELLED)
                return
            outcome, statements = self._store_unit(unit, find, extractor.name)
            self._ledger.advance(job.id, outcome, statements)
            self._index_sometimes(outcome)
        self._end(job, JobState.DONE)

    def _store_unit(self, unit: Unit, find: Find, extractor: str) -> tuple[Put | InputError, int]:
        try:
            article = unit.read()
            if isinstance(article, InputError):
                return article, 0
            return store_article(self._store, article, find, extractor)
        except InputError as error:
            return error, 0
        except StoreError:
            raise  # no fault of the article's
        except Exception as error:  # whatever one text does to its reader
            _LOG.exception("%s cannot be read", unit.source)
            return InputError(unit.source, f"cannot be read: {type(error).__name__}", BUG), 0

    def _end(self, job: Job, state: JobState, problem: str | None = None) -> None:
        self._index()
        self._ledger.finish(job.id, state, problem)
        Spool(self._folder, job.id).remove()

    def _index_sometimes(self, outcome: Put | InputError) -> None:
        self._unindexed += outcome in (Put.ADDED, Put.REPLACED)
        late = time.monotonic() - self._indexed_at > _INDEX_AFTER
        if self._unindexed >= _INDEX_EVERY or (self._unindexed and late):
            self._index()

    def _index(self) -> None:
        """Brings the index up to date, so that those who ask need not."""
        if self._engine is not None and self._unindexed:
            try:
                self._engine.refresh()
            except QuotegraphError as error:
                _LOG.error("the index cannot follow: %s", error)
        self._indexed_at, self._unindexed = time.monotonic(), 0


def main(words: Sequence[str] | None = None) -> int:
    """Works until nothing is to do."""
    parser = argparse.ArgumentParser(prog="python -m api.ingesting.runner", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--lock", type=int, required=True, help="descriptor of the lock, which ends with this process")
    parser.add_argument("--encoder", default="{}", help="JSON of name and options")
    parser.add_argument("--most", type=int, required=True, help="characters that an article may have")
    chosen = parser.parse_args(words)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    os.nice(NICENESS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all; the worker ends this one in order
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    threading.Thread(target=_end_with_worker, args=(stop,), daemon=True).start()
    place = Place(chosen.data, os.environ.get(DATABASE_VARIABLE))
    with ExitStack() as opened:
        store = opened.enter_context(open_store(place, create=True))
        engine = None
        try:
            said = json.loads(chosen.encoder)
            engine = opened.enter_context(open_engine(place, EncoderSettings.remembered(said.pop("name"), said)))
        except QuotegraphError as error:
            _LOG.warning("articles are stored, but the index cannot follow: %s", error)
        Runner(chosen.data, engine, store, chosen.most, stop).run()
    return 0


def _end_with_worker(stop: threading.Event) -> None:
    """Ends this process when the worker that started it is gone: in order if it can, else at once."""
    while os.read(0, 1):  # not through sys.stdin, which the end of the interpreter would find locked
        pass
    stop.set()
    time.sleep(_GRACE)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
