"""The whole graph as a file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse
from pydantic import Field
from starlette.types import Receive, Scope, Send

from api import graph_schemas
from api.graphs import camps_dict, entities, neighbours_dict, node_of, path_dict, topics_below
from api.problems import INDEX_MISMATCH, INVALID, NOT_FOUND, UNAVAILABLE, documented
from api.routes.access import SharedEngine
from api.routes.parameters import Dated, Name, Parameters

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


class ExportParameters(Parameters):
    """How to write the graph."""

    format: GraphFormat = Field(
        default=GraphFormat.GRAPHML,
        description="GraphML and GEXF for graph programs, JSON in node-link form, Cytoscape's "
        "JSON, Turtle and JSON-LD, a ZIP of two CSV tables.",
    )


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
        media_type: {"schema": {"type": "object"} if media_type == "application/json" else {"type": "string"}}
        for media_type in MEDIA_TYPES.values()
    },
}


class NodeParameters(Dated):
    """A node."""

    node: Name = Field(description="A person, a firm or a topic: id or name.", examples=["topic:cloud-incentives"])


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
    graph = entities(engine, parameters.since, parameters.until)
    return neighbours_dict(graph, node_of(engine.store, engine.scheme, parameters.node))


@router.get(
    "/path", summary="A way between two nodes", response_model=graph_schemas.Path, response_model_exclude_none=True
)
def path(parameters: Annotated[PathParameters, Query()], engine: SharedEngine) -> dict[str, Any]:
    """A shortest way between two people, firms or topics; no steps where nothing connects them."""
    graph = entities(engine, parameters.since, parameters.until)
    start, end = (node_of(engine.store, engine.scheme, name) for name in (parameters.start, parameters.end))
    return path_dict(graph, start, end)


@router.get(
    "/camps", summary="Who agrees with whom", response_model=graph_schemas.Camps, response_model_exclude_none=True
)
def camps(parameters: Annotated[CampParameters, Query()], engine: SharedEngine) -> dict[str, Any]:
    """The camps on a topic (Louvain communities of agreement), and who stands between them (betweenness)."""
    graph = entities(engine, parameters.since, parameters.until)
    return camps_dict(graph, topics_below(engine.scheme, parameters.topic))


@router.get("/export", summary="Download the graph", response_class=FileResponse, responses={200: _FILES})
def export_graph(parameters: Annotated[ExportParameters, Query()], engine: SharedEngine) -> FileResponse:
    """People, firms, topics, statements and articles with their relations, for Gephi, Cytoscape or networkx."""
    from graph.build import build
    from graph.export import export

    folder = TemporaryDirectory(prefix="quotegraph-")
    try:
        path = Path(folder.name) / f"quotegraph.{parameters.format.value}"
        export(build(engine.store, engine.scheme), path)
        return TemporaryFileResponse(folder, path, MEDIA_TYPES[parameters.format])
    except BaseException:
        folder.cleanup()
        raise
