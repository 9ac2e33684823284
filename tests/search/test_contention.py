"""Readers, askers and writers over one data folder at once: nobody is told that it is locked; its log stays short."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from bench.contention import run
from corpus.store import FILE_NAME, Store, database
from search.lexical import LexicalIndex
from search.opening import open_engine
from tests.corpus.store_samples import article, lines
from tests.search.fakes import ListStore


def test_processes_that_read_ask_and_write_at_once(tmp_path: Path) -> None:
    found, log = run(tmp_path, readers=5, writers=2, seconds=3)
    assert [one.errors for one in found if one.errors] == []
    assert all(one.done for one in found), found
    assert sorted(one.kind for one in found) == ["ask"] * 2 + ["read"] * 3 + ["write"] * 2
    assert log < 40 * 2**20
    with Store.open(tmp_path) as store, closing(open_engine(tmp_path)) as engine:
        assert store.verify() == []
        assert set(engine.index.ids) == set(engine.lexical.ids) == set(store.statement_ids())
        assert store.stats().articles == 200 + sum(one.done for one in found if one.kind == "write")


def test_the_log_stays_short_though_there_is_always_a_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    most = 400_000
    monkeypatch.setattr(database, "_LOG_BYTES", most)
    monkeypatch.setattr(database, "_LOG_AGAIN", 0.0)
    log, stop, longest = tmp_path / f"{FILE_NAME}-wal", threading.Event(), 0

    def read_on() -> None:
        with Store.open(tmp_path) as reader:
            while not stop.is_set():
                with reader.snapshot():
                    reader.count()
                    time.sleep(0.02)

    with Store.open(tmp_path) as store:
        readers = [threading.Thread(target=read_on) for _ in range(4)]
        for reader in readers:
            reader.start()
        for number in range(150):
            one = article(f"Ewa Gaj: tak {number} " + "i tak dalej " * 1_000, location=f"/{number}.txt")
            store.put(one, lines(one))
            longest = max(longest, log.stat().st_size)
        stop.set()
        for reader in readers:
            reader.join()
        assert 4 * most < 150 * 12_000  # what was written in all
        assert longest < 2 * most
        store.put(article("Ewa Gaj: koniec", location="/end.txt"), [])
        other = Store.open(tmp_path)
    assert log.stat().st_size == 0  # though somebody else has the store open
    assert other.count() == 150
    other.close()


def test_a_long_snapshot_keeps_its_moment_and_holds_up_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_LOG_BYTES", 50_000)
    with Store.open(tmp_path) as store, Store.open(tmp_path) as reader, reader.snapshot():
        before = reader.count()
        began = time.monotonic()
        for number in range(20):
            one = article(f"Ewa Gaj: tak {number} " + "i tak dalej " * 1_000, location=f"/{number}.txt")
            store.put(one, lines(one))
        assert time.monotonic() - began < 10
        assert (before, reader.count(), store.count()) == (0, 0, 20)


def test_those_that_follow_wait_for_the_one_that_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite gives up after a time; the lock of the index does not."""
    monkeypatch.setattr("search.lexical_file._WAIT", 0.05)
    store = ListStore()
    for number in range(50):
        store.put(number, f"cloud margin number {number}")
    slow, quick = LexicalIndex(tmp_path), LexicalIndex(tmp_path)
    original, written = store.statements, []

    def slowly(ids):  # type: ignore[no-untyped-def]
        time.sleep(0.5)
        return original(ids)

    monkeypatch.setattr(store, "statements", slowly)
    first = threading.Thread(target=lambda: written.append(slow.sync(store)))
    first.start()
    time.sleep(0.1)
    written.append(quick.sync(store))
    first.join()
    assert sorted(written) == [0, 50]
    assert slow.problems() == []
    for index in (slow, quick):
        index.close()
