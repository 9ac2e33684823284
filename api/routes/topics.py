"""The topics of the scheme, and how opinion on them is divided."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query
from pydantic import Field

from api import listings, profile_schemas
from api.problems import INDEX_MISMATCH, INVALID, NOT_FOUND, UNAVAILABLE, documented
from api.profiles import month_dict, topic_counts
from api.routes.access import SharedEngine
from api.routes.parameters import MOST, Dated, Parameters
from api.routes.shapes import labels
from corpus.errors import NotFoundError
from corpus.store import TopicEntry
from corpus.topics import TopicScheme
from corpus.types import Polarity

router = APIRouter(prefix="/v1/topics", tags=["topics"], responses=documented(UNAVAILABLE, INDEX_MISMATCH))
TopicId = Annotated[
    str,
    Path(min_length=1, max_length=200, description="Id, or label in either language.", examples=["cloud-incentives"]),
]


class TopicParameters(Parameters):
    """How much of a topic."""

    limit: int = Field(default=20, ge=1, le=MOST, description="The most speakers of a side.")


@router.get("", summary="List topics", response_model=listings.Topics)
def topics(engine: SharedEngine) -> dict[str, Any]:
    """Every topic of the scheme with its labels in both languages, and its statements by the side they take."""
    counted = engine.sums().topics()
    seen = {entry.topic for entry in counted}
    scheme = engine.scheme
    silent = [TopicEntry(topic, 0, dict.fromkeys(Polarity, 0)) for topic in scheme.topics if topic not in seen]
    return {"topics": [_topic_dict(entry, scheme) for entry in [*counted, *silent]]}


@router.get(
    "/{topic_id}",
    summary="A topic",
    response_model=profile_schemas.TopicProfile,
    responses=documented(NOT_FOUND, INVALID),
)
def topic(topic_id: TopicId, parameters: Annotated[TopicParameters, Query()], engine: SharedEngine) -> dict[str, Any]:
    """A topic with the topics around it, how many statements take which side, and which speakers stand where.

    Statements on narrower topics count. `camps` leads to who agrees with whom.
    """
    scheme = engine.scheme
    found = _found(topic_id, scheme)
    below = scheme.narrower(found)
    counted = topic_counts(engine.sums(), below, parameters.limit)
    return {
        "id": found,
        "labels": labels(found, scheme),
        "broader": list(scheme.broader(found)) if found in scheme.topics else [],
        "narrower": sorted(below - {found}),
        **counted,
        "camps": f"/v1/graph/camps?{urlencode({'topic': found})}",
    }


@router.get(
    "/{topic_id}/timeline",
    summary="What is said on a topic, by month",
    response_model=profile_schemas.Timeline,
    responses=documented(NOT_FOUND, INVALID),
)
def topic_timeline(topic_id: TopicId, parameters: Annotated[Dated, Query()], engine: SharedEngine) -> dict[str, Any]:
    """How many statements on the topic and narrower ones in each month, by the side they take."""
    found = _found(topic_id, engine.scheme)
    months = engine.sums().timeline(engine.scheme.narrower(found), since=parameters.since, until=parameters.until)
    return {"id": found, "months": [month_dict(one) for one in months]}


def _found(name: str, scheme: TopicScheme) -> str:
    found = scheme.find(name)
    if found is None:
        raise NotFoundError(f"no topic of the scheme has the id or label {name!r}")
    return found


def _topic_dict(entry: TopicEntry, scheme: TopicScheme) -> dict[str, Any]:
    return {
        "id": entry.topic,
        "labels": labels(entry.topic, scheme),
        "broader": list(scheme.broader(entry.topic)) if entry.topic in scheme.topics else [],
        "statements": entry.statements,
        "by_polarity": dict(entry.by_polarity),
    }
