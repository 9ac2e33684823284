"""Jobs: the list, one with its progress, stopping it."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.routes import documents, jobs
from api.routes.access import SharedAccess
from api.routes.parameters import MOST
from api.web.forms import given
from api.web.language import chosen_language
from api.web.page_route import PageRoute
from api.web.rendering import address, page
from api.web.views.faults import told
from corpus.errors import StoreError
from corpus.jobs.job import JobState

router = APIRouter(route_class=PageRoute)


@router.get("/jobs", response_class=HTMLResponse)
def jobs_page(request: Request, access: SharedAccess) -> HTMLResponse:
    """The jobs, those that came last first."""
    conditions = given(request)
    parameters = jobs.JobsParameters.model_validate(conditions)
    found = jobs.jobs(parameters, request, Response(), access)
    following = found["next_cursor"]
    return page(
        request,
        "jobs.html",
        jobs=found["jobs"],
        start=None if parameters.cursor is None else "/jobs",
        after=address("/jobs", **{**conditions, "cursor": following}) if following else None,
        twin=address("/v1/jobs", **conditions),
    )


@router.get("/jobs/{job_id}", response_class=HTMLResponse)
def job_page(request: Request, access: SharedAccess, job_id: jobs.JobId) -> HTMLResponse:
    """How far a job is; the page follows it."""
    found = jobs.job(job_id, access)
    final = JobState(found["state"]).is_final
    came = _came_in(request, access, found["started_at"], found["finished_at"]) if final else []
    return page(
        request,
        "job.html",
        job=found,
        final=final,
        came=came,
        told=partial(told, language=chosen_language(request)),
        twin=address("/v1/jobs", job_id),
    )


@router.post("/jobs/{job_id}/cancel")
def cancel(access: SharedAccess, job_id: jobs.JobId) -> RedirectResponse:
    """Stops a job and leads back to it."""
    jobs.cancel(job_id, access)
    return RedirectResponse(address("/jobs", job_id), status_code=303)


def _came_in(
    request: Request, access: SharedAccess, began: datetime | None, ended: datetime | None
) -> list[dict[str, Any]]:
    """The articles that were stored between two moments, the last first; of very many the last ones."""
    if began is None or ended is None:
        return []
    parameters = documents.DocumentsParameters(limit=MOST)
    try:
        found = documents.documents(parameters, request, Response(), access.engine())["documents"]
    except StoreError:  # every input failed, and there is no store yet
        return []
    return [entry for entry in found if began <= entry["added_at"] <= ended]
