"""What befalls a store: other processes, kill -9, threads, locks, a full disk."""

from __future__ import annotations

import itertools
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.errors import StoreError
from corpus.store import FILE_NAME, Put, Store
from corpus.store.schema import MIGRATIONS, migrate, version
from tests.corpus.store_samples import article, lines

ROOT = Path(__file__).parents[2]
INGEST = """
import itertools, os, signal, sys
from pathlib import Path
from corpus.ingest import ingest
from corpus.store import Store
from tests.corpus.store_samples import lines

steps = itertools.count(1)

def step(sql):
    if next(steps) == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)

def tell(progress):
    if progress.outcome is not None:
        print(progress.outcome, progress.source, flush=True)

with Store.open(Path(sys.argv[1])) as store:
    store.database.connection().set_trace_callback(step)
    report = ingest([sys.argv[2]], store, extract=lines, on_progress=tell)
    assert not report.errors, report.errors
"""


def write_articles(folder: Path, count: int) -> None:
    folder.mkdir()
    for number in range(count):
        body = [f"Kanał {number}", ""]
        body += [
            f"Osoba Nr{(number + line) % 17}: nie wierzymy w rabaty, wersja {number} i {line}" for line in range(8)
        ]
        (folder / f"{number:03}.txt").write_text("\n".join(body), encoding="utf-8")


def start(data: Path, press: Path, *, last_step: int = 0) -> subprocess.Popen[str]:
    """Ingests in another process, which kills itself before the SQL statement of that number (0: never)."""
    return subprocess.Popen(
        [sys.executable, "-c", INGEST, str(data), str(press), str(last_step)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> list[str]:
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 0, f"exit {process.returncode}\n{output}\n{errors}"
    return output.splitlines()


def assert_equal_after_another_run(data: Path, press: Path, whole: Path, acknowledged: set[str]) -> None:
    with Store.open(data) as store:
        assert store.verify() == []
        assert acknowledged <= {found.document for found in store.articles()}
    finish(start(data, press))
    finish(start(whole, press))
    with Store.open(data) as killed, Store.open(whole) as one:
        assert list(killed.dump()) == list(one.dump())
        assert one.stats().statements == 8 * len(list(press.iterdir()))


def test_killed_at_random_moments_and_run_again_equals_one_uninterrupted_run(tmp_path: Path) -> None:
    press, data = tmp_path / "press", tmp_path / "killed"
    write_articles(press, 250)
    chance = random.Random(20)  # noqa: S311
    acknowledged: set[str] = set()
    kills = 0
    for _ in range(4):
        process = start(data, press)
        assert process.stdout is not None
        new, until = 0, chance.randrange(1, 20)
        for line in process.stdout:
            acknowledged.add(line.split()[1])
            new += line.startswith(Put.ADDED)
            if new == until:
                time.sleep(chance.random() * 0.005)
                break
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
        kills += process.returncode == -signal.SIGKILL
    assert kills >= 2  # on a very fast machine the last ones may find nothing left to do
    assert_equal_after_another_run(data, press, tmp_path / "whole", acknowledged)


def test_killed_inside_transactions_and_run_again_equals_one_uninterrupted_run(tmp_path: Path) -> None:
    press, data = tmp_path / "press", tmp_path / "killed"
    write_articles(press, 20)
    chance = random.Random(21)  # noqa: S311
    acknowledged: set[str] = set()
    for _ in range(10):
        process = start(data, press, last_step=chance.randrange(45, 220))
        output, _ = process.communicate(timeout=60)
        assert process.returncode in (-signal.SIGKILL, 0)
        acknowledged.update(line.split()[1] for line in output.splitlines())
    assert len(acknowledged) > 0
    assert_equal_after_another_run(data, press, tmp_path / "whole", acknowledged)


def test_two_processes_ingest_the_same_articles_at_once(tmp_path: Path) -> None:
    press, data = tmp_path / "press", tmp_path / "data"
    write_articles(press, 60)
    outcomes = [line.split()[0] for process in [start(data, press), start(data, press)] for line in finish(process)]
    assert outcomes.count(Put.ADDED) == 60
    assert outcomes.count(Put.UNCHANGED) == 60
    with Store.open(data) as store:
        assert store.verify() == []
        assert (store.stats().articles, store.stats().statements) == (60, 480)
        assert store.changes_since(0).added == tuple(store.statement_ids())


@pytest.mark.parametrize("step", range(1, 6))
def test_the_version_read_while_another_process_makes_the_tables_is_of_one_moment(tmp_path: Path, step: int) -> None:
    reading, making = (sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None) for _ in range(2))
    making.execute("PRAGMA journal_mode = WAL")
    steps = itertools.count(1)

    def meanwhile(_: str) -> None:
        if next(steps) == step:
            migrate(making)

    reading.set_trace_callback(meanwhile)
    assert version(reading) in (0, len(MIGRATIONS))
    reading.set_trace_callback(None)
    migrate(reading)
    assert version(reading) == len(MIGRATIONS)
    for connection in (reading, making):
        connection.close()


def test_many_openers_make_one_store_at_once(tmp_path: Path) -> None:
    for attempt in range(20):
        together = threading.Barrier(4)

        def opened(folder: Path = tmp_path / str(attempt), together: threading.Barrier = together) -> str:
            together.wait()
            with Store.open(folder) as store:
                return store.identity

        with ThreadPoolExecutor(4) as pool:
            assert len({found.result() for found in [pool.submit(opened) for _ in range(4)]}) == 1


def test_many_threads_write_and_read_at_once(tmp_path: Path) -> None:
    def work(number: int) -> int:
        text = article(f"Ewa Gaj: tak {number}", location=f"/{number}.txt")
        assert store.put(text, lines(text)) is Put.ADDED
        with store.snapshot():
            assert store.count() == len(list(store.statements()))
        return store.count(article_id=text.id)

    with Store.open(tmp_path) as store:
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(work, range(40))) == [1] * 40
        assert store.count() == 40
        assert store.verify() == []


def test_threads_that_ended_leave_no_connection_open(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        open_files = Path("/proc/self/fd")
        before = len(list(open_files.iterdir())) if open_files.exists() else 0
        for _ in range(20):
            reader = threading.Thread(target=store.count)
            reader.start()
            reader.join()
        if before:
            assert len(list(open_files.iterdir())) < before + 10


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.count()


def test_a_reader_sees_what_another_process_writes_and_cannot_write(tmp_path: Path) -> None:
    first = article("Ewa Gaj: tak")
    with Store.open(tmp_path) as writer, Store.open(tmp_path, read_only=True) as reader:
        assert reader.count() == 0
        writer.put(first, lines(first))
        assert reader.count() == 1
        with pytest.raises(StoreError, match="reading only"):
            reader.put(article("Ewa Gaj: nie", location="/b.txt"), [])
        assert reader.verify() == []


def test_waiting_too_long_for_another_writer_is_an_error_in_words(tmp_path: Path) -> None:
    with Store.open(tmp_path, timeout=0.05) as store:
        other = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another process has been writing for too long"):
            store.put(article("Ewa Gaj: tak"), [])
        other.close()
        assert store.put(article("Ewa Gaj: tak"), []) is Put.ADDED


def test_a_full_disk_loses_only_the_article_at_hand(tmp_path: Path) -> None:
    first, second = article("Ewa Gaj: tak"), article("Ewa Gaj: nie " + "bo " * 200_000, location="/b.txt")
    with Store.open(tmp_path) as store:
        store.put(first, lines(first))
        pages = store.database.query("PRAGMA page_count")[0][0]
        store.database.query(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreError, match="the disk is full; make room"):
            store.put(second, lines(second))
        assert (list(store.articles()), store.verify()) == ([first], [])
        store.database.query("PRAGMA max_page_count = 1000000")
        assert store.put(second, lines(second)) is Put.ADDED
