"""The page of a firm: who speaks for it, where it stands, and the words."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.positions import standing_dicts
from api.routes import firms
from api.routes.access import SharedEngine
from api.routes.parameters import PersonStatementsParameters
from api.routes.people import page_of
from api.routes.shapes import labels, statement_dict
from api.web.asked import asked
from api.web.drawing import diverging, time_bars
from api.web.page_route import PageRoute
from api.web.rendering import address, page
from api.web.routes.person import PER_PAGE, small_network
from corpus.types import Polarity
from search.engine import Engine

router = APIRouter(route_class=PageRoute)
_READ = 5_000  # newest statements, from which positions are told


@router.get("/firms/{firm_id}")
def firm(request: Request, firm_id: str, engine: SharedEngine) -> Response:
    """A firm's profile and statements, under conditions; the id from before a merge leads to the one that counts."""
    given = asked(request)
    parameters = PersonStatementsParameters.model_validate({"limit": PER_PAGE, **given})
    found = firms.firm(firm_id, engine)
    if found["id"] != firm_id:
        return RedirectResponse(address("/firms", found["id"], **given), status_code=308)
    positions = _positions(engine, firm_id)
    return page(
        request,
        "firm.html",
        twin=address("/v1/firms", firm_id),
        firm=found,
        times=time_bars(found["people"]),
        positions=positions,
        bars=diverging(positions),
        near=small_network(engine, firm_id),
        found=_statements(engine, firm_id, parameters),
        given=given,
        polarities=[one.value for one in Polarity],
    )


def _positions(engine: Engine, firm_id: str) -> list[dict[str, Any]]:
    said = engine.store.statements(firm_id=firm_id, newest_first=True, limit=_READ)
    return [{**one, "labels": labels(one["topic"], engine.scheme)} for one in standing_dicts(said)]


def _statements(engine: Engine, firm_id: str, parameters: PersonStatementsParameters) -> dict[str, Any]:
    conditions = parameters.conditions(engine.scheme)
    conditions["firm_id"] = firm_id
    most = parameters.limit + 1
    found = list(engine.store.statements(limit=most, offset=parameters.offset, newest_first=True, **conditions))
    said = [statement_dict(one, engine.scheme) for one in found[: parameters.limit]]
    return {"statements": said, **page_of(parameters, found)}
