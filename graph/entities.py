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


class SpeakersSums(Protocol):
    """What a graph needs of sums to be brought up to date."""

    def holdings(self, *, speakers: Collection[str] | None = None) -> Iterable[Holding]:
        """What each of some speakers holds of each topic."""

    def works(self, *, speakers: Collection[str] | None = None) -> Iterable[Work]:
        """Which of some speakers had which role at which firm."""

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
    held = store.holdings(topics=wanted, since=since, until=until)
    _put_in(graph, scheme, held, store.works(since=since, until=until), all_works=topics is None)
    _name(graph, store)
    return graph


def replace_speakers(
    graph: nx.MultiDiGraph, scheme: TopicScheme, speakers: Collection[str], sums: SpeakersSums
) -> None:
    """Brings a graph of all that is held up to date: what some speakers hold and where they work is put in anew.

    Nodes that nothing is left of go. The graph then equals one that is made anew, but for the order of its nodes.

    :param speakers: ids of all whose statements have changed, come or gone.
    """
    loose: set[str] = set()
    for speaker in speakers:
        if speaker in graph:
            edges = list(graph.out_edges(speaker, keys=True))
            loose.update((speaker, *(target for _, target, _ in edges)))
            graph.remove_edges_from(edges)
    _put_in(graph, scheme, sums.holdings(speakers=speakers), sums.works(speakers=speakers), all_works=True)
    while loose:
        name = loose.pop()
        if name in graph and not _is_held(graph, name):
            loose.update(graph.successors(name))
            graph.remove_node(name)
    _name(graph, sums)
    graph.graph.clear()  # what was worked out of the edges and kept


def _put_in(
    graph: nx.MultiDiGraph, scheme: TopicScheme, held: Iterable[Holding], works: Iterable[Work], *, all_works: bool
) -> None:
    for one in held:
        _topic(graph, one.topic, scheme)
        _add(graph, holds(one))
    for work in works:
        if all_works or work.speaker_id in graph:
            _add(graph, works_at(work))


def _is_held(graph: nx.MultiDiGraph, name: str) -> bool:
    """Whether anything leads to a node; of speakers and firms, whether they have any edge."""
    if graph.in_degree(name):
        return True
    return graph.nodes[name].get("kind") != NodeKind.TOPIC and bool(graph.out_degree(name))


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


def _name(graph: nx.MultiDiGraph, store: Sums | SpeakersSums) -> None:
    unnamed = [name for name, data in graph.nodes(data=True) if "kind" not in data]
    names = store.names(unnamed)
    for name in unnamed:
        _, attributes = node(name, kind_of(name), names.get(name, name))
        graph.nodes[name].update(attributes)
