"""GraphML written as it comes is the graph that is built in memory."""

from __future__ import annotations

import gc
from datetime import date
from pathlib import Path

import networkx as nx
import pytest

import corpus
from corpus.ingest import ingest
from corpus.store import Store
from corpus.topics import default_scheme
from corpus.types import Speaker, SpeakerType
from graph.build import build
from graph.export import cleaned
from graph.schema import EdgeKind
from graph.streaming import export_streaming
from graph.walk import rarely_collected
from tests.corpus.store_samples import article, said

SAMPLES = Path(corpus.__file__).parent / "data" / "samples"
SUMS = {EdgeKind.HOLDS, EdgeKind.AFFILIATED_WITH}


DAYS = [(None, None), (date(2025, 1, 1), None), (None, date(2024, 12, 31)), (date(2024, 2, 29), date(2024, 2, 29))]


@pytest.mark.parametrize(("since", "until"), DAYS)
def test_the_samples_stream_to_what_is_built_in_memory(tmp_path: Path, since: date | None, until: date | None) -> None:
    with Store.open(tmp_path / "data") as store:
        ingest([SAMPLES], store)
        odd = article('Ktoś "<&>" mówi \x07: tak.', headline="]]> & <b>", date_published=date(2024, 2, 29))
        store.put(odd, [said(odd, "tak", Speaker('Zoë "🦊" שרה', SpeakerType.PERSON), firm="A & B")])
        counts = export_streaming(store, default_scheme(), tmp_path / "graph.graphml", since=since, until=until)
        plain = cleaned(build(store, since=since, until=until))
        assert len(plain) > 3
    read = nx.read_graphml(tmp_path / "graph.graphml", force_multigraph=True)
    assert counts == (plain.number_of_nodes(), plain.number_of_edges()) == (len(read), read.number_of_edges())
    assert dict(read.nodes(data=True)) == dict(plain.nodes(data=True))
    assert {(a, b, key) for a, b, key in read.edges(keys=True)} == {(a, b, key) for a, b, key in plain.edges(keys=True)}
    for source, target, key, data in plain.edges(keys=True, data=True):
        streamed = read.edges[source, target, key]
        if data["kind"] in SUMS:
            shared = data.keys() & streamed.keys() - {"evidence", "score"}
            assert {name: data[name] for name in shared} == {name: streamed[name] for name in shared}
            assert abs(data.get("score", 0) - streamed.get("score", 0)) < 2e-3
        else:
            assert data == streamed


def test_the_collector_looks_around_as_before_once_a_graph_is_written() -> None:
    usual = gc.get_threshold()
    with rarely_collected():
        assert gc.get_threshold()[0] > usual[0]
    assert gc.get_threshold() == usual
