"""The page that articles are added by: as text, as files, by their address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from api.document_schemas import FetchRequest
from api.ingesting.submission import ArticleSubmission
from api.problems import ProblemError
from api.routes import batches, documents
from api.routes.access import SharedAccess
from api.routes.adding import SharedSettings
from api.security.identity import CurrentIdentity
from api.service_settings import ServiceSettings
from api.web.language import chosen_language
from api.web.page_route import PageRoute
from api.web.rendering import address, page
from api.web.views.faults import faults

router = APIRouter(route_class=PageRoute)
_FIELDS = ("text", "headline", "date_published", "publisher", "url")


@router.get("/add", response_class=HTMLResponse)
def add(request: Request, settings: SharedSettings) -> HTMLResponse:
    """The ways to add articles."""
    return _form(request, settings)


@router.post("/add/text", response_model=None)
async def add_text(request: Request, settings: SharedSettings) -> Response:
    """Adds a text and leads to the article; tells what is wrong with it above the fields as they were filled in."""
    form = await request.form()
    values = {name: str(form.get(name) or "") for name in _FIELDS}
    # Browsers send line breaks as two characters; the article shall have the one that was typed.
    values["text"] = values["text"].replace("\r\n", "\n")
    return await run_in_threadpool(_stored, request, settings, values)


def _stored(request: Request, settings: ServiceSettings, values: Mapping[str, str]) -> Response:
    try:
        submission = ArticleSubmission.model_validate({name: value for name, value in values.items() if value.strip()})
        found = documents.add(submission, request, Response(), settings)
    except (ProblemError, ValidationError) as error:
        return _form(request, settings, way="text", values=values, error=error)
    return _to_article(found)


@router.post("/add/files", response_model=None)
async def add_files(
    request: Request, settings: SharedSettings, access: SharedAccess, identity: CurrentIdentity
) -> Response:
    """Takes files in and leads to the job that reads them."""
    try:
        job = await batches.batch(request, Response(), settings, access, identity)
    except ProblemError as error:
        return await run_in_threadpool(_form, request, settings, way="files", error=error)
    return RedirectResponse(address("/jobs", job["id"]), status_code=303)


@router.post("/add/address", response_model=None)
async def add_address(request: Request, settings: SharedSettings) -> Response:
    """Fetches a page, where that is allowed, and leads to the article."""
    form = await request.form()
    return await run_in_threadpool(_fetched, request, settings, str(form.get("url") or ""))


def _fetched(request: Request, settings: ServiceSettings, url: str) -> Response:
    try:
        found = batches.fetch(FetchRequest.model_validate({"url": url}), request, Response(), settings)
    except (ProblemError, ValidationError) as error:
        if not settings.fetch_urls:  # there is no such form to show it in
            raise
        return _form(request, settings, way="address", values={"page": url}, error=error)
    return _to_article(found)


def _to_article(found: Mapping[str, Any]) -> RedirectResponse:
    return RedirectResponse(address("/articles", found["article"]["id"]), status_code=303)


def _form(
    request: Request,
    settings: ServiceSettings,
    *,
    way: str | None = None,
    values: Mapping[str, str] | None = None,
    error: ProblemError | ValidationError | None = None,
) -> HTMLResponse:
    """The page with its fields.

    :param way: the form that ``error`` belongs to, of ``text``, ``files`` and ``address``.
    :param values: what stood in its fields.
    """
    status = 200 if error is None else int(error.kind.status) if isinstance(error, ProblemError) else 422
    return page(
        request,
        "add.html",
        status=status,
        way=way,
        values={name: (values or {}).get(name, "") for name in (*_FIELDS, "page")},
        faults=[] if error is None else faults(error, chosen_language(request)),
        fetching=settings.fetch_urls,
        twin=None,
    )
