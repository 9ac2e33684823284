"""The graph of people, firms and topics alone, its edges summed up by the store: for very many statements."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Protocol

import networkx as nx

from corpus.store.summing import Holding, Work
from corpus.topics import TopicScheme
from graph.parts import Edge, edge_key, holds, node, topic_nodes, works_at
from graph.query import induced
from graph.schema import EdgeKind, NodeKind, kind_of, node_id


class Sums(Protocol):
    """What this graph needs of a store."""

    def holdings(
        self, *, topics: Collection[str] | None = None, since: date | None = None, until: date | None = None
    ) -> Iterable[Holding]:
        """What each speaker holds of each topic."""

    def works(self, *, since: date | None = None, until: date | None = None) -> Iterable[Work]:
        """Who had which role at which firm."""

    def names(self, ids: Collection[str]) -> dict[str, str]:
        """The names of people, firms and groups."""


def entity_graph(
    store: Sums,
    scheme: TopicScheme,
    *,
    topics: Collection[str] | None = None,
    since: date | None = None,
    until: date | None = None,
) -> nx.MultiDiGraph:
    """People, firms, groups and topics with ``HOLDS``, ``AFFILIATED_WITH`` and ``BROADER``.

    As :func:`graph.build.build` makes them, with ``weight`` (the number of statements) in place of ``evidence``.

    :param topics: only what is held of these topics and those below them, and who holds it.
    :param since: only what was published on this day or later …
    :param until: … and not after this one.
    """
    graph = nx.MultiDiGraph()
    wanted = None if topics is None else {below for topic in topics for below in scheme.narrower(topic)}
    for held in store.holdings(topics=wanted, since=since, until=until):
        _topic(graph, held.topic, scheme)
        _add(graph, holds(held))
    for work in store.works(since=since, until=until):
        if topics is None or work.speaker_id in graph:
            _add(graph, works_at(work))
    _name(graph, store)
    return graph


def without_statements(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """A copy with people, firms, groups and topics alone; what they hold keeps its evidence."""
    left = {NodeKind.STATEMENT.value, NodeKind.ARTICLE.value}
    return induced(graph, {name for name, data in graph.nodes(data=True) if data["kind"] not in left})


def _add(graph: nx.MultiDiGraph, edge: Edge) -> None:
    source, target, kind, attributes = edge
    graph.add_edge(source, target, key=edge_key(kind, attributes), kind=kind.value, label=kind.value, **attributes)


def _topic(graph: nx.MultiDiGraph, topic_id: str, scheme: TopicScheme) -> None:
    if node_id(NodeKind.TOPIC, topic_id) not in graph:
        for (name, attributes), broader in topic_nodes(topic_id, scheme):
            graph.add_node(name, **attributes)
            for above in broader:
                _add(graph, (name, node_id(NodeKind.TOPIC, above), EdgeKind.BROADER, {}))


def _name(graph: nx.MultiDiGraph, store: Sums) -> None:
    unnamed = [name for name, data in graph.nodes(data=True) if "kind" not in data]
    names = store.names(unnamed)
    for name in unnamed:
        _, attributes = node(name, kind_of(name), names.get(name, name))
        graph.nodes[name].update(attributes)
