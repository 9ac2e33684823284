"""The first page: what can be asked, and what there is. Programs get the addresses as JSON there."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from api.routes import service
from api.routes.access import SharedAccess
from api.web.page_route import PageRoute
from api.web.rendering import page
from corpus.errors import QuotegraphError

router = APIRouter(route_class=PageRoute)


@router.get("/")
def start(request: Request, access: SharedAccess) -> Response:
    """The page for browsers, the addresses for programs: whichever `Accept` asks for."""
    if "text/html" not in request.headers.get("Accept", ""):
        return JSONResponse(service.start(), headers={"Vary": "Accept"})
    try:
        totals = access.totals()
    except QuotegraphError:
        totals = None  # nothing is stored yet: the page says how to begin
    return page(request, "start.html", totals=totals, twin="/v1")
