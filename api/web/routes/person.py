"""The page of a person: where they stand, when, what changed, and their words."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.positions import pair_dict, series_dict, standing_dicts
from api.routes import graph_view, people
from api.routes.access import SharedEngine
from api.routes.graph_view import ViewParameters
from api.routes.parameters import PersonStatementsParameters
from api.routes.shapes import labels
from api.web.asked import asked
from api.web.drawing import diverging, time_bars
from api.web.page_route import PageRoute
from api.web.rendering import address, page
from corpus.errors import NotFoundError
from corpus.types import Polarity
from graph.around import AGREEING, EDGES
from graph.positions import changes, contradictions, series
from search.engine import Engine

router = APIRouter(route_class=PageRoute)
PER_PAGE = 20
_NEAR = 22  # nodes of the small network
_READ = 5_000  # newest statements, from which positions are told
_TOPICS = 6  # lines of the chart
_STEPS = 200  # positions in the chart


@router.get("/people/{person_id}")
def person(request: Request, person_id: str, engine: SharedEngine) -> Response:
    """A person's profile and statements, under conditions; the id from before a merge leads to the one that counts."""
    given = asked(request)
    parameters = PersonStatementsParameters.model_validate({"limit": PER_PAGE, **given})
    found = people.person_statements(person_id, parameters, engine)
    known = found["person"]["id"]
    if known != person_id:
        return RedirectResponse(address("/people", known, **given), status_code=308)
    return page(
        request,
        "person.html",
        twin=address(f"/v1/people/{known}/statements", **given),
        found=found,
        profile=profile(engine, known),
        times=time_bars(found["affiliations"]),
        near=small_network(engine, known),
        given=given,
        polarities=[one.value for one in Polarity],
    )


def profile(engine: Engine, person_id: str) -> dict[str, Any]:
    """Positions by topic, changes of mind and the time line of a person."""
    store, scheme = engine.store, engine.scheme
    said = list(store.statements(speaker_id=person_id, newest_first=True, limit=_READ))
    listed = series(said)
    positions = [{**one, "labels": labels(one["topic"], scheme)} for one in standing_dicts(said)]
    charted = [one["topic"] for one in positions[:_TOPICS]]
    steps = [
        {**step, "topic": one.topic, "labels": labels(one.topic, scheme)}
        for one in listed
        if one.topic in charted
        for step in series_dict(one)["positions"]
    ]
    return {
        "statements": store.count(speaker_id=person_id),
        "positions": positions,
        "bars": diverging(positions),
        "changes": [_labelled(pair_dict(one.topic, one.before, one.after), engine) for one in changes(listed)],
        "contradictions": [_labelled(pair_dict(o.topic, o.one, o.other), engine) for o in contradictions(listed)],
        "steps": sorted(steps, key=lambda step: (step["date"], step["topic"]))[-_STEPS:],
    }


def small_network(engine: Engine, node: str) -> dict[str, Any]:
    """A node with firms, topics and those who agree or disagree most, as ``/v1/graph/view`` gives it."""
    try:
        found = graph_view.view(ViewParameters(node=[node], edge=[*EDGES, *AGREEING], limit=_NEAR), engine)
    except NotFoundError:  # nothing that the graph has: statements on no topic, without a firm
        return {"nodes": [], "edges": [], "left_out": 0}
    near = [edge for edge in found["edges"] if edge["kind"] not in AGREEING or node in (edge["source"], edge["target"])]
    return {**found, "edges": near}


def _labelled(pair: dict[str, Any], engine: Engine) -> dict[str, Any]:
    return {**pair, "labels": labels(pair["topic"], engine.scheme)}
