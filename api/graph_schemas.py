"""Answers of the graph: their shapes in the OpenAPI description."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812 - a field is called date elsewhere

from pydantic import BaseModel, ConfigDict, Field

from corpus.types import Language, Polarity
from graph.schema import EdgeKind, NodeKind


class Node(BaseModel):
    """A person, a firm, a group or a topic."""

    id: str
    kind: NodeKind
    label: str
    labels: dict[Language, str] | None = Field(default=None, description="Of a topic, by language.")


class Neighbours(BaseModel):
    """What is next to a node."""

    node: Node
    neighbours: dict[EdgeKind, list[Node]] = Field(description="By kind of edge, in either direction.")


class PathStep(BaseModel):
    """One edge of a way."""

    source: Node
    kind: EdgeKind
    target: Node
    backwards: bool = Field(description="Whether the edge leads from `target` to `source`.")
    evidence: list[str] = Field(description="Ids of the statements behind it, where the graph has them.")


class Path(BaseModel):
    """A shortest way between two nodes."""

    model_config = ConfigDict(populate_by_name=True)

    start: Node = Field(alias="from")
    end: Node = Field(alias="to")
    steps: list[PathStep] = Field(description="Empty where nothing connects them.")


class Camp(BaseModel):
    """Speakers who agree with each other more than with others."""

    score: float = Field(ge=-1, le=1, description="Mean of what they hold.")
    members: list[Node] = Field(description="Those who agree most with the others first.")


class Bridge(Node):
    """A speaker between the camps."""

    share: float = Field(ge=0, le=1, description="Of the shortest ways between others who agree.")


class Camps(BaseModel):
    """The camps on a topic."""

    camps: list[Camp] = Field(description="The largest first.")
    bridges: list[Bridge]
    fresh: bool = Field(description="Whether they are of now; else they are of some seconds ago, and made anew.")


class Edge(BaseModel):
    """An edge between two nodes, with what it sums up."""

    source: str
    target: str
    kind: EdgeKind
    role: str | None = None
    polarity: Polarity | None = None
    score: float | None = Field(default=None, ge=-1, le=1, description="Mean of the statements that take a side.")
    weight: float | None = Field(default=None, description="How many statements.")
    first_seen: Date | None = None
    last_seen: Date | None = None


class Ego(BaseModel):
    """What is around a node."""

    node: Node
    nodes: list[Node]
    edges: list[Edge]


class Voice(Node):
    """A speaker with what they hold of a topic."""

    polarity: Polarity
    score: float = Field(ge=-1, le=1)


class FirmTopic(BaseModel):
    """A topic that a firm or its people speak of."""

    topic: Node
    score: float = Field(ge=-1, le=1, description="Mean over the speakers who take a side.")
    speakers: list[Voice]


class FirmPositions(BaseModel):
    """Where a firm and its people stand."""

    firm: Node
    topics: list[FirmTopic] = Field(description="Those with most speakers first.")


class Known(BaseModel):
    """A speaker by id and name."""

    id: str
    name: str


class Pair(BaseModel):
    """Two who are quoted in the same articles."""

    one: Known
    other: Known
    articles: int = Field(ge=1)


class Together(BaseModel):
    """Who is quoted together."""

    pairs: list[Pair] = Field(description="Most articles first.")
