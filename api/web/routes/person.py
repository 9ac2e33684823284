"""The page of a person: where they stand, when, what changed, and their words."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.positions import series_dict
from api.profiles import READ
from api.routes import graph_view, people
from api.routes.access import SharedEngine
from api.routes.graph_view import ViewParameters
from api.routes.parameters import PersonStatementsParameters
from api.routes.shapes import labels, statement_dict
from api.web.asked import asked
from api.web.drawing import diverging, time_bars
from api.web.page_route import PageRoute
from api.web.rendering import address, page
from corpus.errors import NotFoundError
from corpus.types import Polarity
from graph.around import AGREEING, EDGES
from graph.positions import series
from search.engine import Engine

router = APIRouter(route_class=PageRoute)
PER_PAGE = 20
_NEAR = 20  # nodes of the small network
_TOPICS = 6  # lines of the chart
_STEPS = 200  # positions in the chart


@router.get("/people/{person_id}")
def person(request: Request, person_id: people.PersonId, engine: SharedEngine) -> Response:
    """A person's profile and statements, under conditions; the id from before a merge leads to the one that counts."""
    given = asked(request)
    profile = people.person(person_id, engine)
    known = profile["id"]
    if known != person_id:
        return RedirectResponse(address("/people", known, **given), status_code=308)
    parameters = PersonStatementsParameters.model_validate({"limit": PER_PAGE, **given})
    return page(
        request,
        "person.html",
        twin=address("/v1/people", known),
        person=profile,
        found=people.person_statements(known, parameters, request, Response(), engine),
        times=time_bars(profile["affiliations"]),
        bars=diverging(profile["positions"]),
        steps=_steps(engine, known, [one["topic"] for one in profile["positions"][:_TOPICS]]),
        changes=labelled(profile["changes_of_mind"], engine),
        contradictions=labelled(profile["contradictions"], engine),
        near=small_network(engine, known),
        given=given,
        polarities=[one.value for one in Polarity],
    )


def labelled(pairs: list[dict[str, Any]], engine: Engine) -> list[dict[str, Any]]:
    """Pairs of positions with the labels of their topics and the statements behind them."""
    ids = {pair[step]["statement"] for pair in pairs for step in ("before", "after")}
    said = {one.id: statement_dict(one, engine.scheme) for one in engine.store.statements(sorted(ids))}
    return [
        {
            **pair,
            "labels": labels(pair["topic"], engine.scheme),
            **{step: {**pair[step], "said": said.get(pair[step]["statement"])} for step in ("before", "after")},
        }
        for pair in pairs
    ]


def small_network(engine: Engine, node: str) -> dict[str, Any]:
    """A node with firms, topics and those who agree or disagree most, as ``/v1/graph/view`` gives it."""
    try:
        found = graph_view.view(
            ViewParameters(node=[node], kind=[], edge=[*EDGES, *AGREEING], stance=[], limit=_NEAR), engine
        )
    except NotFoundError:  # nothing that the graph has: statements on no topic, without a firm
        return {"nodes": [], "edges": [], "left_out": 0}
    near = [edge for edge in found["edges"] if node in (edge["source"], edge["target"])]
    return {**found, "edges": near}


def _steps(engine: Engine, person_id: str, topics: list[str]) -> list[dict[str, Any]]:
    """The latest positions on some topics, oldest first."""
    said = engine.store.statements(speaker_id=person_id, newest_first=True, limit=READ, topic=topics)
    steps = [
        {**step, "topic": one.topic, "labels": labels(one.topic, engine.scheme)}
        for one in series(said)
        if one.topic in topics
        for step in series_dict(one)["positions"]
    ]
    return sorted(steps, key=lambda step: (step["date"], step["topic"]))[-_STEPS:]
