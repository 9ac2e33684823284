"""Adding many articles as a job, and adding a page by its address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api import document_schemas as schemas
from api import job_schemas
from api.ingesting.bodies import FILES, LINES, LIST, spool_body
from api.ingesting.fetched import Fetch, article_of
from api.ingesting.problems import FETCH_FAILED, FETCHING_OFF, MALFORMED, QUEUE_FULL, TOO_LARGE, UNSUPPORTED, refused
from api.ingesting.submission import EXAMPLE
from api.problems import INDEX_MISMATCH, INVALID, UNAVAILABLE, ProblemError, documented
from api.routes.access import SharedAccess
from api.routes.adding import SharedSettings, stored, writing_engine
from api.routes.jobs import job_dict
from api.security.identity import CurrentIdentity
from api.service_settings import ServiceSettings
from corpus.errors import InputError
from corpus.jobs.job import Job
from corpus.jobs.ledger import Ledger, QueueFullError, new_id
from corpus.jobs.spool import Spool

router = APIRouter(
    prefix="/v1/documents", tags=["documents"], responses=documented(INVALID, UNAVAILABLE, INDEX_MISMATCH)
)
_RETRY_AFTER = "30"  # seconds
# Loose: one that is no ArticleSubmission is named in the job's errors, and does not keep the others out.
_ARTICLE = {"description": "An ArticleSubmission, as for `POST /v1/documents`."}
_SECOND = {**EXAMPLE, "url": "https://example.com/courier/another", "text": "Another article about the channel."}
_BODIES = {
    LIST: {
        "schema": {"type": "array", "items": _ARTICLE, "minItems": 1},
        "examples": {"two": {"summary": "Two articles", "value": [EXAMPLE, _SECOND]}},
    },
    LINES[0]: {
        "schema": {"description": "One article a line, with the same fields."},
        "examples": {"two": {"summary": "Two lines", "value": '{"text": "…"}\n{"text": "…", "publisher": "…"}\n'}},
    },
    FILES: {
        "schema": {
            "type": "object",
            "required": ["files"],
            "properties": {"files": {"type": "array", "minItems": 1, "items": {"type": "string", "format": "binary"}}},
        }
    },
}


@router.post(
    "/batch",
    summary="Add many articles",
    status_code=202,
    response_model=job_schemas.Job,
    responses={
        202: {
            "description": "Taken in",
            "headers": {"Location": {"description": "The job's address.", "schema": {"type": "string"}}},
        },
        **documented(MALFORMED, TOO_LARGE, UNSUPPORTED, QUEUE_FULL),
    },
    openapi_extra={"requestBody": {"required": True, "content": _BODIES}},
)
async def batch(
    request: Request, response: Response, settings: SharedSettings, access: SharedAccess, identity: CurrentIdentity
) -> dict[str, Any]:
    """Takes in articles and answers at once; a job reads them. Once this answers, none of them is lost.

    Send one JSON list, one article a line, or files as the command `ingest` reads them (.txt .md .html .jsonl
    .jsonl.gz). One that cannot be used is named in the job's errors, and the others are done.
    A later file of the same name is a new version of the earlier one.
    """
    identifier = new_id()
    spool = Spool(access.folder, identifier)
    try:
        documents = await spool_body(request, spool, settings)
        job = await run_in_threadpool(_queued, spool, access.folder, identifier, identity.name, documents, settings)
    except BaseException:
        spool.remove()
        raise
    response.headers["Location"] = f"/v1/jobs/{identifier}"
    return job_dict(job)


def _queued(spool: Spool, folder: Path, identifier: str, author: str, documents: int, settings: ServiceSettings) -> Job:
    spool.close()
    try:
        return Ledger(folder).add(identifier, "ingest", author, documents, settings.max_waiting_jobs)
    except QueueFullError as error:
        raise ProblemError(QUEUE_FULL, f"{error}.", headers={"Retry-After": _RETRY_AFTER}) from None


@router.post(
    "/fetch",
    summary="Add a page by its address",
    response_model=schemas.Stored,
    status_code=201,
    responses={
        200: {"model": schemas.Stored, "description": "Stored already"},
        **documented(MALFORMED, FETCHING_OFF, FETCH_FAILED, TOO_LARGE),
    },
)
def fetch(
    asked: schemas.FetchRequest, request: Request, response: Response, settings: SharedSettings
) -> dict[str, Any]:
    """Fetches a page, finds the article in it and adds it; off unless whoever runs the service turns it on."""
    if not settings.fetch_urls:
        detail = "Pages are not fetched here; `fetch_urls` (QUOTEGRAPH_FETCH_URLS=true) turns that on."
        raise ProblemError(FETCHING_OFF, detail)
    writing_engine(request.app.state.access)
    try:
        page = _fetch_of(request)(asked.url, settings)
    except InputError as error:
        raise ProblemError(FETCH_FAILED, f"{error.problem}{f'; {error.remedy}' if error.remedy else ''}") from error
    try:
        article = article_of(page)
    except InputError as error:
        raise refused(error) from error
    return stored(request, response, article)


def _fetch_of(request: Request) -> Fetch:
    """What fetches pages: closed to private addresses, bounded in size and time."""
    given: Fetch | None = getattr(request.app.state, "fetch", None)
    if given is not None:
        return given
    from api.security import fetching  # type: ignore[attr-defined,unused-ignore]

    fetcher: Fetch = fetching.fetch
    return fetcher
