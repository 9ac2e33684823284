"""The audit log: who tried to change what, and how it ended. Rows are added, never changed or removed.

Bodies, query strings and secrets are never written.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from api.security.database import AccessDatabase

_LONGEST = 500  # characters of a path, or of what was acted on


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A request that would change something.

    :param id: grows by time.
    :param time: seconds since 1970 (UTC).
    :param identity: name of who made it; ``None`` when nobody knows.
    :param client: address that it came from.
    :param path: without the query.
    :param status: of the response; 401, 403, 421 and 429 mean that access was refused.
    :param acted_on: ids from the path, and what the route added; separated by spaces.
    """

    id: int
    time: float
    identity: str | None
    key_id: str | None
    client: str | None
    method: str
    path: str
    status: int
    request_id: str | None
    acted_on: str


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Conditions on entries, all of which must hold.

    :param before: only entries with a smaller id.
    :param since: seconds since 1970, included; ``until``: not included.
    :param identity: exactly this name.
    :param refused: whether access was refused.
    """

    before: int | None = None
    since: float | None = None
    until: float | None = None
    identity: str | None = None
    key_id: str | None = None
    method: str | None = None
    refused: bool | None = None

    def clauses(self) -> dict[str, tuple[object, ...]]:
        """SQL conditions with their values."""
        found: dict[str, tuple[object, ...]] = {}
        for condition, value in (
            ("id < ?", self.before),
            ("time >= ?", self.since),
            ("time < ?", self.until),
            ("identity = ?", self.identity),
            ("key_id = ?", self.key_id),
            ("method = ?", self.method),
        ):
            if value is not None:
                found[condition] = (value,)
        if self.refused is not None:
            found[f"status {'' if self.refused else 'NOT '}IN (401, 403, 421, 429)"] = ()
        return found


class AuditLog:
    """The log of one place."""

    def __init__(self, database: AccessDatabase) -> None:
        self._database = database

    def append(self, **values: Any) -> None:
        """Adds an entry: the fields of :class:`AuditEntry` but ``id`` and ``time``.

        Where there is no store yet nothing can have been changed, and nothing is written.

        :raises StoreError: the log cannot be written.
        """
        if not self._database.exists:
            return
        row = {**values, "time": time.time(), "path": values["path"][:_LONGEST]}
        row["acted_on"] = values["acted_on"][:_LONGEST]
        names = ", ".join(row)
        with self._database.writing(create=False) as connection:
            connection.execute(
                f"INSERT INTO audit ({names}) VALUES ({', '.join('?' * len(row))})",
                [_storable(value) for value in row.values()],
            )

    def entries(self, query: AuditQuery, limit: int) -> list[AuditEntry]:
        """Entries that meet the conditions, newest first.

        :param limit: the most to give.
        """
        clauses = query.clauses()
        where = f"WHERE {' AND '.join(clauses)}" if clauses else ""
        values = [value for group in clauses.values() for value in group]
        rows = self._database.rows(f"SELECT * FROM audit {where} ORDER BY id DESC LIMIT ?", (*values, limit))
        return [_entry(row) for row in rows]


def acted_on(request: Request, *names: str) -> None:
    """Has the audit log say what a request acted on, besides the ids in its path: ids of what it made, for instance.

    :param names: ids; never content of articles or secrets.
    """
    known: list[str] = request.scope.setdefault("state", {}).setdefault("acted_on", [])
    known.extend(names)


def things_acted_on(scope: Mapping[str, Any]) -> str:
    """The ids of a request's path and what its route added, in one line."""
    values = [str(value) for value in scope.get("path_params", {}).values()]
    return " ".join([*values, *scope.get("state", {}).get("acted_on", ())])


def _storable(value: object) -> object:
    """Lone surrogates, which a path may bring, cannot be stored as UTF-8."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


def _entry(row: Any) -> AuditEntry:
    return AuditEntry(*(row[name] for name in AuditEntry.__slots__))
