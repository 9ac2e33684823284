"""A service that follows a store to which other processes write."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import IndexMismatchError
from corpus.store import Store
from search.engine import Engine
from search.opening import open_engine, rebuild
from tests.search.articles import AGAINST, EN, RUFUS, Said, make_article, make_store

QUESTION = "who is sceptical about cloud incentives"
LEASH = Said("cloud incentives are a leash", RUFUS, None, "Ferrolink", (("cloud-incentives", 0.9, AGAINST, -0.9),))
ARTICLE = make_article("leash.txt", EN, date(2026, 5, 5), "A leash", (LEASH,))
NEVER = 3600.0
WITHIN = 10.0  # seconds; a second where the machine has nothing else to do

_WRITES = """
import sys
from pathlib import Path
from corpus.store import Store
from tests.search.test_following import ARTICLE
with Store.open(Path(sys.argv[1])) as store:
    store.put(*ARTICLE) if sys.argv[2] == "put" else store.delete_article(ARTICLE[0].id)
"""
_FOLLOWS = """
import sys, time
from pathlib import Path
from search.opening import open_engine
from tests.search.test_following import QUESTION
engine = open_engine(Path(sys.argv[1]))
engine.follow()
print("ready", flush=True)
until = time.monotonic() + 60
while time.monotonic() < until:
    names = [one.speaker.name for one in engine.ask(QUESTION).answers]
    if "Rufus Garlick" in names:
        print("seen", len(engine.index), flush=True)
        break
    time.sleep(0.05)
engine.close()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_store(tmp_path).close()
    open_engine(tmp_path).close()
    return tmp_path


def names(engine: Engine) -> list[str]:
    return [one.speaker.name for one in engine.ask(QUESTION).answers]


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + WITHIN
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def write(folder: Path, what: str) -> None:
    subprocess.run([sys.executable, "-c", _WRITES, str(folder), what], check=True, timeout=60)


def test_what_another_process_writes_and_deletes_is_seen_and_indexed_by_one(folder: Path) -> None:
    other = subprocess.Popen([sys.executable, "-c", _FOLLOWS, str(folder)], stdout=subprocess.PIPE, text=True)
    engine = open_engine(folder)
    engine.follow()
    try:
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        before = len(engine.index)
        assert "Rufus Garlick" not in names(engine)
        write(folder, "put")
        until(lambda: "Rufus Garlick" in names(engine))
        until(lambda: len(engine.index) == before + 1)  # one of the two has indexed it, both have it
        assert other.stdout.readline().startswith("seen ")
        until(lambda: engine.lexical.sequence == engine.store.sequence())  # words are indexed after vectors
        assert engine.store.sequence() == engine.index.sequence == engine.followed
        write(folder, "delete")
        until(lambda: "Rufus Garlick" not in names(engine))
        until(lambda: len(engine.index) == before)
    finally:
        other.communicate(timeout=60)
        engine.close()


def test_no_question_waits_for_what_others_write(folder: Path) -> None:
    engine = open_engine(folder)
    engine.follow(every=NEVER)
    with Store.open(folder) as store:
        store.put(*ARTICLE)
    before = len(engine.index)
    assert "Rufus Garlick" not in names(engine)
    assert len(engine.index) == before
    engine.refresh()  # whoever has written sees it at once
    assert names(engine)[0] == "Rufus Garlick"
    assert len(engine.index) == before + 1
    engine.close()


def test_a_statement_that_went_since_the_last_look_is_never_shown(folder: Path) -> None:
    with Store.open(folder) as store:
        store.put(*ARTICLE)
    engine = open_engine(folder)
    engine.follow(every=NEVER)
    assert "Rufus Garlick" in names(engine)
    with Store.open(folder) as store:
        store.delete_article(ARTICLE[0].id)
    assert "Rufus Garlick" not in names(engine)
    engine.close()


def test_one_follower_is_elected_and_another_when_it_ends(folder: Path) -> None:
    engines = [open_engine(folder), open_engine(folder)]
    followers = []
    for engine in engines:
        engine.follow(every=NEVER)
        assert engine._follower is not None
        followers.append(engine._follower)
    assert [one._is_elected() for one in followers] == [True, False]
    assert [one._is_elected() for one in followers] == [True, False]
    engines[0].close()
    assert followers[1]._is_elected()
    engines[1].close()


def test_an_index_of_another_encoder_is_told_to_who_asks(folder: Path) -> None:
    engine = open_engine(folder)
    engine.follow(every=0.02)
    rebuild(folder, "static").close()

    def refused() -> bool:
        try:
            engine.ask(QUESTION)
        except IndexMismatchError:
            return True
        return False

    until(refused)
    engine.close()


def test_a_log_that_readers_keep_long_is_begun_anew(folder: Path) -> None:
    with Store.open(folder) as store:
        log = store.database.path.with_name(store.database.path.name + "-wal")
        for number in range(30):
            store.put(*make_article(f"{number}.txt", EN, None, f"Leash {number}", (LEASH,)))
        size = log.stat().st_size
        assert size > 100_000
        store.database.shorten_log(size)
        assert log.stat().st_size == size
        store.database.shorten_log(size - 1)
        assert log.stat().st_size == 0
        assert store.stats().articles == 35
