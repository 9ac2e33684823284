"""Indexes that follow a store while it is being filled."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from corpus.errors import IndexMismatchError
from corpus.store import Store
from search import meanwhile
from search.engine import Engine
from search.meanwhile import indexed_meanwhile
from search.opening import open_engine
from tests.corpus.store_samples import article, lines


def fill(store: Store, first: int, last: int) -> None:
    for number in range(first, last):
        body = "\n".join(f"Ewa Gaj: widzimy zmiany {number} i {line}" for line in range(4))
        one = article(f"Kanał {number}\n\n{body}", location=f"/press/{number}.txt")
        store.put(one, lines(one))


def fail_after(store: Store) -> None:
    fill(store, 0, 10)
    raise IndexMismatchError("nobody waits for the index any more")


def wait_for(engine: Engine, sequence: int) -> None:
    until = time.monotonic() + 60
    while engine.index.sequence < sequence and time.monotonic() < until:
        time.sleep(0.02)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(meanwhile, "_WORTH", 20)
    Store.open(tmp_path).close()
    return tmp_path


def test_what_is_written_is_indexed_before_the_block_ends_and_the_rest_afterwards(folder: Path) -> None:
    engine = open_engine(folder, "static")
    with indexed_meanwhile(engine):
        fill(engine.store, 0, 6)
        written = engine.store.sequence()
        wait_for(engine, written)
        assert engine.index.sequence == engine.lexical.sequence == written
        fill(engine.store, 6, 8)
    engine.refresh()
    assert sorted(engine.index.ids) == sorted(engine.lexical.ids) == sorted(engine.store.statement_ids())
    assert len(engine.index) == 32
    engine.close()


def test_an_error_of_the_block_ends_the_thread_and_leaves_the_index_whole(folder: Path) -> None:
    engine = open_engine(folder, "static")
    with pytest.raises(IndexMismatchError), indexed_meanwhile(engine):
        fail_after(engine.store)
    engine.refresh()
    assert sorted(engine.index.ids) == sorted(engine.store.statement_ids())
    engine.close()


def test_an_error_of_the_index_is_met_again_by_the_one_who_waits_for_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_engine(folder, "static")

    def refuse(*_: object) -> None:
        raise IndexMismatchError("the index is damaged")

    monkeypatch.setattr(engine.index, "sync", refuse)
    with indexed_meanwhile(engine):
        fill(engine.store, 0, 10)
    assert engine.store.stats().articles == 10
    with pytest.raises(IndexMismatchError, match="damaged"):
        engine.refresh()
    engine.close()
