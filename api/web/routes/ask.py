"""The page that asks and answers."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.routes import asking
from api.routes.access import SharedAccess
from api.routes.parameters import AskParameters
from api.web.page_route import PageRoute
from api.web.rendering import address, page

router = APIRouter(route_class=PageRoute)


@router.get("/ask", response_class=HTMLResponse)
def ask(request: Request, access: SharedAccess, q: Annotated[str, Query()] = "") -> HTMLResponse:
    """The answer to a question: those who fit it, and those on the other side, with their words."""
    if not q.strip():
        return page(request, "ask.html", answer=None, question="", twin=None)
    given = {name: value for name, value in request.query_params.items() if name != "lang" and value != ""}
    parameters = AskParameters.model_validate(given)
    answer: dict[str, Any] = asking.ask(parameters, access)
    return page(request, "ask.html", answer=answer, question=q, twin=address("/v1/ask", **given))
