"""Whatever texts a graph holds, files of it are read back with the same nodes, edges and values."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.export import cleaned, export

TEXT = st.text(st.characters(), max_size=20)
NAMES = st.lists(st.text(st.characters(), min_size=1, max_size=8), min_size=1, max_size=5, unique=True)
VALUES = st.one_of(
    TEXT, st.integers(-(2**31), 2**31 - 1), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.none()
)
ANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def graphs(draw: st.DrawFn) -> nx.MultiDiGraph:
    """A small graph with any texts; an attribute of a name has one type throughout, as ours have."""
    made = nx.MultiDiGraph()
    names = draw(NAMES)
    for name in names:
        made.add_node(name, kind="person", label=draw(TEXT), words=draw(st.lists(TEXT, max_size=3)), empty=None)
    for number in range(draw(st.integers(0, 5))):
        ends = draw(st.sampled_from(names)), draw(st.sampled_from(names))
        made.add_edge(*ends, key=f"{draw(TEXT)}{number}", kind="SAID", score=draw(st.floats(-1, 1)), note=draw(TEXT))
    return made


def parts(graph: nx.MultiDiGraph) -> tuple[list[str], list[str]]:
    nodes = [json.dumps([name, data], sort_keys=True) for name, data in graph.nodes(data=True)]
    edges = [json.dumps([*ends, key, data], sort_keys=True) for *ends, key, data in graph.edges(keys=True, data=True)]
    return sorted(nodes), sorted(edges)


@ANY
@given(graphs())
def test_graphml_comes_back(tmp_path: Path, graph: nx.MultiDiGraph) -> None:
    export(graph, tmp_path / "graph.graphml")
    found = nx.read_graphml(tmp_path / "graph.graphml", force_multigraph=True, edge_key_type=str)
    assert parts(found) == parts(cleaned(graph))


@ANY
@given(graphs())
def test_node_link_json_comes_back(tmp_path: Path, graph: nx.MultiDiGraph) -> None:
    export(graph, tmp_path / "graph.json")
    content = json.loads((tmp_path / "graph.json").read_text(encoding="utf-8"))
    found = nx.node_link_graph(
        content, edges="edges" if "edges" in content else "links", multigraph=True, directed=True
    )
    assert parts(found) == parts(cleaned(graph))


@ANY
@given(graphs(), st.sampled_from([".gexf", ".cyjs", ".ttl", ".jsonld", ".zip"]))
def test_every_other_format_takes_any_text(tmp_path: Path, graph: nx.MultiDiGraph, suffix: str) -> None:
    path = tmp_path / f"graph{suffix}"
    export(graph, path)
    assert path.stat().st_size > 0
    if suffix == ".gexf":
        found = nx.read_gexf(path)
        assert found.number_of_nodes() == cleaned(graph).number_of_nodes()
    elif suffix in {".cyjs", ".jsonld"}:
        json.loads(path.read_text(encoding="utf-8"))


def test_values_of_every_kind_become_plain() -> None:
    graph = nx.MultiDiGraph()
    graph.add_node("a\x00b", label="\ud800x\r\n", none=None)
    (name,) = cleaned(graph).nodes
    assert "\x00" not in name
    with pytest.raises(UnicodeEncodeError):
        "\ud800x".encode()
    cleaned(graph).nodes[name]["label"].encode()
