"""The graph of hand-made statements, compared by value; and that it goes out and comes back unchanged."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import InputError, NotFoundError, UsageError
from corpus.store import StoredStatement
from corpus.types import Language, Opinion, Polarity, Span, Speaker, SpeakerType, Statement, StatementKind
from graph.build import build
from graph.export import cleaned, export
from graph.query import firm_positions, neighbours, nodes_of, speakers_on, statements_of
from graph.schema import NodeKind


@dataclass
class Rows:
    """A source of statements with nothing behind it."""

    rows: list[StoredStatement]

    def statements(self) -> Iterator[StoredStatement]:
        yield from self.rows


def stored(
    number: int,
    name: str | None,
    text: str,
    score: float,
    day: date | None,
    *,
    role: str | None = "prezes",
    firm: str | None = "Bitar",
) -> StoredStatement:
    side = Polarity.SUPPORTIVE if score > 0 else Polarity.SCEPTICAL if score < 0 else Polarity.NEUTRAL
    statement = Statement(
        id=f"{number:016x}",
        article_id="a" * 16,
        kind=StatementKind.DIRECT,
        language=Language.PL,
        content=(Span(0, len(text), text),),
        cue=Span(90, 94, "mówi"),
        speaker=Speaker(name, SpeakerType.PERSON) if name else None,
        role=role,
        firm=firm,
        opinions=(Opinion("cloud-incentives", 0.8, side, score, (Span(0, 2, text[:2]),)),),
    )
    person = f"person:{name.lower().replace(' ', '-')}" if name else "unknown:a"
    return StoredStatement(
        statement,
        person,
        name,
        f"firm:{firm.lower()}" if firm else None,
        firm,
        "a.md",
        "Nagłówek",
        "Głos",
        "https://example.com/a",
        day,
    )


ROWS = [
    stored(1, "Anna Nowak", "Zachęty nie działają", -0.8, date(2023, 5, 1)),
    stored(2, "Anna Nowak", "Zachęty działają", 0.6, date(2025, 3, 1)),
    stored(3, "Jan Lis", "Zachęty są świetne", 0.9, None, role=None, firm=None),
    stored(4, None, "Różnie mówią", 0.0, date(2024, 1, 1), role=None, firm=None),
]


@pytest.fixture
def graph() -> nx.MultiDiGraph:
    return build(Rows(ROWS))


def test_nodes_by_kind(graph):
    assert nodes_of(graph, NodeKind.PERSON) == ["person:anna-nowak", "person:jan-lis"]
    assert nodes_of(graph, NodeKind.FIRM) == ["firm:bitar"]
    assert len(nodes_of(graph, NodeKind.STATEMENT)) == 4
    assert nodes_of(graph, NodeKind.ARTICLE) == [f"article:{'a' * 16}"]
    assert "topic:cloud-incentives" in graph
    assert not any(node.startswith("unknown") for node in graph)


def test_said_and_about_carry_dates_and_the_words_that_show_the_side(graph):
    said = graph.get_edge_data("person:anna-nowak", f"statement:{1:016x}")["SAID"]
    assert (said["date"], said["evidence"], said["cue"]) == ("2023-05-01", [f"{1:016x}"], "mówi")
    about = graph.get_edge_data(f"statement:{1:016x}", "topic:cloud-incentives")["ABOUT"]
    assert (about["polarity"], about["score"], about["cues"]) == ("sceptical", -0.8, ["Za"])


def test_affiliation_has_role_dates_and_evidence(graph):
    edge = graph.get_edge_data("person:anna-nowak", "firm:bitar")["AFFILIATED_WITH:prezes"]
    assert (edge["role"], edge["first_seen"], edge["last_seen"]) == ("prezes", "2023-05-01", "2025-03-01")
    assert edge["evidence"] == [f"{1:016x}", f"{2:016x}"]


def test_positions_take_all_statements_together(graph):
    edge = graph.get_edge_data("person:anna-nowak", "topic:cloud-incentives")["HOLDS"]
    assert (edge["polarity"], edge["score"], edge["weight"]) == ("mixed", -0.1, 2.0)
    assert speakers_on(graph, "topic:cloud-incentives") == {
        "mixed": [("person:anna-nowak", -0.1)],
        "supportive": [("person:jan-lis", 0.9)],
    }
    assert firm_positions(graph, "firm:bitar") == {"topic:cloud-incentives": [("person:anna-nowak", "mixed", -0.1)]}


def test_statements_of_a_speaker_come_by_date(graph):
    assert statements_of(graph, "person:anna-nowak") == [f"statement:{1:016x}", f"statement:{2:016x}"]


def test_a_topic_is_joined_to_all_broader_ones(graph):
    assert neighbours(graph, "topic:cloud-incentives")["BROADER"] == ["topic:channel-incentives", "topic:cloud"]


def test_unknown_node_is_named(graph):
    with pytest.raises(NotFoundError, match="person:nobody"):
        neighbours(graph, "person:nobody")


def same(a: nx.MultiDiGraph, b: nx.MultiDiGraph) -> bool:
    edges = [{(u, v, str(k)): d for u, v, k, d in g.edges(keys=True, data=True)} for g in (a, b)]
    return dict(a.nodes(data=True)) == dict(b.nodes(data=True)) and edges[0] == edges[1]


def read_back(path: Path) -> nx.MultiDiGraph:
    return nx.read_graphml(path, force_multigraph=True)


def without_edge_ids(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    for _, _, data in graph.edges(data=True):
        data.pop("id", None)
    return graph


def test_graphml_reads_back_equal(graph, tmp_path):
    export(graph, tmp_path / "g.graphml")
    assert same(cleaned(graph), without_edge_ids(read_back(tmp_path / "g.graphml")))


@settings(max_examples=60, deadline=None)
@given(name=st.text(min_size=1, max_size=20), words=st.text(max_size=40))
def test_graphml_of_any_text_reads_back_equal(name, words, tmp_path_factory):
    graph = build(
        Rows(
            [stored(7, f"x{name}", f"„{words}”", 0.5, None), stored(8, 'A "&<>\u202e\u05d0 😀\x07\r\n', "b", 0.1, None)]
        )
    )
    path = tmp_path_factory.mktemp("graph") / "g.graphml"
    export(graph, path)
    assert same(cleaned(graph), without_edge_ids(read_back(path)))


def test_gexf_and_json_hold_the_same_nodes_and_edges(graph, tmp_path):
    export(graph, tmp_path / "g.gexf")
    export(graph, tmp_path / "g.json")
    gexf = nx.read_gexf(tmp_path / "g.gexf")
    assert set(gexf.nodes) == set(graph.nodes)
    assert gexf.number_of_edges() == graph.number_of_edges()
    import json

    plain = nx.node_link_graph(json.loads((tmp_path / "g.json").read_text(encoding="utf-8")), edges="edges")
    assert same(plain, cleaned(graph))


def test_unknown_suffix_and_missing_folder_are_clear_errors(graph, tmp_path):
    with pytest.raises(UsageError, match=r"\.graphml, \.gexf, \.json"):
        export(graph, tmp_path / "g.pdf")
    with pytest.raises(InputError, match=r"cannot be written"):
        export(graph, tmp_path / "none" / "g.graphml")
    assert list(tmp_path.iterdir()) == []
