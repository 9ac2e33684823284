"""People, firms, topics and articles as lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from api.routes import firms, people, topics
from api.routes.access import SharedEngine
from api.routes.parameters import FirmsParameters, Paging, PeopleParameters
from api.web.forms import given
from api.web.language import chosen_language
from api.web.page_route import PageRoute
from api.web.rendering import address, page
from api.web.views.bars import pieces
from search.engine import Engine

router = APIRouter(route_class=PageRoute)


@router.get("/people", response_class=HTMLResponse)
def people_page(request: Request, engine: SharedEngine) -> HTMLResponse:
    """Everybody who is quoted, those with most statements first."""
    return _named(request, engine, "people", PeopleParameters, people.people)


@router.get("/firms", response_class=HTMLResponse)
def firms_page(request: Request, engine: SharedEngine) -> HTMLResponse:
    """Firms and institutions, those with most statements first."""
    return _named(request, engine, "firms", FirmsParameters, firms.firms)


def _named(
    request: Request,
    engine: Engine,
    kind: str,
    parameters: type[PeopleParameters] | type[FirmsParameters],
    read: Callable[[Any, Request, Response, Engine], dict[str, Any]],
) -> HTMLResponse:
    """A list of people or firms, which the API gives in the same shape."""
    conditions = given(request)
    wanted = parameters.model_validate(conditions)
    found = read(wanted, request, Response(), engine)
    return page(
        request,
        "names.html",
        kind=kind,
        query=wanted.query or "",
        entries=found[kind],
        before=_before(f"/{kind}", conditions, wanted),
        after=_at(f"/{kind}", conditions, found["next_offset"]),
        twin=address(f"/v1/{kind}", **conditions),
    )


@router.get("/topics", response_class=HTMLResponse)
def topics_page(request: Request, engine: SharedEngine, query: str = "") -> HTMLResponse:
    """The topics that somebody speaks of, those spoken of most first; behind them the rest of the scheme."""
    language = chosen_language(request).value
    wanted = query.strip().casefold()
    shown = [
        {**topic, "bar": pieces(topic["by_polarity"]), "label": topic["labels"].get(language, topic["id"])}
        for topic in topics.topics(engine)["topics"]
        if wanted in topic["id"] or any(wanted in label.casefold() for label in topic["labels"].values())
    ]
    return page(request, "topics.html", query=query, topics=shown, twin="/v1/topics")


def _before(path: str, conditions: dict[str, str], wanted: Paging) -> str | None:
    """The address of the part before this one; ``None`` at the beginning."""
    return None if wanted.offset == 0 else _at(path, conditions, max(wanted.offset - wanted.limit, 0))


def _at(path: str, conditions: dict[str, str], offset: int | None) -> str | None:
    return None if offset is None else address(path, **{**conditions, "offset": offset or None})
