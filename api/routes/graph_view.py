"""A part of the graph to look at."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812 - as in the other schemas
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api import graph_schemas
from api.graph_views import view_dict
from api.graphs import entities
from api.problems import INDEX_MISMATCH, INVALID, NOT_FOUND, UNAVAILABLE, documented
from api.routes.access import SharedEngine
from api.routes.parameters import Dated, Name
from corpus.types import Polarity
from graph.around import AGREEING, EDGES, KINDS, MOST, USUAL, Looks
from graph.schema import EdgeKind, NodeKind
from search.naming import node_of

router = APIRouter(
    prefix="/v1/graph", tags=["graph"], responses=documented(INVALID, NOT_FOUND, UNAVAILABLE, INDEX_MISMATCH)
)
_FEW = 50  # values of one parameter


class ViewParameters(Dated):
    """What to look at."""

    node: list[Name] = Field(
        default=[],
        description="People, firms or topics to see with what is next to them: ids or names. Without any: the nodes "
        "with most statements.",
        examples=[["topic:cloud-incentives"]],
        max_length=_FEW,
    )
    hide: list[Name] = Field(default=[], description="Nodes to leave out: ids.", max_length=200)
    kind: list[NodeKind] = Field(default=[], description="Only these kinds of nodes.", max_length=_FEW)
    edge: list[EdgeKind] = Field(
        default=[],
        description="Only these kinds of edges; without any `HOLDS`, `AFFILIATED_WITH` and `BROADER`. "
        "`AGREES_WITH` and `DISAGREES_WITH` sum up all topics.",
        max_length=_FEW,
    )
    stance: list[Polarity] = Field(default=[], description="Only these sides of what speakers hold.", max_length=_FEW)
    overview: bool = Field(default=False, description="Also the nodes with most statements, beside those asked for.")
    limit: int | None = Field(
        default=None,
        ge=1,
        le=MOST,
        description=f"The most nodes. By default {USUAL} for each of those asked for, and for the overview.",
    )


class ViewNode(graph_schemas.Node):
    """A node with how much is behind it."""

    statements: int = Field(ge=0, description="Opinions of a speaker, or on a topic.")
    open: bool = Field(description="Whether what is next to it was asked for.")
    more: int = Field(ge=0, description="How many nodes next to it are not shown.")


class ViewEdge(BaseModel):
    """An edge, with what it sums up."""

    source: str
    target: str
    kind: EdgeKind
    role: str | None = None
    polarity: Polarity | None = None
    score: float | None = Field(default=None, ge=-1, le=1)
    weight: float | None = Field(default=None, description="How many statements; of agreement how strong it is.")
    topics: list[str] | None = Field(default=None, description="Of agreement or disagreement: ids of the topics.")
    first_seen: Date | None = None
    last_seen: Date | None = None


class GraphView(BaseModel):
    """A part of the graph."""

    nodes: list[ViewNode] = Field(description="Those asked for first, then those with most statements.")
    edges: list[ViewEdge]
    left_out: int = Field(ge=0, description="How many nodes did not fit the limit.")


@router.get(
    "/view", summary="A part of the graph to look at", response_model=GraphView, response_model_exclude_none=True
)
def view(parameters: Annotated[ViewParameters, Query()], engine: SharedEngine) -> dict[str, Any]:
    """Some nodes with what is next to them, under conditions, at most 500."""
    asked = [node_of(engine.store, engine.scheme, name) for name in parameters.node]
    looks = Looks(
        kinds=parameters.kind or KINDS,
        edges=parameters.edge or EDGES,
        sides=parameters.stance,
        hidden=parameters.hide,
        overview=parameters.overview,
    )
    with entities(engine, parameters.since, parameters.until) as graph:
        return view_dict(graph, asked, looks, parameters.limit)


#: Kinds of edges that a view can have.
VIEWED = sorted(EDGES | AGREEING)
