"""The page of a topic: who stands where, the camps, how opinion moved, and the words of both sides."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.graphs import camps_of
from api.routes import statements, topics
from api.routes.access import SharedEngine
from api.routes.parameters import Dated, StatementsParameters
from api.routes.shapes import labels
from api.web.asked import asked
from api.web.drawing import by_period, diverging
from api.web.page_route import PageRoute
from api.web.rendering import address, page
from corpus.errors import NotFoundError
from corpus.topics import TopicScheme
from corpus.types import Polarity
from search.engine import Engine

router = APIRouter(route_class=PageRoute)
_SPEAKERS = 40  # bars
_A_SIDE = 10  # statements of a side


@router.get("/topics/{topic_id}")
def topic(request: Request, topic_id: topics.TopicId, engine: SharedEngine) -> Response:
    """A topic with those below it; its label, in either language, leads there too."""
    found = topics.topic(topic_id, topics.TopicParameters(limit=1), engine)
    given = asked(request)
    if found["id"] != topic_id:
        return RedirectResponse(address("/topics", found["id"], **given), status_code=308)
    speakers = _speakers(engine, engine.scheme.narrower(topic_id))
    return page(
        request,
        "topic.html",
        twin=address("/v1/topics", topic_id),
        topic=_described(topic_id, engine.scheme),
        statements=found["statements"],
        counts=found["by_polarity"],
        speakers=speakers,
        bars=diverging(speakers),
        camps=_camps(engine, topic_id),
        periods=by_period(_months(engine, topic_id)),
        columns=_columns(request, engine, topic_id, given),
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


def _speakers(engine: Engine, below: Collection[str]) -> list[dict[str, Any]]:
    """Speakers from the most sceptical to the most supportive, of those with most statements."""
    sides = engine.sums().sides("speaker_id", topics=below)
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
        return camps_of(engine, topic_id)
    except NotFoundError:  # nobody speaks of it
        return {"camps": [], "bridges": [], "fresh": True}


def _months(engine: Engine, topic_id: str) -> dict[str, dict[str, int]]:
    found = topics.topic_timeline(topic_id, Dated(), engine)["months"]
    return {one["month"]: {str(side): n for side, n in one["by_polarity"].items()} for one in found if one["month"]}


def _columns(request: Request, engine: Engine, topic_id: str, given: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The statements of each side, newest first, as ``/v1/statements`` gives them; one side where one is asked for."""
    sides = [str(given["stance"])] if "stance" in given else ["sceptical", "supportive"]
    columns: dict[str, dict[str, Any]] = {}
    for side in sides:
        wanted = {"limit": _A_SIDE, **given, "topic": topic_id, "stance": side}
        parameters = StatementsParameters.model_validate(wanted)
        columns[side] = {**statements.statements(parameters, request, Response(), engine), "given": given}
        if columns[side]["next"] and "stance" not in given:  # it goes on with this side alone
            cursor = columns[side]["next_cursor"]
            columns[side]["next"] = address("/topics", topic_id, **{**given, "stance": side, "cursor": cursor})
    return columns
