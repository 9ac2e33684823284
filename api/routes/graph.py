"""The whole graph as a file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse
from pydantic import Field
from starlette.types import Receive, Scope, Send

from api.problems import INDEX_MISMATCH, INVALID, UNAVAILABLE, documented
from api.routes.access import SharedEngine
from api.routes.parameters import Parameters

router = APIRouter(prefix="/v1/graph", tags=["graph"], responses=documented(INVALID, UNAVAILABLE, INDEX_MISMATCH))


class GraphFormat(StrEnum):
    """Formats that graph tools open."""

    GRAPHML = "graphml"
    GEXF = "gexf"
    JSON = "json"


MEDIA_TYPES = {
    GraphFormat.GRAPHML: "application/graphml+xml",
    GraphFormat.GEXF: "application/gexf+xml",
    GraphFormat.JSON: "application/json",
}


class ExportParameters(Parameters):
    """How to write the graph."""

    format: GraphFormat = Field(
        default=GraphFormat.GRAPHML, description="GraphML and GEXF for graph programs, JSON in node-link form."
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
