"""Who agrees with whom: relations between speakers that follow from what they hold, and the camps that they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import networkx as nx

from corpus.errors import NotFoundError
from graph.positions import Change
from graph.schema import EdgeKind, NodeKind, node_id

_MOST = 200  # speakers of a topic that are compared, those with most statements: pairs grow with the square
_SEED = 7  # of the search for camps, so that the same graph has the same camps
_EXACT = 500  # speakers up to whom all paths are counted; of more a sample
_SIDED = {"supportive": 1.0, "sceptical": -1.0}


@dataclass(frozen=True, slots=True)
class Relation:
    """Two speakers who take the same side, or opposite ones, on a topic.

    :param kind: ``AGREES_WITH`` or ``DISAGREES_WITH``.
    :param score: above 0 to 1: the weaker of the two stances.
    """

    one: str
    other: str
    topic: str
    kind: EdgeKind
    score: float


@dataclass(frozen=True, slots=True)
class Camp:
    """Speakers who agree with each other more than with others.

    :param members: ids, those with most agreement first.
    :param score: mean of what they hold, −1 to 1.
    """

    members: tuple[str, ...]
    score: float


def relations(graph: nx.MultiDiGraph, topics: Collection[str] | None = None) -> Iterator[Relation]:
    """Agreements and disagreements between all speakers who take a side on a topic, by topic and names.

    On each topic the ``200`` speakers with most statements are compared.

    :param topics: nodes of topics; all where left out.
    """
    for topic, held in sorted(_holdings(graph, topics).items()):
        most = sorted(held, key=lambda one: (-held[one][1], one))[:_MOST]
        for one, other in combinations(sorted(most), 2):
            first, second = held[one][0], held[other][0]
            kind = EdgeKind.AGREES_WITH if first * second > 0 else EdgeKind.DISAGREES_WITH
            yield Relation(one, other, topic, kind, min(abs(first), abs(second)))


def add_relations(graph: nx.MultiDiGraph, topics: Collection[str] | None = None) -> int:
    """Adds an edge for each relation, with the evidence of both speakers.

    :returns: how many.
    """
    found = list(relations(graph, topics))
    for one in found:
        behind = [graph.edges[speaker, one.topic, EdgeKind.HOLDS.value] for speaker in (one.one, one.other)]
        evidence = [name for held in behind for name in held.get("evidence", ())]
        days = [held["first_seen"] for held in behind if held.get("first_seen")]
        graph.add_edge(
            one.one,
            one.other,
            key=f"{one.kind.value}:{one.topic}",
            kind=one.kind.value,
            label=one.kind.value,
            topic=one.topic,
            score=round(one.score, 3),
            first_seen=max(days) if len(days) == len(behind) else None,
            **({"evidence": evidence} if evidence else {}),
        )
    return len(found)


def add_changes(graph: nx.MultiDiGraph, found: Iterable[Change]) -> int:
    """Adds an edge from a speaker to a topic for each time that they changed sides, with both statements.

    :param found: as :func:`graph.positions.changes` tells; those whose speaker or topic the graph lacks are left out.
    :returns: how many.
    """
    added = 0
    for change in found:
        topic = node_id(NodeKind.TOPIC, change.topic)
        if change.speaker_id in graph and topic in graph:
            graph.add_edge(
                change.speaker_id,
                topic,
                key=f"{EdgeKind.CHANGED_MIND.value}:{change.after.on.isoformat()}",
                kind=EdgeKind.CHANGED_MIND.value,
                label=EdgeKind.CHANGED_MIND.value,
                polarity=change.after.opinion.polarity.value,
                last_seen=change.before.on.isoformat(),
                date=change.after.on.isoformat(),
                evidence=[change.before.said.statement.id, change.after.said.statement.id],
            )
            added += 1
    return added


def add_similar(graph: nx.MultiDiGraph, pairs: Iterable[tuple[str, str, float]]) -> int:
    """Adds an edge from each statement to an earlier one that says nearly the same.

    :param pairs: ids of the later and of the earlier statement, and how close they are, 0 to 1; those that the graph
        lacks are left out.
    :returns: how many.
    """
    added = 0
    for later, earlier, score in pairs:
        one, other = node_id(NodeKind.STATEMENT, later), node_id(NodeKind.STATEMENT, earlier)
        if one in graph and other in graph:
            kind = EdgeKind.SIMILAR_TO.value
            graph.add_edge(one, other, key=kind, kind=kind, label=kind, score=score, evidence=[later, earlier])
            added += 1
    return added


def camps(graph: nx.MultiDiGraph, topics: Collection[str]) -> list[Camp]:
    """The camps on some topics taken together, the largest first: Leiden communities of the graph of agreement.

    Two speakers are tied by as much as they agree more than disagree. (Traag, Waltman & van Eck 2019, by
    scikit-network: unlike those of Louvain, all communities are connected.)

    :param topics: nodes of topics: one with all those below it, for instance.
    :raises NotFoundError: no such topic in the graph.
    """
    agreement = agreement_graph(graph, topics)
    held = _holdings(graph, topics)
    means = {
        speaker: _mean([on_topic[speaker][0] for on_topic in held.values() if speaker in on_topic])
        for speaker in agreement
    }
    found = _communities(agreement)
    made = [
        Camp(
            tuple(sorted(members, key=lambda one: (-agreement.degree(one, weight="weight"), one))),
            round(_mean([means[one] for one in members]), 3),
        )
        for members in found
    ]
    return sorted(made, key=lambda camp: (-len(camp.members), camp.members))


def _communities(agreement: nx.Graph) -> list[set[str]]:
    if not agreement.number_of_edges():
        return [{name} for name in agreement]
    from scipy.sparse import csr_matrix
    from sknetwork.clustering import Leiden

    ties = csr_matrix(nx.to_scipy_sparse_array(agreement, weight="weight", dtype=float, format="csr"))
    found: defaultdict[int, set[str]] = defaultdict(set)
    for name, label in zip(agreement, Leiden(random_state=_SEED).fit_predict(ties).tolist(), strict=True):
        found[label].add(name)
    return list(found.values())


def bridges(graph: nx.MultiDiGraph, topics: Collection[str], limit: int = 10) -> list[tuple[str, float]]:
    """Who stands between the camps: speakers on most of the shortest ways between others who agree (betweenness).

    :returns: with the share of those ways, above 0 to 1, most first.
    """
    agreement = agreement_graph(graph, topics)
    sample = None if len(agreement) <= _EXACT else _EXACT
    found = nx.betweenness_centrality(agreement, k=sample, seed=_SEED)
    ranked = sorted(((name, round(share, 4)) for name, share in found.items() if share > 0), key=lambda one: -one[1])
    return ranked[:limit]


def agreement_graph(graph: nx.MultiDiGraph, topics: Collection[str]) -> nx.Graph:
    """Speakers who take a side, tied where they agree more than they disagree; ``weight`` says by how much.

    :raises NotFoundError: no such topic in the graph.
    """
    missing = [topic for topic in topics if topic not in graph]
    if len(missing) == len(topics):
        raise NotFoundError(f"{', '.join(sorted(topics))}: nobody says anything of this")
    ties: defaultdict[tuple[str, str], float] = defaultdict(float)
    made = nx.Graph()
    made.add_nodes_from(sorted({speaker for held in _holdings(graph, topics).values() for speaker in held}))
    for one in relations(graph, [topic for topic in topics if topic in graph]):
        ties[one.one, one.other] += one.score if one.kind is EdgeKind.AGREES_WITH else -one.score
    made.add_weighted_edges_from((one, other, round(tie, 4)) for (one, other), tie in sorted(ties.items()) if tie > 0)
    return made


def _holdings(graph: nx.MultiDiGraph, topics: Collection[str] | None) -> dict[str, dict[str, tuple[float, float]]]:
    """By topic and speaker the score and the number of statements, of those who take a side."""
    found: dict[str, dict[str, tuple[float, float]]] = {}
    chosen = (
        topics
        if topics is not None
        else [name for name, data in graph.nodes(data=True) if data["kind"] == NodeKind.TOPIC]
    )
    for topic in chosen:
        for speaker, _, data in graph.in_edges(topic, data=True) if topic in graph else ():
            if data["kind"] == EdgeKind.HOLDS and data["polarity"] in _SIDED and data["score"]:
                found.setdefault(topic, {})[speaker] = (data["score"], data["weight"])
    return found


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
