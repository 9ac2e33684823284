"""The service itself: where things are, whether it is well, what its problems mean."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated, Any

from fastapi import APIRouter, Path

from api import listings
from api.problems import INDEX_MISMATCH, INVALID, KINDS, NOT_FOUND, UNAVAILABLE, Kind, documented
from api.routes.access import SharedAccess
from corpus.errors import NotFoundError

router = APIRouter(tags=["service"])
LINKS = {
    "ask": "/v1/ask?q=who+is+sceptical+about+cloud+incentives",
    "search": "/v1/search?q=cloud+incentives",
    "people": "/v1/people",
    "firms": "/v1/firms",
    "topics": "/v1/topics",
    "graph": "/v1/graph/export?format=graphml",
    "health": "/healthz",
    "documentation": "/docs",
    "openapi": "/openapi.json",
}


@cache
def program_version() -> str:
    """The version that is installed; ``unknown`` where the sources run without being installed."""
    try:
        return version("quotegraph")
    except PackageNotFoundError:
        return "unknown"


@router.get("/v1", summary="Where things are", response_model=listings.Links)
def start() -> dict[str, Any]:
    """The addresses to begin with."""
    return {"name": "quotegraph", "version": program_version(), "links": LINKS}


@router.get(
    "/healthz",
    summary="Whether it can answer",
    response_model=listings.Health,
    responses=documented(UNAVAILABLE, INDEX_MISMATCH),
)
def health(access: SharedAccess) -> dict[str, Any]:
    """Status, version, totals and the encoder; a problem with status 503 while no question can be answered."""
    engine, totals = access.engine(), access.totals()
    return {
        "status": "ok",
        "version": program_version(),
        "articles": totals.articles,
        "statements": totals.statements,
        "encoder": {"name": engine.encoder.name, "dimensions": engine.encoder.dimensions},
    }


@router.get(
    "/problems/{name}",
    summary="What a problem means",
    response_model=listings.ProblemKind,
    responses=documented(NOT_FOUND, INVALID),
)
def problem_kind(
    name: Annotated[str, Path(description="The end of a `type`.", examples=["not-found"])],
) -> dict[str, Any]:
    """The description behind the `type` of a problem."""
    kind: Kind | None = KINDS.get(name)
    if kind is None:
        raise NotFoundError(f"no problem is called {name!r}")
    return {"type": kind.type, "title": kind.title, "status": int(kind.status), "explanation": kind.explanation}
