"""Every request with an id, counted, and in the log with one line."""

from __future__ import annotations

import logging
import os
import re
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.shell.context import REQUEST_ID
from api.shell.metrics import request_began, request_ended

_LOG = logging.getLogger("quotegraph.requests")
_SAFE = re.compile(rb"[A-Za-z0-9._:/+=@-]{1,64}")
_UNMATCHED = "unmatched"
_CLIENT_GONE = 499  # as nginx says it: nobody got this status
_LONGEST = 200  # characters of a path that the log has


class Observed:
    """Around everything else: request id, log line, metrics.

    :param log_queries: whether the log has paths and queries; else it has the route's template.
    """

    def __init__(self, app: ASGIApp, *, log_queries: bool = False) -> None:
        self._app = app
        self._log_queries = log_queries

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        identifier = _identifier(scope)
        REQUEST_ID.set(identifier)
        scope.setdefault("state", {})["request_id"] = identifier
        field = (b"x-request-id", identifier.encode("ascii"))
        status, done = 0, False

        async def send_named(message: Message) -> None:
            nonlocal status, done
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), field]
            elif not message.get("more_body"):
                done = True
            await send(message)

        began = perf_counter()
        request_began()
        failed = True
        try:
            await self._app(scope, receive, send_named)
            failed = False
        finally:
            seconds = perf_counter() - began
            route = _route(scope)
            request_ended(scope["method"], route, status or _CLIENT_GONE, seconds)
            if _LOG.isEnabledFor(logging.INFO):
                self._write(scope, route, status, seconds, broken=failed or not done)

    def _write(self, scope: Scope, route: str, status: int, seconds: float, *, broken: bool) -> None:
        identity = scope.get("state", {}).get("identity")
        line = {
            "request_id": REQUEST_ID.get(),
            "method": scope["method"][:16],
            "route": route,
            "status": status or _CLIENT_GONE,
            "ms": round(seconds * 1000, 1),
            "identity": getattr(identity, "name", None),
        }
        if self._log_queries or route == _UNMATCHED:
            line["path"] = scope["path"][:_LONGEST]
        if self._log_queries:
            line["query"] = scope["query_string"].decode("latin-1")
        if broken:
            line["broken"] = True  # the client has gone, or the connection was broken off
        _LOG.info("request", extra=line)


def _identifier(scope: Scope) -> str:
    """The client's id where it is harmless, else a new one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _SAFE.fullmatch(value):
            return str(value, "ascii")
    return os.urandom(8).hex()


def _route(scope: Scope) -> str:
    """The template of the route that was found."""
    path = getattr(scope.get("route"), "path", None)
    return path if isinstance(path, str) else _UNMATCHED
