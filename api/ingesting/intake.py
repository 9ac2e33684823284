"""One article at a time, stored before the request is answered; extracted in a process of its own, which waits."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from threading import Lock

from api.retagging import refine_of
from corpus.addresses import StoreAddress
from corpus.errors import IndexMismatchError, InputError, StoreError, UsageError
from corpus.ingest import distinct, store_article
from corpus.store import Put, Setting, Store
from corpus.tagging import Extractor, Refine
from corpus.types import Article, Statement
from corpus.workers import Task, Workers
from search.engine import Engine

NICENESS = 10
"""By how much processes that extract step back behind those that answer."""
_PATIENCE = 20.0  # seconds, and one for every 10,000 characters


class Intake:
    """Stores single articles for any number of threads. The process is started with the first one."""

    def __init__(self, store: StoreAddress) -> None:
        self._store = store
        self._lock = Lock()
        self._workers: tuple[str, Workers] | None = None
        self._refine: tuple[str | None, Refine | None] = (None, None)

    def store(self, engine: Engine, article: Article) -> Put:
        """Stores an article and brings the index up to date; durable once this returns.

        :raises InputError: its statements cannot be extracted.
        :raises StoreError: the store cannot be written, or no process can be started.
        """
        store = engine.store
        refine, extractor = self._judge(store)

        def find(wanted: Article) -> Sequence[Statement]:
            found = self._extracted(wanted, extractor)
            return distinct(refine(wanted, found) if refine is not None else found)

        outcome, _ = store_article(store, article, find, extractor.name)
        with suppress(IndexMismatchError):  # the article is stored; whoever asks will be told to rebuild
            engine.refresh()
        return outcome

    def close(self) -> None:
        """Ends the process."""
        with self._lock:
            if self._workers is not None:
                self._workers[1].close()
                self._workers = None

    def _judge(self, store: Store) -> tuple[Refine | None, Extractor]:
        with self._lock:
            if self._refine[0] != store.setting(Setting.STANCE_MODEL):
                refine, name = refine_of(store)
                self._refine = name, refine
            name, refine = self._refine
        return refine, Extractor.of(store, name)

    def _extracted(self, article: Article, extractor: Extractor) -> Sequence[Statement]:
        with self._lock:
            if self._workers is None or self._workers[0] != extractor.name:
                if self._workers is not None:
                    self._workers[1].close()
                task = Task(extractor, extractor.name, None, self._store, NICENESS)
                self._workers = extractor.name, Workers(task, 1, _patience)
            pending = self._workers[1].submit(article)
        try:
            item = pending.result()[0]
        except UsageError as error:
            raise StoreError(f"no process can be started to read articles: {error.problem}") from error
        if isinstance(item, InputError):
            raise item
        if item.statements is None:  # another process has stored it in between, or another store has come in place
            return extractor(article)
        return item.statements


def _patience(characters: int) -> float:
    return _PATIENCE + characters / 10_000
