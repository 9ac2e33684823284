"""The list of articles, and deleting one."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.routes import documents
from api.routes.access import SharedEngine
from api.web.forms import given
from api.web.page_route import PageRoute
from api.web.rendering import address, page

router = APIRouter(route_class=PageRoute)


@router.get("/articles", response_class=HTMLResponse)
def articles(request: Request, engine: SharedEngine) -> HTMLResponse:
    """The articles, those stored last first."""
    conditions = given(request)
    parameters = documents.DocumentsParameters.model_validate(conditions)
    found = documents.documents(parameters, request, Response(), engine)
    following = found["next_cursor"]
    return page(
        request,
        "articles.html",
        query=parameters.query or "",
        filters={name: value for name, value in conditions.items() if name != "cursor"},
        articles=found["documents"],
        start=None if parameters.cursor is None else address("/articles", **{**conditions, "cursor": None}),
        after=address("/articles", **{**conditions, "cursor": following}) if following else None,
        twin=address("/v1/documents", **conditions),
    )


@router.get("/articles/{document_id}/delete", response_class=HTMLResponse)
def confirm_deletion(request: Request, engine: SharedEngine, document_id: documents.DocumentId) -> HTMLResponse:
    """Asks whether an article is to go, with all that goes with it."""
    found = documents.document(document_id, engine)
    return page(request, "delete.html", article=found, twin=address("/v1/documents", document_id))


@router.post("/articles/{document_id}/delete")
def delete(engine: SharedEngine, document_id: documents.DocumentId) -> RedirectResponse:
    """Deletes an article and leads to the list."""
    documents.delete(document_id, engine)
    return RedirectResponse("/articles", status_code=303)
