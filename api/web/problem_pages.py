"""Problems that arise before a page is reached, as pages: browsers get words, programs keep the problem details."""

from __future__ import annotations

import json
from collections.abc import Iterable

from fastapi import Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import MEDIA_TYPE
from api.web.missing import is_for_programs, wants_page
from api.web.page_route import error_page

#: Header fields that belong to the content, which is another one then.
_OF_CONTENT = frozenset((b"content-type", b"content-length", b"content-encoding", b"content-security-policy", b"etag"))


class ProblemPages:
    """A layer outside of all others."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on but problems that a browser would show as they are."""
        if scope["type"] != "http" or is_for_programs(scope["path"]) or not wants_page(Request(scope)):
            await self._app(scope, receive, send)
            return
        held: Message | None = None
        body = b""

        async def shown(message: Message) -> None:
            nonlocal held, body
            if message["type"] == "http.response.start" and _is_problem(message["headers"]):
                held = message
            elif held is None:
                await send(message)
            elif message["type"] == "http.response.body":
                body += message.get("body", b"")
                if not message.get("more_body", False):
                    page = await run_in_threadpool(_page, Request(scope), held, body)
                    await page(scope, receive, send)

        await self._app(scope, receive, shown)


def _is_problem(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    # one that is compressed is none of those that arise before a page: they are short
    found = dict(headers)
    return found.get(b"content-type") == MEDIA_TYPE.encode() and b"content-encoding" not in found


def _page(request: Request, start: Message, body: bytes) -> HTMLResponse:
    """The page in place of a problem: its header fields stay, but for those of the content."""
    kind = json.loads(body)["type"].rpartition("/")[2]
    page = error_page(request, start["status"], kind=kind)
    kept = [field for field in start["headers"] if field[0].lower() not in _OF_CONTENT]
    own = {name.lower() for name, _ in page.raw_headers}
    page.raw_headers += [field for field in kept if field[0].lower() not in own]
    return page
