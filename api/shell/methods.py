"""HEAD as GET without a body, and OPTIONS, for every address."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ALWAYS = ("HEAD", "OPTIONS")


class Methods:
    """Answers HEAD and OPTIONS by what the routes say of GET and the other methods."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on."""
        method = scope["method"] if scope["type"] == "http" else ""
        if method == "HEAD":
            await self._head(scope, receive, send)
        elif method == "OPTIONS":
            await self._options(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _head(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = {**scope, "method": "GET"}
        ended = False

        async def receive_once() -> Message:
            return {"type": "http.disconnect"} if ended else await receive()

        async def send_head(message: Message) -> None:
            nonlocal ended
            if message["type"] == "http.response.start":
                await send(message)
            elif message["type"] == "http.response.body" and not ended:
                ended = True  # a stream would go on: it is told that nobody listens
                await send({"type": "http.response.body", "body": b"", "more_body": False})

        try:
            await self._app(asked, receive_once, send_head)
        finally:
            scope["route"] = asked.get("route")  # for the log and the metrics

    async def _options(self, scope: Scope, receive: Receive, send: Send) -> None:
        allowed: tuple[str, ...] | None = None

        async def send_options(message: Message) -> None:
            nonlocal allowed
            if message["type"] == "http.response.start" and message["status"] == 405:
                named = MutableHeaders(raw=message["headers"]).get("allow", "")
                allowed = tuple(part.strip() for part in named.split(",") if part.strip())
            elif allowed is None:
                await send(message)

        await self._app(scope, receive, send_options)
        if allowed is not None:
            both = sorted({*allowed, *_ALWAYS} if "GET" in allowed else {*allowed, "OPTIONS"})
            await Response(status_code=204, headers={"Allow": ", ".join(both)})(scope, receive, send)
