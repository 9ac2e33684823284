"""A part of the graph to look at: some nodes with what is next to them, under conditions, never too much at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from heapq import nsmallest
from typing import Any

import networkx as nx

from corpus.errors import NotFoundError
from graph.schema import EdgeKind, NodeKind

AGREEING = frozenset((EdgeKind.AGREES_WITH, EdgeKind.DISAGREES_WITH))
KINDS = frozenset((NodeKind.PERSON, NodeKind.FIRM, NodeKind.GROUP, NodeKind.TOPIC))
EDGES = frozenset((EdgeKind.HOLDS, EdgeKind.AFFILIATED_WITH, EdgeKind.BROADER))
USUAL = 60  # nodes next to each of those asked for
MOST = 500  # nodes in one view
_SIDES = {"supportive": 1.0, "sceptical": -1.0}
_FEW = 500  # nodes: to weigh more takes as long as to weigh all, which is kept
_COMPARED = 300  # speakers of a topic, those with most statements


@dataclass(frozen=True, slots=True)
class Looks:
    """What is looked at.

    :param kinds: of nodes.
    :param edges: kinds of edges; with those of agreement, pairs of speakers are compared over all topics.
    :param sides: of what speakers hold; all where empty.
    :param hidden: nodes that are left out.
    :param always: nodes that are shown whatever their kind: those asked for.
    :param overview: whether the nodes with most statements are shown beside those asked for.
    """

    kinds: Collection[str] = KINDS
    edges: Collection[str] = EDGES
    sides: Collection[str] = ()
    hidden: Collection[str] = ()
    always: Collection[str] = ()
    overview: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """What there is to see.

    :param nodes: ids with how many statements are behind them, those asked for first, then those with most.
    :param edges: source, target, attributes.
    :param more: for each node how many that are next to it are not among ``nodes``.
    :param left_out: how many nodes did not fit.
    """

    nodes: dict[str, int]
    edges: list[tuple[str, str, dict[str, Any]]]
    more: dict[str, int] = field(default_factory=dict)
    left_out: int = 0


def around(graph: nx.MultiDiGraph, asked: Iterable[str], looks: Looks, most: int | None = None) -> View:
    """The nodes asked for with what is next to them; without any, those with most statements.

    :param graph: as :func:`graph.entities.entity_graph` makes it.
    :param most: nodes; of what is next to a node, that with most statements comes first, and each node asked for has
        its turn. By default :data:`USUAL` for each of them (and for the overview), up to :data:`MOST`: so one more
        takes nothing away of what was seen.
    :raises NotFoundError: the graph has no such node.
    """
    middle = list(dict.fromkeys(asked))
    for node in middle:
        if node not in graph:
            raise NotFoundError(f"{node}: no such node in the graph")
    looks = replace(looks, always=frozenset(middle))
    agreed = _Agreement(graph) if AGREEING & set(looks.edges) else None
    overview = looks.overview or not middle
    most = usual(len(middle), overview=overview) if most is None else most
    groups = [_next_to(graph, [node], looks, agreed) for node in middle]
    weighed = set(middle).union(*groups)
    whole = overview or "weights" in graph.graph or len(weighed) > _FEW
    weights = weights_of(graph) if whole else {node: weight(graph, node) for node in weighed}
    turns = _Turns(weights)
    for group in groups:
        turns.add(group)
    if overview:
        turns.add((node for node in graph if _shown(graph, node, looks)), max(most - USUAL * len(middle), 0))
    ranked = turns.ranked(set(middle))
    room = max(most - len(middle), 0)
    chosen = {node: weights[node] for node in [*middle[:most], *ranked[:room]]}
    edges = [edge for node in chosen for edge in _edges(graph, node, looks) if edge[1] in chosen]
    if agreed is not None:
        edges += agreed.among(chosen, looks)
    if overview:  # the first sight is of what hangs together
        touched = {*middle, *(end for source, target, _ in edges for end in (source, target))}
        chosen = {node: count for node, count in chosen.items() if node in touched}
    return View(chosen, edges, _more(graph, chosen, looks), max(len(ranked) + turns.left_out - room, 0))


class _Turns:
    """Nodes of several groups in one order in which each group has its turn."""

    def __init__(self, weights: Mapping[str, int]) -> None:
        self._weights = weights
        self._turn: dict[str, int] = {}
        self.left_out = 0

    def add(self, group: Iterable[str], most: int | None = None) -> None:
        """Takes a group in, or the ``most`` of it that have most statements."""
        known = list(group)
        taken = sorted(known, key=self._by_weight) if most is None else nsmallest(most, known, key=self._by_weight)
        self.left_out += len(known) - len(taken)
        for turn, node in enumerate(taken):
            self._turn[node] = min(turn, self._turn.get(node, turn))

    def ranked(self, without: Collection[str]) -> list[str]:
        """All nodes, those that come first in their groups before others, without some."""
        return sorted(self._turn.keys() - without, key=lambda node: (self._turn[node], *self._by_weight(node)))

    def _by_weight(self, node: str) -> tuple[int, str]:
        return -self._weights[node], node


def usual(asked: int, *, overview: bool) -> int:
    """How many nodes a view has at most where nobody says.

    :param asked: how many nodes are asked for; without any there is always an overview.
    """
    return min(USUAL * (asked + (overview or not asked)), MOST)


def weight(graph: nx.MultiDiGraph, node: str) -> int:
    """How many opinions of a speaker, or on a topic; of a firm also what its people say for it."""
    sums = (data.get("weight", 0) for _, _, data in graph.out_edges(node, data=True) if data["kind"] == EdgeKind.HOLDS)
    into = (data.get("weight", 0) for _, _, data in graph.in_edges(node, data=True))
    return int(sum(sums) + sum(into))


def weights_of(graph: nx.MultiDiGraph) -> dict[str, int]:
    """The weight of every node, kept with the graph until it is changed by what keeps it up to date."""
    known: dict[str, int] | None = graph.graph.get("weights")
    if known is None:
        sums = dict.fromkeys(graph, 0.0)
        for source, target, data in graph.edges(data=True):
            sums[target] += data.get("weight", 0)
            if data["kind"] == EdgeKind.HOLDS:
                sums[source] += data.get("weight", 0)
        known = graph.graph["weights"] = {node: int(total) for node, total in sums.items()}
    return known


def _next_to(graph: nx.MultiDiGraph, middle: Iterable[str], looks: Looks, agreed: _Agreement | None) -> set[str]:
    found: set[str] = set()
    for node in middle:
        found.update(_beside(graph, node, looks))
        if agreed is not None:
            found.update(other for other in agreed.of(node, looks) if _shown(graph, other, looks))
    return found


def _more(graph: nx.MultiDiGraph, chosen: Collection[str], looks: Looks) -> dict[str, int]:
    """For each node how many are next to it that are not among them.

    How many there are in all is kept with the graph, as the weights are, but for views that leave nodes out.
    """
    whole = not looks.hidden and set(looks.kinds) >= KINDS
    kept: dict[Any, dict[str, int]] = graph.graph.setdefault("ends", {}) if whole else {}
    ends = kept.setdefault((frozenset(looks.edges), frozenset(looks.sides)), {})
    for node in chosen:
        if node not in ends:
            ends[node] = len(set(_beside(graph, node, looks)))
    return {node: ends[node] - sum(_joined(graph, node, other, looks) for other in chosen) for node in chosen}


def _joined(graph: nx.MultiDiGraph, node: str, other: str, looks: Looks) -> bool:
    """Whether an edge that is looked at leads from one to the other, either way."""
    between = (graph._succ[node].get(other), graph._pred[node].get(other))
    return any(_passes(data, looks) for ends in between if ends for data in ends.values())


def _beside(graph: nx.MultiDiGraph, node: str, looks: Looks) -> Iterator[str]:
    """The other ends of the edges of a node, some of them twice.

    A topic has very many: the loop is over networkx's dictionaries themselves, whose views take several times as long.
    """
    edges, kinds, hidden, always, nodes = looks.edges, looks.kinds, looks.hidden, looks.always, graph._node
    for ends in (graph._succ[node], graph._pred[node]):
        for other, between in ends.items():
            if other not in always and (nodes[other]["kind"] not in kinds or other in hidden):
                continue
            for data in between.values():
                if data["kind"] in edges and (not looks.sides or _passes(data, looks)):
                    yield other
                    break


def _edges(graph: nx.MultiDiGraph, node: str, looks: Looks) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (node, target, data)
        for _, target, data in graph.out_edges(node, data=True)
        if _passes(data, looks) and _shown(graph, target, looks)
    ]


def _passes(data: dict[str, Any], looks: Looks) -> bool:
    if data["kind"] not in looks.edges:
        return False
    return not looks.sides or data["kind"] != EdgeKind.HOLDS or data["polarity"] in looks.sides


def _shown(graph: nx.MultiDiGraph, node: str, looks: Looks) -> bool:
    return node in looks.always or (graph._node[node]["kind"] in looks.kinds and node not in looks.hidden)


class _Agreement:
    """Who agrees with whom, over all topics together: one edge a pair, of the kind that outweighs."""

    def __init__(self, graph: nx.MultiDiGraph) -> None:
        self._graph = graph
        self._of: dict[str, dict[str, float]] = {}
        self._on: dict[str, list[str]] = graph.graph.setdefault("compared", {})  # kept as the weights are

    def _held(self, speaker: str) -> dict[str, float]:
        """What a speaker who takes a side holds, by topic."""
        if speaker not in self._of:
            self._of[speaker] = {
                topic: data["score"]
                for topic, between in self._graph._succ[speaker].items()
                for data in between.values()
                if data["kind"] == EdgeKind.HOLDS and data["polarity"] in _SIDES
            }
        return self._of[speaker]

    def _compared(self, topic: str) -> list[str]:
        """The speakers of a topic who are compared."""
        if topic not in self._on:
            holding = (
                (-data["weight"], speaker)
                for speaker, _, data in self._graph.in_edges(topic, data=True)
                if data["kind"] == EdgeKind.HOLDS and data["polarity"] in _SIDES
            )
            self._on[topic] = [speaker for _, speaker in nsmallest(_COMPARED, holding)]
        return self._on[topic]

    def of(self, speaker: str, looks: Looks) -> set[str]:
        """Those who agree or disagree with one, as far as that is looked at."""
        others = {other for topic in self._held(speaker) for other in self._compared(topic) if other != speaker}
        return {other for other in others if (found := self._between(speaker, other)) and found["kind"] in looks.edges}

    def among(self, chosen: Collection[str], looks: Looks) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """The edges between the speakers of a view."""
        speakers = sorted(node for node in chosen if self._held(node))
        for place, one in enumerate(speakers):
            for other in speakers[place + 1 :]:
                found = self._between(one, other)
                if found and found["kind"] in looks.edges:
                    yield one, other, found

    def _between(self, one: str, other: str) -> dict[str, Any] | None:
        first, second = self._held(one), self._held(other)
        common = sorted(first.keys() & second.keys())
        tied = [(min(abs(first[t]), abs(second[t])) * (1 if first[t] * second[t] > 0 else -1), t) for t in common]
        score = round(sum(tie for tie, _ in tied), 3)
        if not score:
            return None
        kind = EdgeKind.AGREES_WITH if score > 0 else EdgeKind.DISAGREES_WITH
        topics = [topic.removeprefix("topic:") for tie, topic in tied if tie * score > 0]
        return {"kind": kind.value, "weight": abs(score), "topics": topics}
