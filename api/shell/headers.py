"""Around every response: security headers, and a plain problem in place of an exception that nobody foresaw."""

from __future__ import annotations

import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import internal_error

_LOG = logging.getLogger("quotegraph.api")
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-cache",
    # What the API gives is data: a browser that is made to show it must load and run nothing.
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
}
_ALWAYS = [(name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]
_OVER_HTTPS = [*_ALWAYS, (b"strict-transport-security", b"max-age=31536000")]  # seconds; a year


class Shell:
    """Adds the headers that a response does not bring itself, and answers for exceptions."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                own = {name.lower() for name, _ in message["headers"]}
                added = _OVER_HTTPS if scope["scheme"] == "https" else _ALWAYS
                message["headers"] = [*message["headers"], *(field for field in added if field[0] not in own)]
            await send(message)

        try:
            await self._app(scope, receive, send_guarded)
        except Exception:
            if started:
                raise  # too late for another response: the server must break the connection
            _LOG.exception("a request failed", extra={"method": scope["method"], "path": scope["path"]})
            await internal_error(scope["path"])(scope, receive, send_guarded)
