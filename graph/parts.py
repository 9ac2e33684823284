"""The nodes and edges that one statement brings: the same for the graph in memory and for one written as it comes."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from corpus.topics import TopicScheme
from corpus.types import Language
from graph.aggregate import side_of
from graph.schema import COLOURS, SIDE_COLOURS, SIZES, EdgeKind, NodeKind, kind_of, node_id

if TYPE_CHECKING:
    from corpus.store import StoredStatement
    from corpus.store.summing import Holding, Work

_LABEL = 60  # code points of a statement that its label shows
Node = tuple[str, dict[str, Any]]
Edge = tuple[str, str, EdgeKind, dict[str, Any]]


def nodes_of(stored: StoredStatement, known: Container[str] = ()) -> Iterator[Node]:
    """The nodes of a statement, its article, its speaker and the speaker's firm.

    :param known: nodes of articles, speakers and firms that are not wanted again.
    """
    statement, text, day = stored.statement, stored.statement.text, iso(stored.date_published)
    yield node(
        node_id(NodeKind.STATEMENT, statement.id),
        NodeKind.STATEMENT,
        text if len(text) <= _LABEL else f"{text[: _LABEL - 1]}…",
        text=text,
        statement_kind=statement.kind.value,
        language=statement.language.value,
        date=day,
        spans=[f"{span.start}-{span.end}" for span in statement.content],
        confidence=statement.confidence,
    )
    article = node_id(NodeKind.ARTICLE, statement.article_id)
    if article not in known:
        label = stored.headline or stored.document
        origin = {"document": stored.document, "publisher": stored.publisher, "url": stored.url, "date": day}
        yield node(article, NodeKind.ARTICLE, label, **origin)
    speaker = speaker_of(stored)
    if speaker is not None and statement.speaker is not None:
        if speaker not in known:
            yield node(speaker, kind_of(speaker), stored.speaker_name or statement.speaker.name)
        if stored.firm_id is not None and stored.firm_id != speaker and stored.firm_id not in known:
            yield node(stored.firm_id, NodeKind.FIRM, stored.firm_name or stored.firm_id)


def edges_of(stored: StoredStatement) -> Iterator[Edge]:
    """From a statement to its article and its topics, and from its speaker to it."""
    statement, day = stored.statement, iso(stored.date_published)
    said, evidence = node_id(NodeKind.STATEMENT, statement.id), [statement.id]
    yield said, node_id(NodeKind.ARTICLE, statement.article_id), EdgeKind.FROM, {"date": day, "evidence": evidence}
    speaker = speaker_of(stored)
    if speaker is not None:
        cue = statement.cue.exact if statement.cue else None
        yield speaker, said, EdgeKind.SAID, {"date": day, "evidence": evidence, "cue": cue}
    for opinion in statement.opinions:
        about = {
            "date": day,
            "evidence": evidence,
            "polarity": opinion.polarity.value,
            "score": opinion.score,
            "relevance": opinion.relevance,
            "cues": [cue.exact for cue in opinion.cues],
            "color": SIDE_COLOURS[opinion.polarity.value],
        }
        yield said, node_id(NodeKind.TOPIC, opinion.topic), EdgeKind.ABOUT, about


def topic_nodes(topic_id: str, scheme: TopicScheme) -> Iterator[tuple[Node, tuple[str, ...]]]:
    """A topic and all above it, each with the ids right above; one that the scheme lacks keeps its id as its label."""
    known = topic_id in scheme.topics
    labels = {f"label_{lang.value}": scheme.label(topic_id, lang) for lang in Language} if known else {}
    broader = scheme.broader(topic_id) if known else ()
    yield node(node_id(NodeKind.TOPIC, topic_id), NodeKind.TOPIC, labels.get("label_en", topic_id), **labels), broader
    for above in broader:
        yield from topic_nodes(above, scheme)


def holds(held: Holding) -> Edge:
    """From a speaker to a topic: all that the speaker says of it, summed up by the store."""
    side = side_of(held.score, both=held.both)
    sums = {"polarity": side, "score": held.score, "color": SIDE_COLOURS[side], **_sums(held)}
    return held.speaker_id, node_id(NodeKind.TOPIC, held.topic), EdgeKind.HOLDS, sums


def works_at(work: Work) -> Edge:
    """From a person to a firm, likewise."""
    return work.speaker_id, work.firm_id, EdgeKind.AFFILIATED_WITH, {"role": work.role, **_sums(work)}


def edge_key(kind: EdgeKind, attributes: Mapping[str, Any]) -> str:
    """What tells an edge from others between the same nodes: its kind, and the role where it has one."""
    role = attributes.get("role")
    return f"{kind}:{role}" if role else str(kind)


def _sums(one: Holding | Work) -> dict[str, Any]:
    return {"weight": float(one.statements), "first_seen": one.first_seen, "last_seen": one.last_seen}


def node(name: str, kind: NodeKind, label: str, **attributes: Any) -> Node:
    """A node with its looks."""
    return name, {"kind": str(kind), "label": label, "color": COLOURS[kind], "size": SIZES[kind], **attributes}


def speaker_of(stored: StoredStatement) -> str | None:
    """The node of who said it; ``None`` where nobody is named."""
    if stored.statement.speaker is None or stored.speaker_id is None or stored.speaker_id.startswith("unknown"):
        return None
    return stored.speaker_id


def iso(day: date | None) -> str | None:
    """ISO 8601."""
    return None if day is None else day.isoformat()
