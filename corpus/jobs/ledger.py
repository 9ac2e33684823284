"""The ledger of jobs: one SQLite file, read and written by any number of processes."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

from corpus.errors import InputError, NotFoundError, QuotegraphError
from corpus.jobs.job import Job, JobError, JobState
from corpus.jobs.totals import TABLE, Totals, count_article, count_end, totals_of
from corpus.store import Put
from corpus.store.database import translated
from corpus.store.rows import moment

FILE_NAME = "jobs.sqlite3"
_VERSION = 2
_TABLES = (
    """
    CREATE TABLE IF NOT EXISTS job (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        state TEXT NOT NULL,
        author TEXT NOT NULL,
        documents INTEGER NOT NULL,
        done INTEGER NOT NULL DEFAULT 0,
        added INTEGER NOT NULL DEFAULT 0,
        replaced INTEGER NOT NULL DEFAULT 0,
        unchanged INTEGER NOT NULL DEFAULT 0,
        statements INTEGER NOT NULL DEFAULT 0,
        failed INTEGER NOT NULL DEFAULT 0,
        current TEXT,
        give_up_at REAL,
        attempts INTEGER NOT NULL DEFAULT 0,
        cancelling INTEGER NOT NULL DEFAULT 0,
        revision INTEGER NOT NULL DEFAULT 0,
        problem TEXT,
        created_at TEXT NOT NULL,
        started_at TEXT,
        finished_at TEXT
    )
    """,
    "CREATE INDEX IF NOT EXISTS job_open ON job (state, number) WHERE finished_at IS NULL",
    """
    CREATE TABLE IF NOT EXISTS job_error (
        job TEXT NOT NULL REFERENCES job (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        source TEXT NOT NULL,
        problem TEXT NOT NULL,
        remedy TEXT NOT NULL,
        PRIMARY KEY (job, number)
    ) WITHOUT ROWID
    """,
    TABLE,
)
_KEPT_ERRORS = 1_000  # of a job; all are counted
_KEPT_JOBS = 1_000  # that are finished
_OPEN = "finished_at IS NULL"
_COUNTS = {Put.ADDED: "added", Put.REPLACED: "replaced", Put.UNCHANGED: "unchanged"}


class QueueFullError(QuotegraphError):
    """So many jobs wait that another one is not taken."""


class Ledger:
    """All jobs of a data folder. Each call opens the file anew: none of them is frequent, and any thread may call.

    :param folder: the data folder; made with the first job.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME

    @property
    def exists(self) -> bool:
        """Whether there has ever been a job."""
        return self.path.is_file()

    def add(self, identifier: str, kind: str, author: str, documents: int, most: int) -> Job:
        """Takes a job in; once this returns it survives a crash.

        :param most: how many may be unfinished at once.
        :raises QueueFullError: there are so many already.
        :raises StoreError: the file cannot be written.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._writing() as file:
            waiting = file.execute(f"SELECT count(*) FROM job WHERE {_OPEN}").fetchone()[0]
            if waiting >= most:
                raise QueueFullError(f"{waiting} jobs are waiting or running already; wait until some are done")
            file.execute(
                "INSERT INTO job (id, kind, state, author, documents, created_at) VALUES (?, ?, ?, ?, ?, ?)",
                (identifier, kind, JobState.QUEUED, author, documents, _now()),
            )
        return self.job(identifier)

    def job(self, identifier: str) -> Job:
        """One job.

        :raises NotFoundError: there is none with the id.
        """
        rows = self._read("SELECT * FROM job WHERE id = ?", (identifier,))
        if not rows:
            raise NotFoundError(f"no job has the id {identifier!r}")
        return _job(rows[0])

    def jobs(self, *, limit: int, before: int | None = None, state: JobState | None = None) -> list[Job]:
        """Jobs, those that came last first.

        :param before: only those that came before the one of this ``number``.
        """
        query = (
            "SELECT * FROM job WHERE (:before IS NULL OR number < :before) AND (:state IS NULL OR state = :state) "
            "ORDER BY number DESC LIMIT :limit"
        )
        return [_job(row) for row in self._read(query, {"before": before, "state": state, "limit": limit})]

    def errors(self, identifier: str, *, after: int = 0, limit: int = _KEPT_ERRORS) -> list[JobError]:
        """What could not be used of a job, in the order of going through; of very many only the first are kept.

        :param after: only those with a greater ``number``.
        """
        query = (
            "SELECT number, source, problem, remedy FROM job_error WHERE job = ? AND number > ? ORDER BY number LIMIT ?"
        )
        return [JobError(*row) for row in self._read(query, (identifier, after, limit))]

    def waiting(self) -> bool:
        """Whether there is anything to do."""
        return bool(self._read(f"SELECT 1 FROM job WHERE {_OPEN} LIMIT 1"))

    def overdue(self) -> bool:
        """Whether what is being worked on takes longer than it may."""
        query = f"SELECT 1 FROM job WHERE {_OPEN} AND give_up_at < ? LIMIT 1"
        return bool(self._read(query, (time.time(),)))

    def claim(self) -> Job | None:
        """The job to work on now: one that was begun, else the first that waits. Only for the holder of the lock.

        Whoever was working on one that was begun is gone; if they ended in the middle of something, that counts as an
        attempt at it.
        """
        query = f"SELECT id FROM job WHERE {_OPEN} ORDER BY state = 'queued', number LIMIT 1"
        with self._writing() as file:
            row = file.execute(query).fetchone()
            if row is None:
                return None
            file.execute(
                "UPDATE job SET attempts = attempts + (current IS NOT NULL), state = 'running', give_up_at = NULL, "
                "started_at = coalesce(started_at, ?), revision = revision + 1 WHERE id = ?",
                (_now(), row["id"]),
            )
        return self.job(row["id"])

    def begin(self, identifier: str, source: str, seconds: float) -> bool:
        """Notes what is worked on now, and for how long it may take.

        :returns: whether to go on; not where the job is to be cancelled.
        """
        with self._writing() as file:
            row = file.execute("SELECT cancelling FROM job WHERE id = ?", (identifier,)).fetchone()
            if row is None or row["cancelling"]:
                return False
            file.execute(
                "UPDATE job SET current = ?, give_up_at = ?, revision = revision + 1 WHERE id = ?",
                (source, time.time() + seconds, identifier),
            )
            return True

    def advance(self, identifier: str, outcome: Put | InputError, statements: int = 0) -> None:
        """Notes what came of one input."""
        with self._writing() as file:
            if isinstance(outcome, InputError):
                changed = "failed = failed + 1"
                row = file.execute("SELECT failed + 1 AS n FROM job WHERE id = ?", (identifier,)).fetchone()
                if row is not None and row["n"] <= _KEPT_ERRORS:
                    values = (identifier, row["n"], outcome.source, outcome.problem, outcome.remedy)
                    file.execute("INSERT INTO job_error VALUES (?, ?, ?, ?, ?)", values)
            else:
                changed = f"{_COUNTS[outcome]} = {_COUNTS[outcome]} + 1"
            count_article(file, "failed" if isinstance(outcome, InputError) else _COUNTS[outcome], statements)
            file.execute(
                f"UPDATE job SET {changed}, done = done + 1, documents = max(documents, done + 1), "
                "statements = statements + ?, current = NULL, give_up_at = NULL, attempts = 0, "
                "revision = revision + 1 WHERE id = ?",
                (statements, identifier),
            )

    def interrupt(self, identifier: str) -> None:
        """Notes that the work on a job ends in good order, to go on later."""
        self._set(identifier, JobState.INTERRUPTED, None, None)

    def finish(self, identifier: str, state: JobState, problem: str | None = None) -> None:
        """Notes how a job ended."""
        self._set(identifier, state, _now(), problem)

    def cancel(self, identifier: str) -> Job:
        """Asks for a job to be stopped: at once where it waits, else after the article that is being worked on.

        :returns: the job; final ones stay as they are.
        :raises NotFoundError: there is none with the id.
        """
        if not self.exists:
            raise NotFoundError(f"no job has the id {identifier!r}")
        with self._writing() as file:
            waits = file.execute("SELECT 1 FROM job WHERE id = ? AND state = 'queued'", (identifier,)).fetchone()
            if waits:
                count_end(file, JobState.CANCELLED, 0.0)
            file.execute(
                f"UPDATE job SET cancelling = 1, revision = revision + 1, "
                "finished_at = CASE WHEN state = 'queued' THEN ? END, "
                "state = CASE WHEN state = 'queued' THEN 'cancelled' ELSE state END "
                f"WHERE id = ? AND {_OPEN} AND cancelling = 0",
                (_now(), identifier),
            )
        return self.job(identifier)

    def totals(self) -> Totals:
        """What all jobs have come to, and how many are not finished."""
        if not self.exists:
            return Totals()
        with translated(self.path), closing(_opened(self.path)) as file:
            return totals_of(file)

    def tidy(self) -> set[str]:
        """Forgets the oldest finished jobs; the ids of all that are not finished."""
        with self._writing() as file:
            file.execute(
                "DELETE FROM job WHERE finished_at IS NOT NULL AND number <= (SELECT number FROM job "
                "WHERE finished_at IS NOT NULL ORDER BY number DESC LIMIT 1 OFFSET ?)",
                (_KEPT_JOBS,),
            )
            return {row["id"] for row in file.execute(f"SELECT id FROM job WHERE {_OPEN}")}

    def _set(self, identifier: str, state: JobState, finished: str | None, problem: str | None) -> None:
        with self._writing() as file:
            row = file.execute(f"SELECT started_at FROM job WHERE id = ? AND {_OPEN}", (identifier,)).fetchone()
            if finished and row:
                began = moment(row["started_at"]) or datetime.now(UTC)
                count_end(file, state, max(0.0, (datetime.now(UTC) - began).total_seconds()))
            file.execute(
                "UPDATE job SET state = ?, finished_at = ?, problem = ?, current = NULL, give_up_at = NULL, "
                "attempts = 0, revision = revision + 1 WHERE id = ?",
                (state, finished, problem, identifier),
            )

    def _read(self, query: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[sqlite3.Row]:
        if not self.exists:
            return []
        with translated(self.path), closing(_opened(self.path)) as file:
            return file.execute(query, values).fetchall()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with translated(self.path), closing(_opened(self.path)) as file:
            file.execute("BEGIN IMMEDIATE")
            try:
                yield file
                file.execute("COMMIT")
            finally:
                if file.in_transaction:
                    file.execute("ROLLBACK")


def new_id() -> str:
    """An id for a job, which nobody can guess."""
    return token_hex(8)


def _opened(path: Path) -> sqlite3.Connection:
    file = sqlite3.connect(path, timeout=30, isolation_level=None)
    try:
        file.row_factory = sqlite3.Row
        file.execute("PRAGMA foreign_keys = ON")
        file.execute("PRAGMA synchronous = FULL")  # a job that was acknowledged survives a power cut
        if file.execute("PRAGMA user_version").fetchone()[0] < _VERSION:
            file.execute("BEGIN IMMEDIATE")
            for table in _TABLES:
                file.execute(table)
            file.execute(f"PRAGMA user_version = {_VERSION}")
            file.execute("COMMIT")
    except BaseException:
        file.close()
        raise
    return file


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _job(row: sqlite3.Row) -> Job:
    created = moment(row["created_at"])
    assert created is not None  # noqa: S101 - the column is never empty
    return Job(
        number=row["number"],
        id=row["id"],
        kind=row["kind"],
        state=JobState(row["state"]),
        author=row["author"],
        documents=row["documents"],
        done=row["done"],
        added=row["added"],
        replaced=row["replaced"],
        unchanged=row["unchanged"],
        statements=row["statements"],
        failed=row["failed"],
        current=row["current"],
        attempts=row["attempts"],
        cancelling=bool(row["cancelling"]),
        revision=row["revision"],
        problem=row["problem"],
        created_at=created,
        started_at=moment(row["started_at"]),
        finished_at=moment(row["finished_at"]),
    )
