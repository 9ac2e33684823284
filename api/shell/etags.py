"""Entity tags: what has not changed is not sent again, and mostly not even made again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PREFIX = "/v1/"
_OF_STORE = (
    "/v1/ask",
    "/v1/search",
    "/v1/statements",
    "/v1/people",
    "/v1/firms",
    "/v1/topics",
    "/v1/graph",
    "/v1/stats",
)
_VARY = "Accept, Authorization"
_SIZE = 16  # bytes of a tag
_KEPT = frozenset({b"cache-control", b"content-location", b"date", b"expires", b"vary", b"x-request-id"})


class Tagged:
    """Gives every whole response to GET under ``/v1/`` a tag, and answers 304 where the client has it already.

    What follows from the store alone is told by the store's state, before any work is done. All else is told by its
    bytes. Tags are weak: a response says how long it took, and may be compressed.

    :param state: names the state of the store and of what reads it; ``None`` where that is not known.
    """

    def __init__(self, app: ASGIApp, state: Callable[[], str | None]) -> None:
        self._app = app
        self._state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or answers that nothing has changed."""
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(PREFIX):
            await self._app(scope, receive, send)
            return
        accept, known = b"", b""
        for name, value in scope["headers"]:
            if name == b"accept":
                accept = value
            elif name == b"if-none-match":
                known = value
        state = self._state() if scope["path"].startswith(_OF_STORE) else None
        if state is None:
            await self._app(scope, receive, _ByContent(send, known).send)
            return
        address = (scope.get("raw_path") or scope["path"].encode(), scope["query_string"], accept)
        tag = _tag(state.encode(), date.today().isoformat().encode(), *address)  # "last year" is another one tomorrow
        if _has(known, tag):
            await send({"type": "http.response.start", "status": 304, "headers": _fields(tag)})
            await send({"type": "http.response.body", "body": b""})
            return

        async def send_tagged(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                _add(message, tag)
            await send(message)

        await self._app(scope, receive, send_tagged)


class _ByContent:
    """Holds a response back until its tag is known; what comes in several pieces goes on without one."""

    def __init__(self, send: Send, known: bytes) -> None:
        self._send = send
        self._known = known
        self._start: Message | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            self._start = message
            return
        start, self._start = self._start, None
        if start is not None and not message.get("more_body"):
            tag = _tag(message.get("body", b""))
            if _has(self._known, tag):
                kept = [(name, value) for name, value in start["headers"] if name.lower() in _KEPT]
                start = {**start, "status": 304, "headers": [*kept, (b"etag", tag)]}
                message = {**message, "body": b""}
            else:
                _add(start, tag)
        if start is not None:
            await self._send(start)
        await self._send(message)


def _tag(*parts: bytes) -> bytes:
    digest = hashlib.blake2b(b"\0".join(parts), digest_size=_SIZE)
    return b'W/"' + digest.hexdigest().encode() + b'"'


def _has(known: bytes, tag: bytes) -> bool:
    """Whether one of the client's tags is this one; compared as weak ones."""
    return bool(known) and tag[2:] in {one.strip().removeprefix(b"W/") for one in known.split(b",")}


def _fields(tag: bytes) -> list[tuple[bytes, bytes]]:
    return [(b"etag", tag), (b"vary", _VARY.encode())]


def _add(message: Message, tag: bytes) -> None:
    headers = MutableHeaders(raw=message["headers"])
    headers["ETag"] = tag.decode()  # that of a temporary file would be another one each time
    headers.add_vary_header(_VARY)
