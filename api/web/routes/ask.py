"""The page that asks and answers."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.routes import asking
from api.routes.access import SharedAccess
from api.routes.parameters import MOST, AskParameters
from api.web.forms import given, topic_choices
from api.web.language import chosen_language
from api.web.page_route import PageRoute
from api.web.rendering import address, page
from api.web.views.bars import pieces
from api.web.views.chips import Chips
from api.web.views.columns import has_more, layout

router = APIRouter(route_class=PageRoute)
_STEP = 20  # speakers more on each side when more are asked for


@router.get("/ask", response_class=HTMLResponse)
def ask(request: Request, access: SharedAccess, q: Annotated[str, Query()] = "") -> HTMLResponse:
    """The answer to a question: those who fit it, and those on the other side, with their words."""
    conditions = given(request)
    language = chosen_language(request)
    if not q.strip():
        return page(request, "ask.html", answer=None, question="")
    parameters = AskParameters.model_validate(conditions)
    answer: dict[str, Any] = asking.answered(parameters, access)
    scheme = access.engine().scheme
    limit = min(parameters.limit + _STEP, MOST)
    wider = address("/ask", **{**conditions, "limit": limit}) if limit > parameters.limit else None
    return page(
        request,
        "ask.html",
        answer=answer,
        question=q,
        filters={name: value for name, value in conditions.items() if name != "q"},
        topics=topic_choices(scheme, language),
        chips=list(Chips(answer["interpretation"], conditions, scheme, language).all()),
        layout=layout(answer),
        bar_pieces=pieces(answer["sides"]),
        labels={topic: scheme.label(topic, language) for topic in answer["nearest_topics"]},
        wider=wider if has_more(answer, parameters.limit) else None,
        twin=address("/v1/ask", **conditions),
    )
