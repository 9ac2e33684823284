"""Parquet tables, read back with pyarrow and compared with the graph."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from corpus.errors import InputError
from corpus.store import Store
from corpus.types import Polarity, Speaker, SpeakerType
from graph.build import build
from graph.export import export
from tests.corpus.store_samples import article, opinion, said

ODD = "Ewa \"X\" Nowak, 'y'; 😀 שלום \x07\ud800"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store.open(tmp_path / "data")
    of = article("jeden dwa")
    speaker = Speaker("Ewa Nowak", SpeakerType.PERSON)
    opinions = (opinion("cloud-incentives", Polarity.SCEPTICAL, -0.6),)
    made.put(of, [said(of, "jeden", speaker, opinions=opinions, role="prezes", firm="Mervant"), said(of, "dwa", None)])
    return made


def test_tables_hold_the_graph_with_types(store: Store, tmp_path: Path) -> None:
    graph = build(store)
    graph.nodes["person:ewa-nowak"]["label"] = ODD
    export(graph, tmp_path / "out.parquet")
    nodes, edges = (parquet.read_table(tmp_path / "out.parquet" / f"{name}.parquet") for name in ("nodes", "edges"))
    assert (nodes.num_rows, edges.num_rows) == (graph.number_of_nodes(), graph.number_of_edges())
    assert nodes.schema.field("date").type == pa.date32()
    assert edges.schema.field("evidence").type == pa.list_(pa.string())
    by_id = {row["id"]: row for row in nodes.to_pylist()}
    assert by_id["person:ewa-nowak"]["label"] == ODD.replace("\x07", "").replace("\ud800", "")
    said_first = next(row for row in by_id.values() if row["text"] == "jeden")
    assert (said_first["date"], said_first["spans"], said_first["confidence"]) == (date(2025, 3, 14), ["0-5"], 0.5)
    held = next(row for row in edges.to_pylist() if row["kind"] == "HOLDS")
    assert (held["score"], held["weight"], held["evidence"]) == (-0.6, 1.0, [said_first["id"].split(":")[1]])
    keys = {(row["source"], row["target"], row["key"]) for row in edges.to_pylist()}
    assert keys == set(graph.edges(keys=True))


def test_written_again_it_replaces_its_own_tables_and_nothing_else(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "out.parquet"
    export(build(store), folder)
    export(build(store), folder)
    assert sorted(one.name for one in folder.iterdir()) == ["edges.parquet", "nodes.parquet"]
    (folder / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match="holds other things"):
        export(build(store), folder)
    assert (folder / "mine.txt").read_text() == "mine"
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".out")] == []
