"""What all jobs of a data folder have come to since there are any: it outlives the jobs and the processes."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field

TABLE = "CREATE TABLE IF NOT EXISTS total (name TEXT PRIMARY KEY, amount REAL NOT NULL) WITHOUT ROWID"
_ADD = "INSERT INTO total VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET amount = amount + excluded.amount"
_AGE = "SELECT min(created_at) FROM job WHERE finished_at IS NULL"
_OPEN = "SELECT state, count(*) FROM job WHERE finished_at IS NULL GROUP BY state"


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts over all jobs, and those that are not finished.

    :param articles: by what became of them: ``added``, ``replaced``, ``unchanged`` or ``failed``.
    :param statements: of the articles added or replaced.
    :param ended: jobs by the state in which they ended.
    :param seconds: how long these took together, from their beginning.
    :param open: unfinished jobs by their state.
    :param oldest: when the oldest of them was taken in, ISO 8601; ``None`` where there is none.
    """

    articles: Mapping[str, int] = field(default_factory=dict)
    statements: int = 0
    ended: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    open: Mapping[str, int] = field(default_factory=dict)
    oldest: str | None = None


def count_article(file: sqlite3.Connection, outcome: str, statements: int) -> None:
    """One article is through. Inside the transaction that notes it with its job."""
    file.executemany(_ADD, [(f"article {outcome}", 1), ("statements", statements)])


def count_end(file: sqlite3.Connection, state: str, seconds: float) -> None:
    """A job has ended, so many seconds after its beginning."""
    file.executemany(_ADD, [(f"job {state}", 1), ("seconds", seconds)])


def totals_of(file: sqlite3.Connection) -> Totals:
    """All of them."""
    amounts = {row[0]: row[1] for row in file.execute("SELECT name, amount FROM total")}
    return Totals(
        articles=_of_kind(amounts, "article "),
        statements=int(amounts.get("statements", 0)),
        ended=_of_kind(amounts, "job "),
        seconds=amounts.get("seconds", 0.0),
        open={row[0]: row[1] for row in file.execute(_OPEN)},
        oldest=file.execute(_AGE).fetchone()[0],
    )


def _of_kind(amounts: Mapping[str, float], kind: str) -> dict[str, int]:
    return {name.removeprefix(kind): int(amount) for name, amount in amounts.items() if name.startswith(kind)}
