"""Articles with their statements marked, and single statements in their article."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.routes import documents, statements
from api.routes.access import SharedEngine
from api.web.page_route import PageRoute
from api.web.rendering import address, page
from api.web.views.marking import stance_of
from api.web.views.reading import reading
from search.engine import Engine

router = APIRouter(route_class=PageRoute)


@router.get("/articles/{article_id}", response_class=HTMLResponse)
def article(request: Request, engine: SharedEngine, article_id: documents.DocumentId) -> HTMLResponse:
    """An article with the source, the cue and the words of each statement marked."""
    return _shown(request, engine, article_id, None, address("/v1/documents", article_id))


@router.get("/statements/{statement_id}", response_class=HTMLResponse)
def statement(request: Request, engine: SharedEngine, statement_id: statements.StatementId) -> HTMLResponse:
    """The article of a statement, at its words, with everything known of it."""
    found = statements.statement(statement_id, engine)
    chosen = {**found, "stance": stance_of(found["opinions"])}
    return _shown(request, engine, found["article_id"], chosen, address("/v1/statements", statement_id))


def _shown(request: Request, engine: Engine, article_id: str, chosen: dict[str, Any] | None, twin: str) -> HTMLResponse:
    found = documents.document(article_id, engine)
    shown = reading(found, chosen)
    present = next(version["id"] for version in found["versions"] if version["superseded_by"] is None)
    return page(
        request,
        "article.html",
        article=found,
        paragraphs=shown.paragraphs,
        said=shown.said,
        by_id=shown.by_id,
        chosen=chosen,
        present=present,
        twin=twin,
    )
