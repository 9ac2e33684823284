"""A primary dies under writes, its standby takes over: writes go on, and no acknowledged one is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.store import Put, Store
from tests.corpus.store_samples import article, lines
from tests.postgres import USER, Server


@pytest.fixture
def servers(server_folder: Path) -> Iterator[tuple[Server, Server]]:
    """A primary, and a standby that has every commit before it is acknowledged."""
    primary, standby = Server(server_folder / "primary"), Server(server_folder / "standby")
    primary.make()
    primary.start()
    standby.copy_of(primary)
    standby.start()
    primary.execute("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
    primary.execute("SELECT pg_reload_conf()")
    until = time.monotonic() + 20
    while primary.execute("SELECT sync_state FROM pg_stat_replication") != [("sync",)]:
        assert time.monotonic() < until
        time.sleep(0.05)
    yield primary, standby
    primary.stop()
    standby.stop()


def wait_for(count: int, acknowledged: list[str]) -> None:
    until = time.monotonic() + 60
    while len(acknowledged) < count:
        assert time.monotonic() < until, f"{len(acknowledged)} of {count} written"
        time.sleep(0.01)


def test_no_acknowledged_write_is_lost_when_the_primary_dies(servers: tuple[Server, Server]) -> None:
    primary, standby = servers
    address = f"postgresql://{USER}@127.0.0.1:{primary.port},127.0.0.1:{standby.port}/postgres"
    acknowledged: list[str] = []
    outcomes: list[Put] = []
    stop = threading.Event()

    def write(store: Store, writer: int) -> None:
        number = 0
        while not stop.is_set():
            text = article(f"Ewa Gaj: tak {writer} {number}", location=f"/{writer}/{number}.txt")
            outcomes.append(store.put(text, lines(text)))
            acknowledged.append(text.id)
            number += 1

    with Store.open(address) as store:
        writers = [threading.Thread(target=write, args=(store, number)) for number in range(3)]
        for writer in writers:
            writer.start()
        wait_for(20, acknowledged)
        primary.kill()
        before, died_at = len(acknowledged), time.monotonic()
        standby.promote()
        promoted_at = time.monotonic()
        wait_for(before + 20, acknowledged)
        resumed_at = time.monotonic()
        stop.set()
        for writer in writers:
            writer.join()
        print(
            f"\n{before} writes before, {len(acknowledged) - before} after the primary died; promoted after "
            f"{promoted_at - died_at:.1f} s, 20 more written {resumed_at - promoted_at:.1f} s later"
        )
        stored = [found.id for found in store.articles()]
        assert set(acknowledged) == set(stored)  # none lost
        assert len(stored) == len(acknowledged) == len(set(acknowledged))  # none twice
        assert store.verify() == []
        assert store.sequence() == store.database.query("SELECT count(*) FROM change_log")[0][0]
        assert store.changes_since(0).added == tuple(store.statement_ids())
    assert set(outcomes) <= {Put.ADDED, Put.UNCHANGED}
