"""A graph node by node and edge by edge, for files that are written as it comes."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

import networkx as nx

from corpus.topics import TopicScheme
from graph.parts import edges_of, holds, nodes_of, topic_nodes, works_at
from graph.schema import EdgeKind, NodeKind, node_id

if TYPE_CHECKING:
    from corpus.store import StoredStatement
    from corpus.store.summing import Holding, Work


_SELDOM = 1_000_000  # objects made between two looks, in place of 700


class Walked(Protocol):
    """What this needs of a store."""

    def snapshot(self) -> AbstractContextManager[None]:
        """All reading inside sees one moment."""

    def statements(self, *, since: date | None = None, until: date | None = None) -> Iterable[StoredStatement]:
        """All listed statements of a time."""

    def holdings(self, *, since: date | None = None, until: date | None = None) -> Iterable[Holding]:
        """What each speaker holds of each topic."""

    def works(self, *, since: date | None = None, until: date | None = None) -> Iterable[Work]:
        """Who had which role at which firm."""


class Sink(Protocol):
    """What is told of the graph; every node once, an edge maybe before its ends."""

    def statement(self, stored: StoredStatement) -> None:
        """A statement, whose nodes and edges come as such too."""

    def node(self, name: str, attributes: Mapping[str, Any]) -> None:
        """A node."""

    def edge(self, source: str, target: str, kind: EdgeKind, attributes: Mapping[str, Any]) -> None:
        """An edge; ``attributes`` are those besides ``kind`` and ``label``."""


def walk_store(
    store: Walked, scheme: TopicScheme, sink: Sink, *, since: date | None = None, until: date | None = None
) -> tuple[int, int]:
    """The graph of a store as it was at one moment, in the same memory for a thousand and for a million statements.

    As :func:`graph.build.build` makes it, but what sums up statements (``HOLDS``, ``AFFILIATED_WITH``) has ``weight``
    in place of their ids.

    :param since: only what was published on this day or later …
    :param until: … and not after this one. What has no date is left out then.
    :returns: how many nodes and edges.
    """
    seen, statements, edges = set[str](), 0, 0
    with store.snapshot():
        for stored in store.statements(since=since, until=until):
            sink.statement(stored)
            statements += 1
            for name, attributes in nodes_of(stored, seen):
                if attributes["kind"] == NodeKind.STATEMENT:  # each comes once
                    sink.node(name, attributes)
                elif name not in seen:
                    seen.add(name)
                    sink.node(name, attributes)
            for source, target, kind, attributes in edges_of(stored):
                if kind is EdgeKind.ABOUT and target not in seen:
                    edges += _topic(target, scheme, seen, sink)
                sink.edge(source, target, kind, attributes)
                edges += 1
        for held in store.holdings(since=since, until=until):
            sink.edge(*holds(held))
            edges += 1
        for work in store.works(since=since, until=until):
            sink.edge(*works_at(work))
            edges += 1
    return len(seen) + statements, edges


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Lets the garbage collector look around seldom, for a process that does nothing but write a graph: no cycles are
    made there, and a tenth of the time goes into looking for them.
    """
    usual = gc.get_threshold()
    gc.set_threshold(_SELDOM, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def walk_graph(graph: nx.MultiDiGraph, said: Iterable[StoredStatement], sink: Sink) -> tuple[int, int]:
    """A graph in memory.

    :param said: the statements that are in it.
    :returns: how many nodes and edges.
    """
    for stored in said:
        sink.statement(stored)
    for name, attributes in graph.nodes(data=True):
        sink.node(name, attributes)
    for source, target, attributes in graph.edges(data=True):
        about = {name: value for name, value in attributes.items() if name not in {"kind", "label"}}
        sink.edge(source, target, EdgeKind(attributes["kind"]), about)
    return graph.number_of_nodes(), graph.number_of_edges()


def _topic(topic: str, scheme: TopicScheme, seen: set[str], sink: Sink) -> int:
    """A topic that has not come yet, and all above it; how many edges that makes."""
    edges = 0
    for (name, attributes), broader in topic_nodes(topic.removeprefix("topic:"), scheme):
        if name not in seen:
            seen.add(name)
            sink.node(name, attributes)
            for above in broader:
                sink.edge(name, node_id(NodeKind.TOPIC, above), EdgeKind.BROADER, {})
                edges += 1
    return edges
