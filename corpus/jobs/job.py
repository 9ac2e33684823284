"""A job and what can go wrong with its inputs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class JobState(StrEnum):
    """Where a job is."""

    QUEUED = "queued"
    """Waits for those before it."""
    RUNNING = "running"
    """Is being worked on."""
    INTERRUPTED = "interrupted"
    """The process that worked on it ended; it goes on by itself."""
    DONE = "done"
    """All inputs were gone through; some may have failed."""
    FAILED = "failed"
    """Could not go on."""
    CANCELLED = "cancelled"
    """Somebody stopped it; what was stored until then stays."""

    @property
    def is_final(self) -> bool:
        """Whether nothing will change any more."""
        return self in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}


@dataclass(frozen=True, slots=True)
class Job:
    """One job as it stands.

    :param number: its place in the order of arrival.
    :param documents: how many articles there are to go through, as far as could be counted; ``done`` of them are
        through, those that failed included.
    :param statements: of the articles added or replaced.
    :param failed: how many inputs could not be used.
    :param current: what is being worked on.
    :param attempts: how many times in a row a process has ended while it worked on that.
    :param revision: grows with every change.
    :param problem: why it failed, if it did.
    """

    number: int
    id: str
    kind: str
    state: JobState
    author: str
    documents: int
    done: int
    added: int
    replaced: int
    unchanged: int
    statements: int
    failed: int
    current: str | None
    attempts: int
    cancelling: bool
    revision: int
    problem: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class JobError:
    """An input that could not be used.

    :param number: counts within its job, from 1.
    """

    number: int
    source: str
    problem: str
    remedy: str
