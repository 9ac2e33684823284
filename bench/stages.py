"""What each stage of an ingest costs, in processor time of one process that does them one after the other."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from corpus import extract as extraction
from corpus.ingest import store_article
from corpus.read import read
from corpus.store import Store
from corpus.tagging import Extractor
from corpus.types import Article, Statement
from search.encoder import BUNDLED_ENCODERS
from search.index import VectorIndex
from search.lexical import LexicalIndex
from search.ready_vectors import ReadyVectors

_JUDGING = ("opinions", "article_theme")  # what extract() calls to find topics and stance


class _Clock:
    """Seconds of a processor by stage; all threads of this process count."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        began = time.process_time()
        yield
        self.spent[name] += time.process_time() - began

    def timed(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*given: Any) -> Any:
            began = time.process_time()
            done = work(*given)
            self.spent[name] += time.process_time() - began
            return done

        return wrapped


def measured_stages(files: Sequence[Path], count: int, folder: Path) -> None:
    """Prints milliseconds an article by stage.

    :param files: of one article each; the first ones, beyond ``count``, only fill the caches.
    :param folder: for stores and indexes.
    """
    warm, measured = files[:-count], files[-count:]
    clock = _Clock()
    with Store.open(folder / "stages") as store:
        _taken_in(warm, store, _Clock())
        statements = store.stats().statements
        plain = {name: getattr(extraction, name) for name in _JUDGING}
        try:
            for name, work in plain.items():
                setattr(extraction, name, clock.timed("topics and stance", work))
            _taken_in(measured, store, clock)
        finally:
            for name, work in plain.items():
                setattr(extraction, name, work)
        clock.spent["extract"] -= clock.spent["topics and stance"]
        _indexed(store, clock, folder, count / len(files))
        print(f"{(store.stats().statements - statements) / count:.1f} statements an article")
    for name, seconds in clock.spent.items():
        print(f"  {name:20} {seconds / count * 1e3:6.2f} ms an article")


def _taken_in(files: Sequence[Path], store: Store, clock: _Clock) -> None:
    extractor = Extractor.of(store)

    def find(article: Article) -> Sequence[Statement]:
        return found[article.id]

    for file in files:
        with clock.stage("read"):
            articles = [one for one in read(file) if isinstance(one, Article)]
        with clock.stage("extract"):
            found = {one.id: extractor(one) for one in articles}
        with clock.stage("store"):
            for article in articles:
                store_article(store, article, find, extractor.name)


def _indexed(store: Store, clock: _Clock, folder: Path, share: float) -> None:
    """Embeds and indexes all statements of the store; ``share`` of them are those that are measured."""
    said = [(one.statement.id, one.statement.text) for one in store.statements(store.changes_since(0).added)]
    own = _Clock()
    for name, load in BUNDLED_ENCODERS.items():
        encoder = load()
        encoder.encode([text for _, text in said[:100]])
        with own.stage(f"embed ({name})"):
            vectors = encoder.encode([text for _, text in said])
    ready = ReadyVectors()
    ready.put(said, vectors)
    index, lexical = VectorIndex(folder / "vectors", encoder), LexicalIndex(folder / "words")
    with own.stage("index of vectors"):
        index.sync(store, ready=ready)
    with own.stage("index of words"):
        lexical.sync(store)
    lexical.close()
    for name, seconds in own.spent.items():
        clock.spent[name] = seconds * share
