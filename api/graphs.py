"""Answers of the graph as plain dictionaries, for the command line and the service alike."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol
from weakref import WeakKeyDictionary

from api.gate import Gate
from api.kept import Kept
from corpus.errors import NotFoundError
from corpus.types import Language
from search.naming import topic_of

if TYPE_CHECKING:
    import networkx as nx

    from corpus.topics import TopicScheme
    from graph.query import Step
    from search.catalogue import Catalogue
    from search.engine import Engine
    from search.sums import Sums

_KEPT = 2  # graphs of some time alone


class _Followed:
    """The graph of a whole store, brought up to date before it is looked at, and not while somebody looks."""

    def __init__(self) -> None:
        self.gate = Gate()
        self._graph: nx.MultiDiGraph = None
        self._catalogue: Catalogue | None = None
        self._scheme: TopicScheme | None = None

    def lags(self, sums: Sums, scheme: TopicScheme) -> bool:
        """Whether it is not of this moment."""
        return self._catalogue is not sums.catalogue or self._scheme is not scheme

    def follow(self, engine: Engine, sums: Sums, scheme: TopicScheme) -> nx.MultiDiGraph:
        """Takes over what has changed."""
        from graph.entities import entity_graph, replace_speakers

        before = self._catalogue
        if before is not None and before.sequence > sums.catalogue.sequence:  # another thread has seen more
            return self._graph
        if before is None or self._scheme is not scheme or before.coding is not sums.catalogue.coding:
            self._graph = entity_graph(sums, scheme)
        elif before is not sums.catalogue:
            changed = sums.changed_speakers(before, engine.store.changes_since(before.sequence))
            self._catalogue = None  # should it fail, it is made anew
            replace_speakers(self._graph, scheme, changed, sums)
        self._catalogue, self._scheme = sums.catalogue, scheme
        return self._graph

    @property
    def graph(self) -> nx.MultiDiGraph:
        """As it is."""
        return self._graph


_followed: WeakKeyDictionary[Any, _Followed] = WeakKeyDictionary()
_camps: WeakKeyDictionary[Any, Kept] = WeakKeyDictionary()
_kept: dict[tuple[Any, ...], Any] = {}
_making = Lock()


@contextmanager
def entities(engine: Engine, since: date | None = None, until: date | None = None) -> Iterator[nx.MultiDiGraph]:
    """The graph of people, firms and topics as of now, to be looked at inside.

    It is kept, and what changes in the store is put in; that of some time alone is made anew after changes.
    """
    sums, scheme = engine.sums(), engine.scheme
    if since is not None or until is not None:
        yield _of_time(engine, sums, scheme, since, until)
        return
    with _making:
        followed = _followed.setdefault(engine, _Followed())
    if followed.lags(sums, scheme):
        with followed.gate.alone():
            followed.follow(engine, sums, scheme)
    with followed.gate.shared():
        yield followed.graph


def _of_time(
    engine: Engine, sums: Sums, scheme: TopicScheme, since: date | None, until: date | None
) -> nx.MultiDiGraph:
    from graph.entities import entity_graph

    key = engine.store.identity, sums.catalogue.sequence, id(scheme), since, until
    with _making:
        if key not in _kept:
            while len(_kept) >= _KEPT:
                del _kept[next(iter(_kept))]
            _kept[key] = entity_graph(sums, scheme, since=since, until=until)
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


def camps_of(engine: Engine, topic: str, since: date | None = None, until: date | None = None) -> dict[str, Any]:
    """The camps on a topic and those below it, kept while the store changes, and made anew in the background.

    :returns: as :func:`camps_dict`, and ``fresh``: whether they are of now.
    :raises UsageError: no such topic.
    :raises NotFoundError: nobody speaks of it.
    """
    topics = topics_below(engine.scheme, topic)

    def made() -> dict[str, Any]:
        with entities(engine, since, until) as graph:
            return camps_dict(graph, topics)

    with _making:
        kept = _camps.setdefault(engine, Kept())
    state = engine.sums().catalogue.sequence, id(engine.scheme)
    found, fresh = kept.get((tuple(topics), since, until), state, made)
    return {**found, "fresh": fresh}


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


class _Together(Protocol):
    def quoted_together(self, speaker_id: str | None = None, *, limit: int = 50) -> list[tuple[str, str, int]]: ...
    def names(self, ids: Collection[str]) -> dict[str, str]: ...


def together_dict(store: _Together, person_id: str | None, limit: int) -> dict[str, Any]:
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
