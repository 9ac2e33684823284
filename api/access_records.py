"""Keys and audit entries for programs: the same for the HTTP API and for the command line."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from typing import Any

from api.security.audit import AuditEntry
from api.security.keys import Key

_DAY = 86_400.0  # seconds


def key_dict(key: Key) -> dict[str, Any]:
    """A key as JSON gives it, without its secret."""
    return {
        "id": key.id,
        "prefix": key.prefix,
        "name": key.name,
        "scope": key.scope.value,
        "state": key.state(time.time()),
        "per_minute": key.per_minute,
        "created": moment(key.created),
        "expires": moment(key.expires),
        "revoked": moment(key.revoked),
        "last_used": moment(key.last_used),
    }


def entry_dict(entry: AuditEntry) -> dict[str, Any]:
    """An entry of the audit log as JSON gives it."""
    values = {name: getattr(entry, name) for name in AuditEntry.__slots__}
    return values | {"time": moment(entry.time)}


def first_moment(day: date | None) -> float | None:
    """When a day begins in UTC, in seconds since 1970."""
    return None if day is None else datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()


def moment_after(day: date | None) -> float | None:
    """When a day has ended in UTC, in seconds since 1970."""
    begin = first_moment(day)
    return None if begin is None else begin + _DAY


def moment(seconds: float | None) -> str | None:
    """A time as RFC 3339 writes it, in UTC, to the second.

    :param seconds: since 1970.
    """
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
