"""The kinds of nodes and edges of the graph, and how they look at first open. See ``docs/data-model.md``."""

from __future__ import annotations

from enum import StrEnum


class NodeKind(StrEnum):
    """What a node stands for; its id is ``kind:…``."""

    PERSON = "person"
    FIRM = "firm"
    GROUP = "group"
    TOPIC = "topic"
    STATEMENT = "statement"
    ARTICLE = "article"


class EdgeKind(StrEnum):
    """What an edge says; the key of an edge begins with it."""

    SAID = "SAID"  # speaker → statement
    ABOUT = "ABOUT"  # statement → topic, with the side taken
    FROM = "FROM"  # statement → article
    AFFILIATED_WITH = "AFFILIATED_WITH"  # person → firm, with role and dates
    MENTIONS = "MENTIONS"  # statement → person or firm that its words name
    BROADER = "BROADER"  # topic → topic
    HOLDS = "HOLDS"  # speaker → topic: all statements on it taken together
    AGREES_WITH = "AGREES_WITH"  # speaker – speaker, on a topic; derived
    DISAGREES_WITH = "DISAGREES_WITH"  # likewise
    CHANGED_MIND = "CHANGED_MIND"  # speaker → topic: took one side and later the other; derived
    SIMILAR_TO = "SIMILAR_TO"  # statement – statement that say nearly the same; derived


COLOURS = {
    NodeKind.PERSON: "#2b6cb0",
    NodeKind.FIRM: "#805ad5",
    NodeKind.GROUP: "#319795",
    NodeKind.TOPIC: "#d69e2e",
    NodeKind.STATEMENT: "#a0aec0",
    NodeKind.ARTICLE: "#718096",
}
SIZES = {
    NodeKind.PERSON: 20.0,
    NodeKind.FIRM: 16.0,
    NodeKind.GROUP: 16.0,
    NodeKind.TOPIC: 24.0,
    NodeKind.STATEMENT: 6.0,
    NodeKind.ARTICLE: 8.0,
}
SIDE_COLOURS = {"supportive": "#2f855a", "sceptical": "#c53030", "mixed": "#b7791f", "neutral": "#a0aec0"}


class Value(StrEnum):
    """What an attribute holds, for files that must say so beforehand."""

    TEXT = "text"
    TEXTS = "texts"
    DAY = "day"  # ISO 8601
    NUMBER = "number"


def _attributes(**names: str) -> dict[str, Value]:
    return {name: Value(kind) for kind, several in names.items() for name in several.split()}


# Every attribute that nodes and edges may have; one that is not here cannot be streamed.
NODE_ATTRIBUTES = _attributes(
    text="kind label color text statement_kind language document publisher url label_pl label_en",
    number="size confidence",
    day="date",
    texts="spans",
)
EDGE_ATTRIBUTES = _attributes(
    text="kind label cue polarity color role topic words at",
    number="score relevance weight",
    day="date first_seen last_seen",
    texts="evidence cues",
)

_OF_SPEAKERS = {"person": NodeKind.PERSON, "described": NodeKind.PERSON, "firm": NodeKind.FIRM}


def kind_of(entity_id: str) -> NodeKind:
    """The kind of a speaker's or firm's node."""
    return _OF_SPEAKERS.get(entity_id.split(":", 1)[0], NodeKind.GROUP)


def node_id(kind: NodeKind, name: str) -> str:
    """The node of a topic, statement or article; people, firms and groups go by their own ids."""
    return f"{kind}:{name}"
