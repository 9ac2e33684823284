"""How large a request may be, and how long it may take until its response begins."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import ADDRESS_TOO_LONG, BODY_TOO_LARGE, HEADERS_TOO_LARGE, SLOW_REQUEST, TIME_LIMIT, problem

_LOG = logging.getLogger("quotegraph.api")
_PUNCTUATION = 4  # bytes of a header field besides name and value
_RETRY_AFTER = "5"  # seconds
_CLOSE = {"Connection": "close"}  # what is still to come of the request would only be thrown away
UNTIMED = ("/v1/graph/export",)
"""Addresses whose work may take longer than other requests: writing a graph in one piece."""


class SizeLimit:
    """Refuses bodies, addresses and headers that are too large; a body without a length is counted as it comes.

    :param body: bytes, the most.
    :param head: bytes of address and header fields together, the most; the address alone may have half of them.
    """

    def __init__(self, app: ASGIApp, body: int, head: int) -> None:
        self._app = app
        self._body = body
        self._head = head

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or refuses it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path, has_body = scope["path"], False
        size = len(scope.get("raw_path") or b"") + len(scope["query_string"])
        if size > self._head // 2:
            detail = f"The address has {size:,} bytes; the most are {self._head // 2:,}."
            await problem("", ADDRESS_TOO_LONG, detail, headers=_CLOSE)(scope, receive, send)
            return
        for name, value in scope["headers"]:
            size += len(name) + len(value) + _PUNCTUATION
            if name == b"content-length":
                has_body = value != b"0"
                if value.isdigit() and (len(value) > 18 or int(value) > self._body):
                    await self._too_large(path)(scope, receive, send)
                    return
            elif name == b"transfer-encoding":
                has_body = True
        if size > self._head:
            detail = f"Address and header fields have {size:,} bytes; the most are {self._head:,}."
            await problem(path, HEADERS_TOO_LARGE, detail, headers=_CLOSE)(scope, receive, send)
        elif has_body:
            await self._counted(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _counted(self, scope: Scope, receive: Receive, send: Send) -> None:
        count, refused = 0, False

        async def receive_counted() -> Message:
            nonlocal count, refused
            message = await receive()
            if message["type"] == "http.request":
                count += len(message.get("body", b""))
                if count > self._body and not refused:
                    refused = True
                    await self._too_large(scope["path"])(scope, receive, send)
            return {"type": "http.disconnect"} if refused else message

        async def send_unless_refused(message: Message) -> None:
            if not refused:
                await send(message)

        try:
            await self._app(scope, receive_counted, send_unless_refused)
        except Exception:
            if not refused:  # else it is what became of a body that broke off
                raise

    def _too_large(self, path: str) -> ASGIApp:
        detail = f"The body is larger than {self._body:,} bytes; send it in parts."
        return problem(path, BODY_TOO_LARGE, detail, headers=_CLOSE)


class TimeLimit:
    """Answers with a problem where no response has begun in time.

    Work in a thread cannot be stopped: it goes on unseen, and keeps its place among the threads until it is done, so
    that never more of it runs than there are threads.

    :param seconds: the longest time.
    :param untimed: paths that may take longer.
    """

    def __init__(self, app: ASGIApp, seconds: float, untimed: Iterable[str] = UNTIMED) -> None:
        self._app = app
        self._seconds = seconds
        self._untimed = frozenset(untimed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on."""
        if scope["type"] != "http" or scope["path"] in self._untimed:
            await self._app(scope, receive, send)
            return
        await _Timed(scope, receive, send, self._seconds).run(self._app)


class _Timed:
    """One request with a time to be done."""

    __slots__ = (
        "_expired",
        "_handle",
        "_receive",
        "_receiving",
        "_scope",
        "_seconds",
        "_send",
        "_sending",
        "_task",
        "_whole",
    )

    def __init__(self, scope: Scope, receive: Receive, send: Send, seconds: float) -> None:
        self._scope, self._receive, self._send, self._seconds = scope, receive, send, seconds
        self._receiving = self._whole = self._expired = False
        self._task = asyncio.current_task()
        self._sending: asyncio.Task[None] | None = None
        self._handle = asyncio.get_running_loop().call_later(seconds, self._expire)

    async def run(self, app: ASGIApp) -> None:
        try:
            await app(self._scope, self.receive, self.send)
        except asyncio.CancelledError:
            if not self._expired or self._task is None or self._task.uncancel() > 0:
                raise  # somebody else wants it to end
        except Exception:
            if not self._expired:
                raise
            _LOG.exception("a request failed after its time was up", extra={"path": self._scope["path"]})
        finally:
            self._handle.cancel()
        if self._sending is not None:
            await self._sending

    async def receive(self) -> Message:
        self._receiving = not self._whole  # afterwards one only waits for the client to go away
        message = await self._receive()
        self._whole = self._whole or not message.get("more_body")
        self._receiving = False
        return message

    async def send(self, message: Message) -> None:
        if not self._expired:
            self._handle.cancel()
            await self._send(message)

    def _expire(self) -> None:
        self._expired = True
        if self._receiving:
            detail = f"The request was not there whole after {self._seconds:g} seconds."
            response = problem(self._scope["path"], SLOW_REQUEST, detail, headers=_CLOSE)
        else:
            detail = f"No answer was found in {self._seconds:g} seconds; ask for less, or later."
            response = problem(self._scope["path"], TIME_LIMIT, detail, headers={"Retry-After": _RETRY_AFTER})
        self._sending = asyncio.get_running_loop().create_task(response(self._scope, self._receive, self._send))
        if self._receiving and self._task is not None:
            self._task.cancel()
