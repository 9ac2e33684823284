"""A few kills at random moments of every kind of write; ``python -m fuzz.kills`` does 200 of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.store import Store
from fuzz.kills import Kills
from search import segment_files


def test_nothing_acknowledged_is_lost_and_everything_verifies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment_files, "LARGE", segment_files.LARGE)  # the kills make segments small; undone after this
    kills = Kills(tmp_path, seed=7, texts=120, server_every=0)
    kills.run(6)
    told = kills.told(0)
    assert kills.faults == 0, told
    assert told.startswith("6 kills")
    assert sum(kills.expected.present.values()) >= 30


def test_a_lost_write_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment_files, "LARGE", segment_files.LARGE)
    kills = Kills(tmp_path, seed=8, texts=120, server_every=0)
    with Store.open(kills.data) as store:
        made = store.correct(store.statement_ids()[0], author="worker", role="analyst")
        kills.expected.corrections = {made.id: ("", "analyst"), made.id + 1: ("", "director")}
        store.delete_article(list(store.articles())[-1].id)
        faults = kills.expected.faults(store, {})
    assert [fault.split(":")[0] for fault in faults] == ["articles", f"correction {made.id + 1} is missing"]
