"""Those who contend for a store in ``bench.contention``: they read, ask or write until they are told to stop."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path

from bench.resampled import articles
from corpus.errors import QuotegraphError
from corpus.store import Store
from search.opening import open_engine

_PATIENCE = 300.0  # seconds until all are ready

QUESTIONS = (
    "who is sceptical about cloud incentives",
    "kto jest za marketplace'ami",
    "what is said about margins in 2023",
    "kto krytykuje model subskrypcyjny",
)


@dataclass
class Tally:
    """What one process did.

    :param slowest: seconds of the slowest call.
    """

    kind: str
    done: int = 0
    slowest: float = 0.0
    errors: Counter[str] = field(default_factory=Counter)

    def count(self, began: float) -> None:
        """One call came to its end."""
        self.done += 1
        self.slowest = max(self.slowest, time.perf_counter() - began)


def read(folder: str, number: int, ready: Barrier, stop: Event, tallies: Queue[Tally]) -> None:
    """Lists, counts and looks up until it is told to stop."""
    chance, tally = random.Random(number), Tally("read")
    with Store.open(Path(folder), create=False) as store:
        ready.wait(_PATIENCE)
        while not stop.is_set():
            began = time.perf_counter()
            try:
                with store.snapshot():
                    ids = store.statement_ids()
                    one = store.statement(chance.choice(ids))
                    assert one.id in set(ids)
                    if chance.random() < 0.2:
                        assert store.count() == len(ids)
                store.people(limit=20)
                tally.count(began)
            except QuotegraphError as error:
                tally.errors[str(error)] += 1
    tallies.put(tally)


def ask(folder: str, number: int, ready: Barrier, stop: Event, tallies: Queue[Tally]) -> None:
    """Asks until it is told to stop."""
    tally = Tally("ask")
    engine = open_engine(Path(folder))
    for question in QUESTIONS:
        engine.ask(question)  # loads what is loaded once
    ready.wait(_PATIENCE)
    while not stop.is_set():
        began = time.perf_counter()
        try:
            engine.ask(QUESTIONS[(number + tally.done) % len(QUESTIONS)])
            tally.count(began)
        except QuotegraphError as error:
            tally.errors[str(error)] += 1
    engine.close()
    tallies.put(tally)


def write(folder: str, number: int, ready: Barrier, stop: Event, tallies: Queue[Tally]) -> None:
    """Stores, corrects and has the index follow until it is told to stop."""
    chance, tally = random.Random(number), Tally("write")
    engine = open_engine(Path(folder))
    source = articles(100 + number)
    next(source)  # the first one takes as long as many others
    ready.wait(_PATIENCE)
    while not stop.is_set():
        began = time.perf_counter()
        try:
            article, said = next(source)
            engine.store.put(article, said, extractor="bench")
            engine.store.correct(chance.choice(said).id, author="bench", role=f"role {tally.done}")
            if not tally.done % 10:
                engine.refresh()
            tally.count(began)
        except QuotegraphError as error:
            tally.errors[str(error)] += 1
    engine.close()
    tallies.put(tally)
