"""HTTP/1.1 as uvicorn reads it, with bounds on what comes before the application is asked."""

from __future__ import annotations

import asyncio
import json

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.problems import HEADERS_TOO_LARGE, MEDIA_TYPE

MOST_HEAD = 131_072  # bytes of a request before its header has ended
MOST_SECONDS = 20.0  # from the first byte of a request, or from the connection, to the end of the header


class BoundedProtocol(HttpToolsProtocol):
    """Closes connections whose header does not end, in bytes or in time: neither costs memory or places for long."""

    _waited = 0
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Starts the clock."""
        super().connection_made(transport)
        self._start()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stops it."""
        self._stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Reads on; what belongs to a body counts no more."""
        deadline = self._deadline
        super().data_received(data)
        if deadline is not None and self._deadline is deadline:  # else a request has ended or begun in the data
            self._waited += len(data)
            if self._waited > MOST_HEAD:
                self._refuse()

    def on_message_begin(self) -> None:
        """A request begins: its header has its own time."""
        super().on_message_begin()
        if self._deadline is None:
            self._start()

    def on_headers_complete(self) -> None:
        """The header is whole."""
        self._stop()
        super().on_headers_complete()

    def _start(self) -> None:
        self._waited = 0
        self._deadline = self.loop.call_later(MOST_SECONDS, self._too_slow)

    def _stop(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _too_slow(self) -> None:
        self._deadline = None
        self.transport.close()

    def _refuse(self) -> None:
        self._stop()
        if self.transport.is_closing():
            return
        kind = HEADERS_TOO_LARGE
        content = {
            "type": kind.type,
            "title": kind.title,
            "status": int(kind.status),
            "detail": f"Address and header fields have more than {MOST_HEAD:,} bytes.",
            "instance": "",
        }
        body = json.dumps(content).encode()
        head = (
            f"HTTP/1.1 431 {kind.status.phrase}\r\ncontent-type: {MEDIA_TYPE}\r\n"
            f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()
