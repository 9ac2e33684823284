"""Pages of statements found by their meaning: for some words, and like a given statement."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.routes import asking, statements
from api.routes.access import SharedAccess
from api.routes.parameters import MOST, SearchParameters, SimilarParameters
from api.web.forms import given, topic_choices
from api.web.language import chosen_language
from api.web.page_route import PageRoute
from api.web.rendering import address, page
from api.web.views.bars import pieces
from corpus.types import Polarity

router = APIRouter(route_class=PageRoute)
_STEP = 20  # statements more when more are asked for


@router.get("/search", response_class=HTMLResponse)
def search(request: Request, access: SharedAccess) -> HTMLResponse:
    """The statements closest to some words; without words, the newest."""
    conditions = given(request)
    parameters = SearchParameters.model_validate(conditions)
    found = asking.searched(parameters, access)
    return page(
        request,
        "search.html",
        question=parameters.q,
        filters={name: value for name, value in conditions.items() if name != "q"},
        topics=topic_choices(access.engine().scheme, chosen_language(request)),
        results=found["results"],
        bar_pieces=pieces(_sides(found["results"])),
        wider=_wider(request.url.path, conditions, parameters.limit, len(found["results"])),
        twin=address("/v1/search", **conditions),
    )


@router.get("/statements/{statement_id}/similar", response_class=HTMLResponse)
def similar(request: Request, access: SharedAccess, statement_id: statements.StatementId) -> HTMLResponse:
    """The statements closest to a given one."""
    conditions = given(request)
    parameters = SimilarParameters.model_validate(conditions)
    engine = access.engine()
    model = statements.statement(statement_id, engine)
    found = statements.similar(statement_id, parameters, engine)
    return page(
        request,
        "similar.html",
        model=model,
        results=found["results"],
        bar_pieces=pieces(_sides(found["results"])),
        wider=_wider(request.url.path, conditions, parameters.limit, len(found["results"])),
        twin=address("/v1/statements", statement_id, "similar", **conditions),
    )


def _sides(results: list[dict[str, Any]]) -> dict[str, int]:
    return {side.value: sum(hit["stance"] == side for hit in results) for side in Polarity}


def _wider(path: str, conditions: dict[str, str], limit: int, shown: int) -> str | None:
    """The address of more results, where there may be more."""
    more = min(limit + _STEP, MOST)
    return address(path, **{**conditions, "limit": more}) if shown >= limit and more > limit else None
