"""The page of a firm: who speaks for it, where it stands, and the words."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.routes import firms, statements
from api.routes.access import SharedEngine
from api.routes.parameters import StatementsParameters
from api.web.asked import asked
from api.web.drawing import diverging, time_bars
from api.web.page_route import PageRoute
from api.web.rendering import address, page
from api.web.routes.person import PER_PAGE, small_network
from corpus.types import Polarity

router = APIRouter(route_class=PageRoute)


@router.get("/firms/{firm_id}")
def firm(request: Request, firm_id: firms.FirmId, engine: SharedEngine) -> Response:
    """A firm's profile and statements, under conditions; the id from before a merge leads to the one that counts."""
    given = asked(request)
    found: dict[str, Any] = firms.firm(firm_id, engine)
    known = found["id"]
    if known != firm_id:
        return RedirectResponse(address("/firms", known, **given), status_code=308)
    parameters = StatementsParameters.model_validate({"limit": PER_PAGE, **given, "firm_id": known})
    return page(
        request,
        "firm.html",
        twin=address("/v1/firms", known),
        firm=found,
        times=time_bars(found["people"]),
        positions=found["positions"],
        bars=diverging(found["positions"]),
        near=small_network(engine, known),
        found=statements.statements(parameters, request, Response(), engine),
        given=given,
        polarities=[one.value for one in Polarity],
    )
