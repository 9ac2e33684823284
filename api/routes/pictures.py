"""Pictures: the network of a topic, bars of stances, a person's stance over time."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field

from api.pictures import BarsBy, network_picture, stances_picture, timeline_picture, topic_graph
from api.problems import INDEX_MISMATCH, INVALID, NOT_FOUND, UNAVAILABLE, documented
from api.routes.access import SharedEngine
from api.routes.parameters import Dated, Name
from corpus.types import Language
from search.naming import person_of

router = APIRouter(
    prefix="/v1/graph/pictures",
    tags=["graph"],
    responses=documented(INVALID, NOT_FOUND, UNAVAILABLE, INDEX_MISMATCH),
)


class PictureFormat(StrEnum):
    """Formats of pictures."""

    SVG = "svg"
    PNG = "png"


_MEDIA = {PictureFormat.SVG: "image/svg+xml", PictureFormat.PNG: "image/png"}
_PICTURE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The picture.",
        "content": {media: {"schema": {"type": "string"}} for media in _MEDIA.values()},
    }
}


class PictureParameters(Dated):
    """How to draw."""

    format: PictureFormat = Field(default=PictureFormat.SVG, description="SVG, or PNG with 200 dots an inch.")
    language: Language = Field(default=Language.EN, description="Of the words in the picture.")


class NetworkParameters(PictureParameters):
    """Which network."""

    topic: Name = Field(description="Id or label; topics below it count.", examples=["cloud"])
    limit: int = Field(default=40, ge=2, le=120, description="The most speakers, those with most statements.")


class StancesParameters(PictureParameters):
    """Which stances."""

    topic: Name | None = Field(default=None, description="Only this topic and those below it.", examples=["cloud"])
    by: BarsBy | None = Field(
        default=None, description="What each bar stands for: topics, or speakers where a topic is given, unless said."
    )


class TimelineParameters(PictureParameters):
    """Whose stance."""

    person: Name = Field(description="Id or name in any spelling.", examples=["Kowalczyk"])
    topic: Name | None = Field(default=None, description="Only this topic and those below it.", examples=["cloud"])


@router.get("/network", summary="Draw who agrees with whom", response_class=Response, responses=_PICTURE)
def network(parameters: Annotated[NetworkParameters, Query()], engine: SharedEngine) -> Response:
    """The speakers on a topic on a circle, camp beside camp, with the strongest agreements and disagreements."""
    kind = parameters.format
    graph = topic_graph(engine.sums(), engine.scheme, parameters.topic, parameters.since, parameters.until)
    picture = network_picture(graph, engine.scheme, parameters.topic, parameters.language, kind.value, parameters.limit)
    return _response(picture, kind)


@router.get("/stances", summary="Draw for and against", response_class=Response, responses=_PICTURE)
def stances(parameters: Annotated[StancesParameters, Query()], engine: SharedEngine) -> Response:
    """Diverging bars: how many statements are for and against, by topic, speaker or firm."""
    kind, days = parameters.format, (parameters.since, parameters.until)
    picture = stances_picture(
        engine.sums(), engine.scheme, parameters.topic, parameters.by, parameters.language, kind.value, *days
    )
    return _response(picture, kind)


@router.get("/timeline", summary="Draw a stance over time", response_class=Response, responses=_PICTURE)
def timeline(parameters: Annotated[TimelineParameters, Query()], engine: SharedEngine) -> Response:
    """Where a person stood on each topic and when, with changes of side."""
    kind, days = parameters.format, (parameters.since, parameters.until)
    person = person_of(engine.store, parameters.person).id
    picture = timeline_picture(
        engine.store, engine.scheme, person, parameters.topic, parameters.language, kind.value, *days
    )
    return _response(picture, kind)


def _response(picture: bytes, kind: PictureFormat) -> Response:
    # An SVG that is opened by its address needs its own styles, and nothing else.
    policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    return Response(picture, media_type=_MEDIA[kind], headers={"Content-Security-Policy": policy})
