"""What schemathesis does not know by itself: bodies of one article a line are sent as they are."""

from __future__ import annotations

from typing import Any

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def lines(_context: Any, value: Any) -> bytes:
    """The body of a request."""
    return str(value).encode("utf-8", "replace")
