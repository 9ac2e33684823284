"""Answers of the graph as plain dictionaries, for the command line and the service alike."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Any

from corpus.errors import NotFoundError
from corpus.types import Language
from search.naming import topic_of

if TYPE_CHECKING:
    import networkx as nx

    from corpus.store import Store
    from corpus.topics import TopicScheme
    from graph.query import Step
    from search.engine import Engine

_KEPT = 2  # graphs; one of a million statements takes half a minute and two gigabytes
_kept: dict[tuple[Any, ...], Any] = {}
_making = Lock()


def entities(engine: Engine, since: date | None = None, until: date | None = None) -> nx.MultiDiGraph:
    """The graph of people, firms and topics, kept until the store changes."""
    from graph.entities import entity_graph

    engine.refresh()
    store = engine.store
    key = store.identity, store.sequence(), id(engine.scheme), since, until
    with _making:
        if key not in _kept:
            while len(_kept) >= _KEPT:
                del _kept[next(iter(_kept))]
            _kept[key] = entity_graph(store, engine.scheme, since=since, until=until)
        return _kept[key]


def topics_below(scheme: TopicScheme, name: str) -> list[str]:
    """The nodes of a topic and of those below it.

    :raises UsageError: no such topic.
    """
    return sorted(f"topic:{below}" for below in scheme.narrower(topic_of(scheme, name)))


def neighbours_dict(graph: nx.MultiDiGraph, node: str) -> dict[str, Any]:
    """What is next to a node, by kind of edge."""
    from graph.query import neighbours

    near = neighbours(graph, node)
    return {
        "node": shown(graph, node),
        "neighbours": {kind: [shown(graph, name) for name in names] for kind, names in near.items()},
    }


def path_dict(graph: nx.MultiDiGraph, one: str, other: str) -> dict[str, Any]:
    """A shortest way between two nodes; no steps where there is none."""
    from graph.query import path

    return {
        "from": shown(graph, one),
        "to": shown(graph, other),
        "steps": [_step(graph, step) for step in path(graph, one, other)],
    }


def camps_dict(graph: nx.MultiDiGraph, topics: Collection[str]) -> dict[str, Any]:
    """The camps on some topics, and who stands between them."""
    from graph.relations import bridges, camps

    return {
        "camps": [
            {"score": camp.score, "members": [shown(graph, name) for name in camp.members]}
            for camp in camps(graph, topics)
        ],
        "bridges": [{**shown(graph, name), "share": share} for name, share in bridges(graph, topics)],
    }


def ego_dict(graph: nx.MultiDiGraph, node: str, radius: int) -> dict[str, Any]:
    """What is around a node, up to so many edges away: nodes, and the edges between them."""
    from graph.query import ego

    near = ego(graph, node, radius)
    return {
        "node": shown(graph, node),
        "nodes": [shown(near, name) for name in near],
        "edges": [_edge(source, target, data) for source, target, data in near.edges(data=True)],
    }


def firm_dict(graph: nx.MultiDiGraph, firm: str) -> dict[str, Any]:
    """Where a firm and its people stand, topic by topic, those with most voices first."""
    from graph.query import firm_positions

    found = firm_positions(graph, firm)
    topics = []
    for topic, held in sorted(found.items(), key=lambda one: (-len(one[1]), one[0])):
        people = [{**shown(graph, who), "polarity": side, "score": score} for who, side, score in held]
        sided = [score for _, side, score in held if side != "neutral"]
        mean = round(sum(sided) / len(sided), 3) if sided else 0.0
        topics.append({"topic": shown(graph, topic), "score": mean, "speakers": people})
    return {"firm": shown(graph, firm), "topics": topics}


def together_dict(store: Store, person_id: str | None, limit: int) -> dict[str, Any]:
    """Who is quoted in the same articles."""
    pairs = store.quoted_together(person_id, limit=limit)
    names = store.names({name for one, other, _ in pairs for name in (one, other)})

    def known(name: str) -> dict[str, str]:
        return {"id": name, "name": names.get(name, name)}

    return {"pairs": [{"one": known(one), "other": known(other), "articles": count} for one, other, count in pairs]}


def shown(graph: nx.MultiDiGraph, node: str) -> dict[str, Any]:
    """A node by id, kind and label.

    :raises NotFoundError: no such node.
    """
    if node not in graph:
        raise NotFoundError(f"{node}: no such node in the graph")
    data = graph.nodes[node]
    labels = {
        language.value: data[f"label_{language.value}"] for language in Language if f"label_{language.value}" in data
    }
    return {"id": node, "kind": data["kind"], "label": data["label"], **({"labels": labels} if labels else {})}


_OF_EDGES = ("role", "polarity", "score", "weight", "first_seen", "last_seen")


def _edge(source: str, target: str, data: dict[str, Any]) -> dict[str, Any]:
    told = {name: data[name] for name in _OF_EDGES if data.get(name) is not None}
    return {"source": source, "target": target, "kind": data["kind"], **told}


def _step(graph: nx.MultiDiGraph, step: Step) -> dict[str, Any]:
    return {
        "source": shown(graph, step.source),
        "kind": step.kind,
        "target": shown(graph, step.target),
        "backwards": step.backwards,
        "evidence": list(step.evidence),
    }
