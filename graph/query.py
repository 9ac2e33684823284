"""Questions to the graph: who said what on a topic, where a firm's people stand, what is next to what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import networkx as nx

from corpus.errors import NotFoundError
from graph.schema import EdgeKind, NodeKind


def neighbours(graph: nx.MultiDiGraph, node: str) -> dict[str, list[str]]:
    """The nodes next to a node, either way, by the kind of the edge between; each list in alphabetical order.

    :raises NotFoundError: no such node.
    """
    _check(graph, node)
    found: dict[str, set[str]] = {}
    for _, target, data in graph.out_edges(node, data=True):
        found.setdefault(data["kind"], set()).add(target)
    for source, _, data in graph.in_edges(node, data=True):
        found.setdefault(data["kind"], set()).add(source)
    return {kind: sorted(names) for kind, names in sorted(found.items())}


def statements_of(graph: nx.MultiDiGraph, speaker: str) -> list[str]:
    """The statement nodes of a speaker, oldest first, undated ones last.

    :raises NotFoundError: no such node.
    """
    _check(graph, speaker)
    said = {target for _, target, data in graph.out_edges(speaker, data=True) if data["kind"] == EdgeKind.SAID}
    return sorted(said, key=lambda name: (graph.nodes[name].get("date") or "9999", name))


def speakers_on(graph: nx.MultiDiGraph, topic: str) -> dict[str, list[tuple[str, float]]]:
    """Who holds which side on a topic: side → (speaker, mean score −1 to 1), strongest first.

    :raises NotFoundError: no such node.
    """
    _check(graph, topic)
    sides: dict[str, list[tuple[str, float]]] = {}
    for speaker, data in _holding(graph, topic):
        sides.setdefault(data["polarity"], []).append((speaker, data["score"]))
    return {side: sorted(found, key=lambda one: (-abs(one[1]), one[0])) for side, found in sorted(sides.items())}


def firm_positions(graph: nx.MultiDiGraph, firm: str) -> dict[str, list[tuple[str, str, float]]]:
    """Where a firm's people and the firm itself stand: topic → (speaker, side, mean score).

    :raises NotFoundError: no such node.
    """
    _check(graph, firm)
    people = {person for person, _, data in graph.in_edges(firm, data=True) if data["kind"] == EdgeKind.AFFILIATED_WITH}
    found: dict[str, list[tuple[str, str, float]]] = {}
    for speaker in sorted(people | {firm}):
        for _, topic, data in graph.out_edges(speaker, data=True):
            if data["kind"] == EdgeKind.HOLDS:
                found.setdefault(topic, []).append((speaker, data["polarity"], data["score"]))
    return found


@dataclass(frozen=True, slots=True)
class Step:
    """One edge of a way through the graph.

    :param kind: as the edge says it; ``backwards`` where it leads from ``target`` to ``source``.
    :param evidence: ids of the statements behind it, where the graph has them.
    """

    source: str
    kind: str
    target: str
    backwards: bool
    evidence: tuple[str, ...]


def path(graph: nx.MultiDiGraph, one: str, other: str) -> list[Step]:
    """A shortest way from one node to another, in either direction of the edges; empty where there is none.

    Broader topics connect everything with everything, so they are passed through only where nothing else leads there.

    :raises NotFoundError: no such node.
    """
    _check(graph, one)
    _check(graph, other)
    for around in ({EdgeKind.BROADER.value}, set[str]()):
        if nodes := _shortest(graph, one, other, around):
            return [_step(graph, source, target) for source, target in pairwise(nodes)]
    return []


def _shortest(graph: nx.MultiDiGraph, one: str, other: str, around: Container[str]) -> list[str]:
    """The nodes of a shortest way without edges of some keys, the first by name of several: from both ends at once."""
    if one == other:
        return [one]
    before, after = ({one: one}, {other: other})
    fringes = ([one], [other])
    while all(fringes):
        side = int(len(fringes[0]) > len(fringes[1]))
        seen, beyond = (before, after) if side == 0 else (after, before)
        coming: dict[str, str] = {}
        for node in sorted(fringes[side]):
            for near in _next_to(graph, node, around):
                if near not in seen:
                    coming.setdefault(near, node)
        seen.update(coming)
        if met := sorted(node for node in coming if node in beyond):
            return [*reversed(_way(met[0], before)), *_way(met[0], after)[1:]]
        fringes = (list(coming), fringes[1]) if side == 0 else (fringes[0], list(coming))
    return []


def _next_to(graph: nx.MultiDiGraph, node: str, around: Container[str]) -> Iterator[str]:
    for adjacent in (graph.succ[node], graph.pred[node]):
        for near, keys in adjacent.items():
            if any(key not in around for key in keys):
                yield near


def _way(node: str, leading: Mapping[str, str]) -> list[str]:
    """From a node to the end that it was reached from."""
    found = [node]
    while leading[found[-1]] != found[-1]:
        found.append(leading[found[-1]])
    return found


def ego(graph: nx.MultiDiGraph, node: str, radius: int = 1) -> nx.MultiDiGraph:
    """What is around a node, up to so many edges away, with all edges between.

    :raises NotFoundError: no such node.
    """
    _check(graph, node)
    near = nx.single_source_shortest_path_length(graph.to_undirected(as_view=True), node, cutoff=radius)
    return induced(graph, near)


def induced(graph: nx.MultiDiGraph, names: Container[str]) -> nx.MultiDiGraph:
    """A copy with these nodes and the edges between them, in the order of the graph (that of networkx's own subgraphs
    differs from run to run).
    """
    made = nx.MultiDiGraph()
    made.add_nodes_from((name, dict(data)) for name, data in graph.nodes(data=True) if name in names)
    for name in list(made):
        edges = graph.out_edges(name, keys=True, data=True)
        made.add_edges_from((name, other, key, dict(data)) for _, other, key, data in edges if other in names)
    return made


def most_quoted(graph: nx.MultiDiGraph, limit: int = 10) -> list[tuple[str, int]]:
    """The speakers with most statements in a graph with statements, most first."""
    counts = Counter(source for source, _, data in graph.edges(data=True) if data["kind"] == EdgeKind.SAID)
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:limit]


def _step(graph: nx.MultiDiGraph, source: str, target: str) -> Step:
    backwards = not graph.has_edge(source, target)
    edges = graph.get_edge_data(*((target, source) if backwards else (source, target)))
    data = edges[min(edges)]
    return Step(source, data["kind"], target, backwards, tuple(data.get("evidence", ())))


def nodes_of(graph: nx.MultiDiGraph, kind: NodeKind) -> list[str]:
    """All nodes of a kind, in alphabetical order."""
    return sorted(node for node, data in graph.nodes(data=True) if data["kind"] == kind)


def _holding(graph: nx.MultiDiGraph, topic: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for speaker, _, data in graph.in_edges(topic, data=True):
        if data["kind"] == EdgeKind.HOLDS:
            yield speaker, data


def _check(graph: nx.MultiDiGraph, node: str) -> None:
    if node not in graph:
        raise NotFoundError(f"{node}: no such node in the graph")
