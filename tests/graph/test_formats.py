"""Exports read back by the formats' own libraries, with the names that break careless writers."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import networkx as nx
import pytest
import rdflib
from rdflib.namespace import PROV, RDF, SDO, SKOS

from corpus.errors import UsageError
from graph.build import build
from graph.entities import without_statements
from graph.export import cleaned, export
from graph.positions import changes, series
from graph.relations import add_changes, add_relations
from graph.schema import NodeKind
from tests.graph.test_build import ROWS, Rows, stored

NAMES = (
    'Anna "Ania" Nowak',
    "O'Hara; Łukasz",
    "שרה כהן",
    "Zoë 🦊 Fox",
    "a\x07b\u0085c",
    "x" * 300,
    "<b>&amp;</b>",
    "=cmd()",
)


@pytest.fixture
def graph() -> nx.MultiDiGraph:
    odd = [stored(10 + n, name, f"{name} mówi", 0.5, date(2024, 1, 1 + n)) for n, name in enumerate(NAMES)]
    return build(Rows([*ROWS, *odd]))


def written(graph: nx.MultiDiGraph, folder: Path, suffix: str) -> Path:
    path = folder / f"graph{suffix}"
    export(graph, path)
    return path


def test_gexf_comes_back_with_the_days_of_the_timeline(graph: nx.MultiDiGraph, tmp_path: Path) -> None:
    path = written(graph, tmp_path, ".gexf")
    read = nx.read_gexf(path)
    assert set(read) == set(cleaned(graph))
    assert read.number_of_edges() == graph.number_of_edges()
    text = path.read_text(encoding="utf-8")
    assert 'mode="dynamic"' in text
    assert 'start="2023-05-01"' in text


def test_cytoscapes_json_comes_back(graph: nx.MultiDiGraph, tmp_path: Path) -> None:
    read = nx.cytoscape_graph(json.loads(written(graph, tmp_path, ".cyjs").read_text(encoding="utf-8")))
    plain = cleaned(graph)
    assert set(read) == set(plain)
    assert {(a, b, key) for a, b, key in read.edges(keys=True)} == {(a, b, key) for a, b, key in plain.edges(keys=True)}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # in rdflib's own reader
@pytest.mark.parametrize(("suffix", "form"), [(".ttl", "turtle"), (".jsonld", "json-ld")])
def test_linked_data_says_who_said_what_where_and_on_which_side(
    graph: nx.MultiDiGraph, tmp_path: Path, suffix: str, form: str
) -> None:
    read = rdflib.Graph().parse(written(graph, tmp_path, suffix), format=form)
    kinds = [data["kind"] for _, data in graph.nodes(data=True)]
    assert len(set(read.subjects(RDF.type, SDO.Quotation))) == kinds.count(NodeKind.STATEMENT)
    assert len(set(read.subjects(RDF.type, SDO.Person))) == kinds.count(NodeKind.PERSON)
    anna = rdflib.URIRef("urn:quotegraph:person:anna-nowak")
    assert {str(read.value(said, SDO.text)) for said in read.subjects(SDO.creator, anna)} == {
        "Zachęty nie działają",
        "Zachęty działają",
    }
    [said] = read.subjects(SDO.text, rdflib.Literal("Zachęty nie działają"))
    assert read.value(said, PROV.wasQuotedFrom) == rdflib.URIRef(f"urn:quotegraph:article:{'a' * 16}")
    [span] = read.objects(said, rdflib.URIRef("urn:quotegraph:span"))
    assert str(span) == "0-20"
    stance = read.value(said, rdflib.URIRef("urn:quotegraph:stance"))
    assert str(read.value(stance, rdflib.URIRef("urn:quotegraph:polarity"))) == "sceptical"
    topic = read.value(stance, rdflib.URIRef("urn:quotegraph:topic"))
    assert {str(label) for label in read.objects(topic, SKOS.prefLabel)} >= {"Cloud incentives"}
    names = {str(name) for name in read.objects(None, SDO.name)}
    assert {"שרה כהן", "Zoë 🦊 Fox", 'Anna "Ania" Nowak'} <= names


def test_tables_have_every_node_and_edge_with_neo4js_headers(graph: nx.MultiDiGraph, tmp_path: Path) -> None:
    with ZipFile(written(graph, tmp_path, ".zip")) as archive:
        nodes, edges = (
            list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8"), newline="")))
            for name in ("nodes.csv", "relationships.csv")
        )
    plain = cleaned(graph)
    assert {row[":ID"]: row["label"] for row in nodes} == {name: data["label"] for name, data in plain.nodes(data=True)}
    assert {row[":LABEL"] for row in nodes} == {"Person", "Firm", "Topic", "Statement", "Article"}
    ends = sorted((row[":START_ID"], row[":END_ID"], row[":TYPE"]) for row in edges)
    assert ends == sorted((a, b, data["kind"]) for a, b, data in plain.edges(data=True))


@pytest.mark.parametrize("suffix", [".graphml", ".gexf", ".json", ".cyjs", ".ttl", ".jsonld", ".zip"])
def test_every_format_takes_the_graph_without_statements_and_with_agreement(
    graph: nx.MultiDiGraph, tmp_path: Path, suffix: str
) -> None:
    small = without_statements(graph)
    assert add_relations(small) > 10
    assert not {NodeKind.STATEMENT, NodeKind.ARTICLE} & {data["kind"] for _, data in small.nodes(data=True)}
    assert written(small, tmp_path, suffix).stat().st_size > 1000


def test_an_unknown_suffix_is_refused_with_those_there_are(graph: nx.MultiDiGraph, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.graphml, \.gexf, .*\.zip"):
        export(graph, tmp_path / "graph.doc")


def test_who_changed_their_mind_is_an_edge_with_both_statements(graph: nx.MultiDiGraph) -> None:
    found = changes(series(ROWS))
    assert add_changes(graph, found) == 1
    edge = graph.edges["person:anna-nowak", "topic:cloud-incentives", "CHANGED_MIND:2025-03-01"]
    assert (edge["polarity"], edge["last_seen"]) == ("supportive", "2023-05-01")
    assert edge["evidence"] == [f"{1:016x}", f"{2:016x}"]
    assert add_changes(nx.MultiDiGraph(), found) == 0


@pytest.mark.parametrize("suffix", ["graphml", "gexf", "json", "cyjs", "ttl", "jsonld"])
def test_the_same_store_gives_the_same_file_in_every_process(tmp_path: Path, suffix: str) -> None:
    script = (
        "import sys; from pathlib import Path; from corpus.store import Store; from graph.build import build\n"
        "from graph.export import export; from tests.corpus.store_samples import *\n"
        "texts = ['Ewa Lis: nie wiem', 'Adam Sowa: tak jest', 'Ewa Lis: nie', 'Jan Kos: tak']\n"
        "store = Store.open(Path(sys.argv[1]))\n"
        "made = [article(text, location=f'/{text}') for text in texts]\n"
        "[store.put(one, lines(one)) for one in made]\n"
        "export(build(store), Path(sys.argv[2]))"
    )
    for seed in "12":
        args = [str(tmp_path / f"store{seed}"), str(tmp_path / f"{seed}.{suffix}")]
        subprocess.run([sys.executable, "-c", script, *args], check=True, env=os.environ | {"PYTHONHASHSEED": seed})
    one, other = ((tmp_path / f"{seed}.{suffix}").read_bytes() for seed in "12")
    assert one == other
