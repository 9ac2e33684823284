"""Articles with their statements marked, and single statements in their article."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse

from api.routes import statements
from api.routes.access import SharedEngine
from api.web.page_route import PageRoute
from api.web.rendering import address, page
from api.web.views.marking import stance_of
from api.web.views.reading import reading
from search.engine import Engine

router = APIRouter(route_class=PageRoute)
ArticleId = Annotated[str, Path(max_length=200)]


@router.get("/articles/{article_id}", response_class=HTMLResponse)
def article(request: Request, engine: SharedEngine, article_id: ArticleId) -> HTMLResponse:
    """An article with the source, the cue and the words of each statement marked."""
    return _shown(request, engine, article_id, None, address("/v1/documents", article_id))


@router.get("/statements/{statement_id}", response_class=HTMLResponse)
def statement(request: Request, engine: SharedEngine, statement_id: statements.StatementId) -> HTMLResponse:
    """The article of a statement, at its words, with everything known of it."""
    found = statements.statement(statement_id, engine)
    chosen = {**found, "stance": stance_of(found["opinions"])}
    return _shown(request, engine, found["article_id"], chosen, address("/v1/statements", statement_id))


def _shown(
    request: Request, engine: Engine, article_id: str, chosen: dict[str, Any] | None, twin: str
) -> HTMLResponse:
    store = engine.store
    with store.snapshot():
        found = store.article(article_id)
        shown = reading(store, engine.scheme, found, chosen)
        versions = store.versions(article_id)
    present = versions[0].id
    return page(
        request,
        "article.html",
        article=found,
        paragraphs=shown.paragraphs,
        said=shown.said,
        by_id=shown.by_id,
        chosen=chosen,
        versions=versions,
        present=present,
        twin=twin,
    )
