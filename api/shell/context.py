"""What belongs to the request at hand, wherever in its handling one is."""

from __future__ import annotations

from contextvars import ContextVar

REQUEST_ID: ContextVar[str | None] = ContextVar("quotegraph_request_id", default=None)
"""The id of the request, as the log and the response name it; ``None`` outside of one."""
