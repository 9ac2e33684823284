"""``topics`` and ``stats`` on a terminal of 80 columns: nothing is cut, and the numbers add up."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.compose import topic_rows
from api.serialise import stats_dict
from search.engine import Engine


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def test_ids_of_topics_are_whole_at_80_columns(engine: Engine, data_folder: Path, narrow: None) -> None:
    used = [row for row in topic_rows(engine.store) if row["statements"]]
    text = CliRunner().invoke(app, ["--data", str(data_folder), "topics"]).output
    assert len(used) > 5
    for row in used:
        line = next(line for line in text.splitlines() if re.search(rf"^│ {re.escape(row['id'])} ", line))
        numbers = [int(cell) for cell in re.findall(r"\d+", line.replace(row["id"], ""))][-5:]
        assert numbers == [row[name] for name in ("statements", "supportive", "sceptical", "mixed", "neutral")]
    assert max(map(len, text.splitlines())) <= 80
    assert "…" not in text


def test_the_parts_of_stats_add_up_to_their_totals(engine: Engine, data_folder: Path, narrow: None) -> None:
    text = CliRunner().invoke(app, ["--data", str(data_folder), "stats"]).output
    assert "{" not in text
    counted = json.loads(CliRunner().invoke(app, ["--data", str(data_folder), "stats", "--json"]).output)
    assert counted == stats_dict(engine.store.stats())
    total, opinions = counted["statements"], counted["opinions"]
    assert total == sum(counted["by_language"].values()) == sum(counted["by_kind"].values())
    assert opinions == sum(counted["by_polarity"].values()) >= counted["on_topic"] > 0
    for heading, whole in (("language", total), ("kind", total), ("about", total), ("side", opinions)):
        parts = [int(number) for number in re.findall(rf"(?:by )?{heading}: .*?(\d+)\D*$", text, re.MULTILINE)]
        assert (sum(parts), len(parts) > 1) == (whole, True)
