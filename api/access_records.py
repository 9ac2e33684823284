"""Keys and audit entries for programs: the same for the HTTP API and for the command line."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from api.security.audit import AuditEntry
from api.security.keys import Key


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


def moment(seconds: float | None) -> str | None:
    """A time as RFC 3339 writes it, in UTC, to the second.

    :param seconds: since 1970.
    """
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
