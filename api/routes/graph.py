"""The whole graph as a file."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse, Response
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

from api import graph_schemas
from api.graphs import (
    camps_of,
    ego_dict,
    entities,
    firm_dict,
    neighbours_dict,
    path_dict,
    together_dict,
)
from api.problems import INDEX_MISMATCH, INVALID, NOT_FOUND, UNAVAILABLE, documented
from api.routes.access import SharedEngine
from api.routes.parameters import Dated, Name, Parameters, SpeakerFiltering
from api.shell.production import ProducedResponse
from search.engine import Engine
from search.naming import node_of
from search.types import Filters

router = APIRouter(
    prefix="/v1/graph", tags=["graph"], responses=documented(INVALID, NOT_FOUND, UNAVAILABLE, INDEX_MISMATCH)
)


class GraphFormat(StrEnum):
    """Formats that graph tools open."""

    GRAPHML = "graphml"
    GEXF = "gexf"
    JSON = "json"
    CYTOSCAPE = "cyjs"
    TURTLE = "ttl"
    JSON_LD = "jsonld"
    TABLES = "zip"


MEDIA_TYPES = {
    GraphFormat.GRAPHML: "application/graphml+xml",
    GraphFormat.GEXF: "application/gexf+xml",
    GraphFormat.JSON: "application/json",
    GraphFormat.CYTOSCAPE: "application/json",
    GraphFormat.TURTLE: "text/turtle",
    GraphFormat.JSON_LD: "application/ld+json",
    GraphFormat.TABLES: "application/zip",
}


class ExportParameters(SpeakerFiltering):
    """What of the graph to write, and how."""

    format: GraphFormat = Field(
        default=GraphFormat.GRAPHML,
        description="GraphML and GEXF for graph programs, JSON in node-link form, Cytoscape's "
        "JSON, Turtle and JSON-LD, a ZIP of two CSV tables.",
    )
    aggregated: bool = Field(default=False, description="People, firms and topics only, statements summed up.")
    derived: bool = Field(
        default=False, description="With edges that follow: who agrees with whom, who changed their mind."
    )
    similar: bool = Field(default=False, description="With edges between statements that say nearly the same.")


class TemporaryFileResponse(FileResponse):
    """A file that is gone once it was sent, or once the client has gone.

    :param folder: holds the file, and is removed with it.
    """

    def __init__(self, folder: TemporaryDirectory[str], path: Path, media_type: str) -> None:
        super().__init__(path, media_type=media_type, filename=path.name)
        self._folder = folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends the file and removes it, whatever came of the sending."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._folder.cleanup()


_FILES = {
    "description": "The file, as a download.",
    "content": {
        media_type: {"schema": {"type": "object" if media_type.endswith("json") else "string"}}
        for media_type in MEDIA_TYPES.values()
    },
}


class NodeParameters(Dated):
    """A node."""

    node: Name = Field(description="A person, a firm or a topic: id or name.", examples=["topic:cloud-incentives"])


class EgoParameters(NodeParameters):
    """A node and how far to look."""

    radius: int = Field(default=1, ge=1, le=4, description="How many edges away.")


class TogetherParameters(Parameters):
    """Whose company."""

    node: Name | None = Field(default=None, description="Only with this person or firm: id or name.")
    limit: int = Field(default=50, ge=1, le=1000, description="The most pairs.")


class PathParameters(Dated):
    """Two nodes."""

    start: Name = Field(description="A person, a firm or a topic: id or name.", examples=["Anna Kowalczyk"])
    end: Name = Field(description="Another one.", examples=["Graham Ottley"])


class CampParameters(Dated):
    """A topic."""

    topic: Name = Field(description="Id or label; topics below it count.", examples=["cloud"])


@router.get(
    "/neighbours",
    summary="What is next to a node",
    response_model=graph_schemas.Neighbours,
    response_model_exclude_none=True,
)
def neighbours(parameters: Annotated[NodeParameters, Query()], engine: SharedEngine) -> dict[str, Any]:
    """The people, firms and topics next to one, by kind of edge."""
    node = node_of(engine.store, engine.scheme, parameters.node)
    with entities(engine, parameters.since, parameters.until) as graph:
        return neighbours_dict(graph, node)


@router.get(
    "/path", summary="A way between two nodes", response_model=graph_schemas.Path, response_model_exclude_none=True
)
def path(parameters: Annotated[PathParameters, Query()], engine: SharedEngine) -> dict[str, Any]:
    """A shortest way between two people, firms or topics; no steps where nothing connects them."""
    start, end = (node_of(engine.store, engine.scheme, name) for name in (parameters.start, parameters.end))
    with entities(engine, parameters.since, parameters.until) as graph:
        return path_dict(graph, start, end)


@router.get(
    "/camps", summary="Who agrees with whom", response_model=graph_schemas.Camps, response_model_exclude_none=True
)
def camps(parameters: Annotated[CampParameters, Query()], engine: SharedEngine) -> dict[str, Any]:
    """The camps on a topic (Leiden communities of agreement), and who stands between them (betweenness)."""
    return camps_of(engine, parameters.topic, parameters.since, parameters.until)


@router.get("/ego", summary="What is around a node", response_model=graph_schemas.Ego, response_model_exclude_none=True)
def ego(parameters: Annotated[EgoParameters, Query()], engine: SharedEngine) -> dict[str, Any]:
    """The people, firms and topics up to some edges away from one, and the edges between them."""
    node = node_of(engine.store, engine.scheme, parameters.node)
    with entities(engine, parameters.since, parameters.until) as graph:
        return ego_dict(graph, node, parameters.radius)


@router.get(
    "/firm",
    summary="Where a firm stands",
    response_model=graph_schemas.FirmPositions,
    response_model_exclude_none=True,
)
def firm(parameters: Annotated[NodeParameters, Query()], engine: SharedEngine) -> dict[str, Any]:
    """Where a firm and its people stand, topic by topic."""
    node = node_of(engine.store, engine.scheme, parameters.node)
    with entities(engine, parameters.since, parameters.until) as graph:
        return firm_dict(graph, node)


@router.get("/together", summary="Who is quoted together", response_model=graph_schemas.Together)
def together(parameters: Annotated[TogetherParameters, Query()], engine: SharedEngine) -> dict[str, Any]:
    """Pairs who are quoted in the same articles."""
    name = parameters.node
    return together_dict(engine.sums(), node_of(engine.store, engine.scheme, name) if name else None, parameters.limit)


@router.get("/export", summary="Download the graph", response_class=FileResponse, responses={200: _FILES})
async def export_graph(parameters: Annotated[ExportParameters, Query()], engine: SharedEngine) -> Response:
    """People, firms, topics, statements and articles with their relations, for Gephi, Cytoscape or networkx.

    GraphML of a large archive comes while it is written; if that fails midway, the connection breaks.
    """
    filters = await run_in_threadpool(parameters.filters, engine.scheme)
    if not await run_in_threadpool(_comes_as_written, engine, parameters, filters):
        return await run_in_threadpool(_exported, engine, parameters, filters)
    from graph.streaming import write_graphml

    write = partial(write_graphml, engine.store, engine.scheme, since=filters.since, until=filters.until)
    return await ProducedResponse.begun(write, MEDIA_TYPES[parameters.format], f"quotegraph.{parameters.format.value}")


def _comes_as_written(engine: Engine, parameters: ExportParameters, filters: Filters) -> bool:
    from api.exporting import is_large

    engine.refresh()
    plain = not (parameters.aggregated or parameters.derived or parameters.similar)
    return plain and parameters.format is GraphFormat.GRAPHML and is_large(engine.store, filters)


def _exported(engine: Engine, parameters: ExportParameters, filters: Filters) -> FileResponse:
    from api.exporting import export_store
    from search.similar import similar_edges

    folder = TemporaryDirectory(prefix="quotegraph-")
    try:
        path = Path(folder.name) / f"quotegraph.{parameters.format.value}"
        similar = partial(similar_edges, engine) if parameters.similar else None
        export_store(
            engine.store,
            engine.scheme,
            filters,
            path,
            aggregated=parameters.aggregated,
            derived=parameters.derived,
            similar=similar,
        )
        return TemporaryFileResponse(folder, path, MEDIA_TYPES[parameters.format])
    except BaseException:
        folder.cleanup()
        raise
