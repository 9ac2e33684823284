"""Jobs: their shapes in the OpenAPI description, with examples."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from api.schemas import example
from corpus.jobs.job import JobState

_ERROR = {
    "number": 1,
    "source": "line 2",
    "problem": "text: Field required",
    "remedy": "GET /openapi.json describes the fields of an article",
}
_JOB: dict[str, Any] = {
    "id": "8c1f0a5be2d94763",
    "kind": "ingest",
    "state": "running",
    "author": "local",
    "progress": {
        "documents": 120,
        "done": 31,
        "added": 29,
        "replaced": 0,
        "unchanged": 1,
        "failed": 1,
        "statements": 214,
        "current": "courier-2024-05-16.txt",
    },
    "cancelling": False,
    "problem": None,
    "created_at": "2026-03-01T12:00:00.000+00:00",
    "started_at": "2026-03-01T12:00:01.000+00:00",
    "finished_at": None,
    "events": "/v1/jobs/8c1f0a5be2d94763/events",
}


class JobProgress(BaseModel):
    """How far a job is."""

    documents: int = Field(ge=0, description="Articles to go through, as far as they could be counted.")
    done: int = Field(ge=0, description="Those that are through, failed ones included.")
    added: int = Field(ge=0)
    replaced: int = Field(ge=0, description="New versions of what was stored.")
    unchanged: int = Field(ge=0, description="Those that were stored already.")
    failed: int = Field(ge=0, description="Those that could not be used; `errors` names them.")
    statements: int = Field(ge=0, description="Statements of those added or replaced.")
    current: str | None = Field(description="What is being worked on.")


class Job(BaseModel):
    """Work that goes on by itself; it outlives the process that took it in."""

    model_config = example(_JOB)

    id: str
    kind: str = Field(description="`ingest`.")
    state: JobState = Field(
        description="`interrupted` jobs go on by themselves; `done`, `failed` and `cancelled` are final."
    )
    author: str = Field(description="Who sent it.")
    progress: JobProgress
    cancelling: bool = Field(description="Whether it will stop after the article being worked on.")
    problem: str | None = Field(description="Why it failed.")
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    events: str = Field(description="Where its progress can be followed as server-sent events.")


class JobError(BaseModel):
    """An input that could not be used; the others are not affected."""

    model_config = example(_ERROR)

    number: int = Field(ge=1)
    source: str = Field(description="The file, the line or the item.")
    problem: str
    remedy: str


class JobDetail(Job):
    """A job with what went wrong."""

    model_config = example({**_JOB, "errors": [_ERROR]})

    errors: list[JobError] = Field(description="In the order of going through; of very many the first 1,000.")


class Jobs(BaseModel):
    """Part of the list of jobs, those that came last first."""

    model_config = example({"jobs": [_JOB], "next_cursor": None, "next": None})

    jobs: list[Job]
    next_cursor: str | None = Field(description="The `cursor` of what follows; null at the end.")
    next: str | None = Field(description="The address of what follows; also in the header `Link`.")
