"""Jobs: waiting for one, and following it as it goes."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Literal

import httpx2

from api.client import async_operations, models, operations
from api.client.call import Call
from api.client.errors import ConnectionFailed, JobFailed
from api.client.values import decoded, part_of

_FINAL = ("done", "failed", "cancelled")
_FIRST_LOOK, _LONGEST = 0.1, 2.0  # seconds between two looks at a job that is waited for


@dataclass(frozen=True, slots=True)
class JobEvent:
    """Something that happened in a job.

    :param kind: ``progress``: it went on; ``error``: an input could not be used; ``end``: it has ended.
    :param id: what ``after`` takes to go on behind this event.
    :param job: as it stands; of an error ``None``.
    :param error: the input that could not be used.
    """

    kind: Literal["progress", "error", "end"]
    id: str
    job: models.Job | None = None
    error: models.JobError | None = None


class Jobs(operations.Jobs):
    """What the service does with jobs."""

    def wait(self, job_id: str, *, timeout: float | None = None, check: bool = True) -> models.JobDetail:
        """Waits until a job has ended.

        :param timeout: seconds; ``None``: as long as it takes.
        :param check: whether a job that failed or was cancelled is an error.
        :raises TimeoutError: it is still going on; it goes on all the same.
        :raises JobFailed: see ``check``.
        """
        began, pause = time.monotonic(), _FIRST_LOOK
        while (job := self.get(job_id)).state not in _FINAL:
            _in_time(job, began, pause, timeout)
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST)
        return _checked(job, check)

    def events(self, job_id: str, *, after: str | None = None) -> Iterator[JobEvent]:
        """What happens in a job, as it happens, until it has ended; goes on by itself where the connection breaks off.

        :param after: go on behind the event of this ``id``.
        """
        failed = 0
        while True:
            try:
                with self._connection.streamed(_following(job_id, after)) as response:
                    for message in httpx2.EventSource(response):
                        event = _event(message)
                        after, failed = event.id, 0
                        yield event
                        if event.kind == "end":
                            return
                raise ConnectionFailed(f"the events of job {job_id} broke off")
            except ConnectionFailed:
                failed += 1
                wait = self._connection.retries.wait("GET", failed, None, None)
                if wait is None:
                    raise
            time.sleep(wait)


class AsyncJobs(async_operations.AsyncJobs):
    """What the service does with jobs."""

    async def wait(self, job_id: str, *, timeout: float | None = None, check: bool = True) -> models.JobDetail:
        """Waits until a job has ended.

        :param timeout: seconds; ``None``: as long as it takes.
        :param check: whether a job that failed or was cancelled is an error.
        :raises TimeoutError: it is still going on; it goes on all the same.
        :raises JobFailed: see ``check``.
        """
        began, pause = time.monotonic(), _FIRST_LOOK
        while (job := await self.get(job_id)).state not in _FINAL:
            _in_time(job, began, pause, timeout)
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST)
        return _checked(job, check)

    async def events(self, job_id: str, *, after: str | None = None) -> AsyncIterator[JobEvent]:
        """What happens in a job, as it happens, until it has ended; goes on by itself where the connection breaks off.

        :param after: go on behind the event of this ``id``.
        """
        failed, ended = 0, False
        while True:
            try:
                async with self._connection.streamed(_following(job_id, after)) as response:
                    async for message in httpx2.EventSource(response):
                        event = _event(message)
                        after, failed = event.id, 0
                        ended = event.kind == "end"
                        yield event
                        # Read on until the service closes the stream: iterators left half way would be closed later,
                        # by an event loop that may be gone then.
                if ended:
                    return
                raise ConnectionFailed(f"the events of job {job_id} broke off")
            except ConnectionFailed:
                if ended:
                    return
                failed += 1
                wait = self._connection.retries.wait("GET", failed, None, None)
                if wait is None:
                    raise
            await asyncio.sleep(wait)


def _following(job_id: str, after: str | None) -> Call:
    headers = {"Accept": "text/event-stream", "Last-Event-ID": after}
    return Call("GET", f"/v1/jobs/{part_of(job_id)}/events", headers=headers)


def _event(message: httpx2.ServerSentEvent) -> JobEvent:
    content = json.loads(message.data)
    if message.event == "error":
        return JobEvent("error", message.id, error=decoded(models.JobError, content))
    kind: Literal["end", "progress"] = "end" if message.event == "end" else "progress"
    return JobEvent(kind, message.id, job=decoded(models.Job, content))


def _in_time(job: models.JobDetail, began: float, pause: float, timeout: float | None) -> None:
    if timeout is not None and time.monotonic() - began + pause > timeout:
        raise TimeoutError(f"job {job.id} is still {job.state} after {timeout:g} seconds")


def _checked(job: models.JobDetail, check: bool) -> models.JobDetail:
    if check and job.state != "done":
        raise JobFailed(job)
    return job
