"""Changes that are committed together: one commit, and each still all or nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from corpus.errors import InputError, StoreError
from corpus.ingest import Progress, ingest
from corpus.store import FILE_NAME, Put, Store
from corpus.store.interface import Connection
from corpus.types import Article
from tests.corpus.store_samples import article, lines


def told(number: int) -> Article:
    return article(f"Kanał {number}\n\nEwa Gaj: widzimy zmiany {number}", location=f"/press/{number}.txt")


def break_off(connection: Connection, store: Store | None = None) -> None:
    """Changes something, and then fails."""
    if store is None:
        connection.execute("DELETE FROM statement")
    else:
        store.put(told(1), lines(told(1)))
    raise StoreError("no more")


def stored(folder: Path) -> list[str]:
    """What another process can read now."""
    with sqlite3.connect(folder / FILE_NAME) as connection:
        return [row[0] for row in connection.execute("SELECT document FROM article ORDER BY number")]


def test_a_group_is_seen_by_others_only_at_its_end_and_by_itself_at_once(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        with store.grouped():
            for number in (1, 2):
                assert store.put(told(number), lines(told(number))) is Put.ADDED
            assert store.put(told(1), lines(told(1))) is Put.UNCHANGED
            assert store.has_article(told(2).id)
            assert stored(tmp_path) == []
        assert stored(tmp_path) == ["1.txt", "2.txt"]
        assert store.verify() == []


def test_a_change_that_fails_is_taken_back_alone(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        with store.grouped():
            store.put(told(1), lines(told(1)))
            with pytest.raises(InputError):
                store.put(told(2), lines(told(3)))
            with pytest.raises(StoreError), store.database.transaction() as transaction:
                break_off(transaction)
            store.put(told(4), lines(told(4)))
        assert stored(tmp_path) == ["1.txt", "4.txt"]
        assert store.stats().statements == 2
        assert store.verify() == []


def test_an_error_of_the_group_takes_all_of_it_back_and_others_can_write(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store, Store.open(tmp_path, timeout=0.2) as other:
        with pytest.raises(StoreError), store.grouped():
            break_off(store.database.connection(), store)
        assert stored(tmp_path) == []
        assert other.put(told(2), lines(told(2))) is Put.ADDED
        assert store.put(told(3), lines(told(3))) is Put.ADDED


def test_a_group_without_changes_keeps_nobody_from_writing(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store, Store.open(tmp_path, timeout=0.2) as other:
        store.put(told(1), lines(told(1)))
        with store.grouped():
            assert store.recognise(told(1)) is Put.UNCHANGED
            assert other.put(told(2), lines(told(2))) is Put.ADDED
        with pytest.raises(StoreError, match="inside a snapshot"), store.grouped(), store.database.snapshot():
            store.put(told(3), lines(told(3)))
        with pytest.raises(StoreError, match="no group"), store.grouped(), store.grouped():
            pass
        with store.grouped():
            store.put(told(4), lines(told(4)))
        assert stored(tmp_path) == ["1.txt", "2.txt", "4.txt"]


def test_no_article_is_reported_before_others_can_read_it(tmp_path: Path) -> None:
    press, data = tmp_path / "press", tmp_path / "data"
    press.mkdir()
    for number in range(30):
        text = f"Kanał czeka na zmiany\n\nEwa Gaj: tak, widzimy zmiany {number}\n"
        (press / f"{number:02}.txt").write_text(text, encoding="utf-8")
    reported: list[str] = []

    def tell(event: Progress) -> None:
        if event.outcome is not None:
            reported.append(event.source)
            assert event.source in stored(data)

    with Store.open(data) as store:
        report = ingest([press], store, extract=lines, jobs=2, on_progress=tell)
    assert report.added == 30
    assert reported == [f"{number:02}.txt" for number in range(30)]


def test_the_log_is_followed_in_portions(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        for number in range(5):
            store.put(told(number), lines(told(number)))
        everything = store.changes_since(0)
        at, added, articles = 0, [], []
        while at < everything.sequence:
            portion = store.changes_since(at, 3)
            assert portion.sequence == min(at + 3, everything.sequence)
            at, added, articles = portion.sequence, [*added, *portion.added], [*articles, *portion.articles]
        assert tuple(added) == everything.added
        assert tuple(articles) == everything.articles
        assert store.changes_since(at, 3).added == ()
