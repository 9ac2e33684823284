"""The page of a topic: who stands where, the camps, how opinion moved, and the words of both sides."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.graphs import camps_dict, entities, topics_below
from api.routes.access import SharedEngine
from api.routes.parameters import PersonStatementsParameters
from api.routes.shapes import labels, statement_dict
from api.web.asked import asked
from api.web.drawing import by_period, diverging
from api.web.page_route import PageRoute
from api.web.rendering import address, page
from corpus.errors import NotFoundError
from corpus.store import Conditions
from corpus.topics import TopicScheme
from corpus.types import Polarity
from search.engine import Engine

router = APIRouter(route_class=PageRoute)
_SPEAKERS = 40  # bars
_A_SIDE = 10  # statements of a side


@router.get("/topics/{topic_id}")
def topic(request: Request, topic_id: str, engine: SharedEngine) -> Response:
    """A topic with those below it; its label, in either language, leads there too."""
    scheme = engine.scheme
    found = scheme.find(topic_id)
    if found is None:
        raise NotFoundError(f"no topic has the id or the label {topic_id!r}")
    given = asked(request)
    if found != topic_id:
        return RedirectResponse(address("/topics", found, **given), status_code=308)
    parameters = PersonStatementsParameters.model_validate({"limit": _A_SIDE, **given})
    conditions = parameters.conditions(scheme)
    below = conditions["topic"] = scheme.narrower(found)
    speakers = _speakers(engine, below)
    return page(
        request,
        "topic.html",
        twin=address("/v1/search", topic=found, limit=200, **given),
        topic=_described(found, scheme),
        statements=engine.store.count(topic=below),
        counts={side.value: engine.store.count(topic=below, stance=side) for side in Polarity},
        speakers=speakers,
        bars=diverging(speakers),
        camps=_camps(engine, found),
        periods=by_period(_months(engine, below)),
        columns=_columns(engine, conditions, parameters),
        offset=parameters.offset,
        given=given,
    )


def _described(topic_id: str, scheme: TopicScheme) -> dict[str, Any]:
    def named(found: Collection[str]) -> list[dict[str, Any]]:
        return [{"topic": one, "labels": labels(one, scheme)} for one in found]

    direct = [one for one in sorted(scheme.narrower(topic_id)) if topic_id in scheme.broader(one)]
    return {
        "topic": topic_id,
        "labels": labels(topic_id, scheme),
        "broader": named(list(scheme.broader(topic_id))),
        "narrower": named(direct),
    }


def _speakers(engine: Engine, topics: Collection[str]) -> list[dict[str, Any]]:
    """Speakers from the most sceptical to the most supportive, of those with most statements."""
    sides = engine.store.sides("speaker_id", topics=topics)
    most = sorted(sides, key=lambda one: (-_sided(sides[one]), -sum(sides[one].values()), one))[:_SPEAKERS]
    names = engine.store.names(most)
    listed = [
        {"id": one, "name": names.get(one, one), "by_polarity": {side.value: n for side, n in sides[one].items()}}
        for one in most
        if _sided(sides[one])
    ]
    return sorted(listed, key=lambda one: (-_leaning(one["by_polarity"]), one["name"]))


def _sided(counts: Mapping[Polarity, int]) -> int:
    return counts[Polarity.SUPPORTIVE] + counts[Polarity.SCEPTICAL]


def _leaning(counts: Mapping[str, int]) -> int:
    return counts["supportive"] - counts["sceptical"]


def _camps(engine: Engine, topic_id: str) -> dict[str, Any]:
    try:
        return camps_dict(entities(engine), topics_below(engine.scheme, topic_id))
    except NotFoundError:  # nobody speaks of it
        return {"camps": [], "bridges": []}


def _months(engine: Engine, topics: Collection[str]) -> dict[str, dict[str, int]]:
    found = engine.store.timeline(topic=frozenset(topics))
    return {one.month: {side.value: n for side, n in one.by_polarity.items()} for one in found if one.month}


def _columns(
    engine: Engine, conditions: Conditions, parameters: PersonStatementsParameters
) -> dict[str, dict[str, Any]]:
    """The statements of a side, newest first, with whether there are more."""
    sides = [parameters.stance] if parameters.stance else [Polarity.SCEPTICAL, Polarity.SUPPORTIVE]
    columns: dict[str, dict[str, Any]] = {}
    for side in sides:
        wanted: Conditions = {**conditions, "stance": side}
        most = parameters.limit + 1
        said = list(engine.store.statements(limit=most, offset=parameters.offset, newest_first=True, **wanted))
        shown = [statement_dict(one, engine.scheme) for one in said[: parameters.limit]]
        columns[side.value] = {"statements": shown, "more": len(said) > parameters.limit}
    return columns
