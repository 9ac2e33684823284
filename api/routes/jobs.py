"""Jobs: how far they are, following and stopping them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import Annotated, Any

import anyio
from fastapi import APIRouter, FastAPI, Header, Path, Query, Request, Response
from pydantic import Field
from sse_starlette import EventSourceResponse, JSONServerSentEvent
from starlette.concurrency import run_in_threadpool

from api import job_schemas as schemas
from api.ingesting.problems import JOB_ENDED
from api.ingesting.supervisor import Supervisor
from api.problems import INVALID, NOT_FOUND, UNAVAILABLE, ProblemError, documented
from api.routes.access import SharedAccess
from api.routes.cursors import Cursor, decode, encode, link_header, next_path
from api.routes.parameters import MOST, Parameters
from corpus.jobs.job import Job, JobState
from corpus.jobs.ledger import Ledger

JobId = Annotated[str, Path(max_length=200, description="As the batch gave it.", examples=["8c1f0a5be2d94763"])]
_LOOK = 0.25  # seconds between two looks at a job that is followed
_HEARTBEAT = 10  # seconds
_GRACE = 2.0  # seconds for a stream to end in order when the service stops
_ERRORS_AT_ONCE = 100
_EVENT = {
    "type": "object",
    "description": "One event of the stream.",
    "required": ["id", "event", "data"],
    "properties": {
        "id": {"type": "string", "examples": ["7-0"]},
        "event": {"type": "string", "enum": ["progress", "error", "end"]},
        "data": {"type": "string", "description": "JSON of a Job, or of a JobError for `error`."},
    },
}


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    access = app.state.access
    supervisor = Supervisor(access.place, access.encoder, app.state.settings.max_article_characters)
    supervisor.start()
    try:
        yield
    finally:
        await run_in_threadpool(supervisor.close)


router = APIRouter(prefix="/v1/jobs", tags=["jobs"], responses=documented(INVALID, UNAVAILABLE), lifespan=_lifespan)


class JobsParameters(Parameters):
    """Which jobs."""

    state: JobState | None = Field(default=None, description="In this state.")
    limit: int = Field(default=50, ge=1, le=MOST, description="The most jobs to give.")
    cursor: Cursor = None


def job_dict(job: Job) -> dict[str, Any]:
    """A job, ready for JSON."""
    counts = ("documents", "done", "added", "replaced", "unchanged", "failed", "statements", "current")
    rest = ("id", "kind", "state", "author", "cancelling", "problem", "created_at", "started_at", "finished_at")
    return {
        **{name: getattr(job, name) for name in rest},
        "progress": {name: getattr(job, name) for name in counts},
        "events": f"/v1/jobs/{job.id}/events",
    }


@router.get("", summary="Jobs", response_model=schemas.Jobs)
def jobs(
    parameters: Annotated[JobsParameters, Query()], request: Request, response: Response, access: SharedAccess
) -> dict[str, Any]:
    """The jobs of the data folder, those that came last first; the 1,000 that ended last are kept."""
    filters = {"list": "jobs", "state": parameters.state}
    before = None
    if parameters.cursor is not None:
        (key,) = decode(parameters.cursor, filters, [int])
        before = int(str(key))
    found = Ledger(access.folder).jobs(limit=parameters.limit + 1, before=before, state=parameters.state)
    page = found[: parameters.limit]
    cursor = encode([page[-1].number], filters) if len(found) > len(page) else None
    path = next_path(request, cursor)
    response.headers.update(link_header(path))
    return {"jobs": [job_dict(job) for job in page], "next_cursor": cursor, "next": path}


@router.get("/{job_id}", summary="One job", response_model=schemas.JobDetail, responses=documented(NOT_FOUND))
def job(job_id: JobId, access: SharedAccess) -> dict[str, Any]:
    """How far a job is, and which of its inputs could not be used."""
    ledger = Ledger(access.folder)
    return {**job_dict(ledger.job(job_id)), "errors": [asdict(error) for error in ledger.errors(job_id)]}


@router.post(
    "/{job_id}/cancel",
    summary="Stop a job",
    response_model=schemas.Job,
    responses=documented(NOT_FOUND, JOB_ENDED),
)
def cancel(job_id: JobId, access: SharedAccess) -> dict[str, Any]:
    """Stops a job after the article that is being worked on; what was stored until then stays."""
    found = Ledger(access.folder).cancel(job_id)
    if found.state.is_final and found.state is not JobState.CANCELLED:
        raise ProblemError(JOB_ENDED, f"The job is {found.state} already; there is nothing left to stop.")
    return job_dict(found)


@router.get(
    "/{job_id}/events",
    summary="Follow a job",
    response_class=EventSourceResponse,
    responses={
        200: {
            "description": "`progress`: the job as it stands; `error`: an input that could not be used; `end`: the job "
            "in its final state, after which the stream ends. `id` is what `Last-Event-ID` takes to go on after it.",
            "content": {"text/event-stream": {"schema": _EVENT}},
        },
        **documented(NOT_FOUND),
    },
)
async def events(
    job_id: JobId,
    access: SharedAccess,
    last_event_id: Annotated[
        str | None, Header(max_length=50, pattern=r"^[0-9]{1,12}-[0-9]{1,12}$", description="Go on after this event.")
    ] = None,
) -> EventSourceResponse:
    """The job as it stands, and again whenever it changes, until it has ended; from whichever worker of the service."""
    ledger = Ledger(access.folder)
    await run_in_threadpool(ledger.job, job_id)  # a problem while that can still be one
    revision, errors = (int(part) for part in (last_event_id or "0-0").split("-"))
    stopping = anyio.Event()
    return EventSourceResponse(
        _followed(ledger, job_id, revision if last_event_id else -1, errors, stopping),
        ping=_HEARTBEAT,
        shutdown_event=stopping,
        shutdown_grace_period=_GRACE,
    )


async def _followed(
    ledger: Ledger, job_id: str, revision: int, errors: int, stopping: anyio.Event
) -> AsyncIterator[JSONServerSentEvent]:
    """The events until the job has ended or the service stops; the client comes back with the id of the last one."""
    while not stopping.is_set():
        found = await run_in_threadpool(ledger.job, job_id)
        if found.revision != revision or found.state.is_final:
            while errors < found.failed:
                held = await run_in_threadpool(ledger.errors, job_id, after=errors, limit=_ERRORS_AT_ONCE)
                for error in held:
                    errors = error.number
                    yield JSONServerSentEvent(asdict(error), id=f"{max(revision, 0)}-{errors}", event="error")
                if not held:
                    break  # of very many only the first are kept
            revision = found.revision
            data = schemas.Job.model_validate(job_dict(found)).model_dump(mode="json")
            kind = "end" if found.state.is_final else "progress"
            yield JSONServerSentEvent(data, id=f"{revision}-{errors}", event=kind)
            if found.state.is_final:
                return
        with anyio.move_on_after(_LOOK):
            await stopping.wait()
