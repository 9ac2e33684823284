"""The topics of the scheme, and how opinion on them is divided."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api import listings
from api.problems import INDEX_MISMATCH, UNAVAILABLE, documented
from api.routes.access import SharedEngine
from api.routes.shapes import labels
from corpus.store import TopicEntry
from corpus.topics import TopicScheme
from corpus.types import Polarity

router = APIRouter(prefix="/v1/topics", tags=["topics"], responses=documented(UNAVAILABLE, INDEX_MISMATCH))


@router.get("", summary="List topics", response_model=listings.Topics)
def topics(engine: SharedEngine) -> dict[str, Any]:
    """Every topic of the scheme with its labels in both languages, and its statements by the side they take."""
    counted = engine.store.topics()
    seen = {entry.topic for entry in counted}
    scheme = engine.scheme
    silent = [TopicEntry(topic, 0, dict.fromkeys(Polarity, 0)) for topic in scheme.topics if topic not in seen]
    return {"topics": [_topic_dict(entry, scheme) for entry in [*counted, *silent]]}


def _topic_dict(entry: TopicEntry, scheme: TopicScheme) -> dict[str, Any]:
    return {
        "id": entry.topic,
        "labels": labels(entry.topic, scheme),
        "broader": list(scheme.broader(entry.topic)) if entry.topic in scheme.topics else [],
        "statements": entry.statements,
        "by_polarity": dict(entry.by_polarity),
    }
