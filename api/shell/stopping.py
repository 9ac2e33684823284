"""Stopping gracefully: streams of events are ended, other requests are finished, and nothing hangs for ever."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from types import FrameType

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOG = logging.getLogger("quotegraph.api")
_SPARE = 3  # seconds that the server has after those of its requests
_EVENTS = b"text/event-stream"


class Stopping:
    """Whether this process is about to end, and the streams of events that must end then."""

    def __init__(self) -> None:
        self.begun = False
        self._streams: set[asyncio.Task[object]] = set()

    def watch(self, seconds: int) -> None:
        """Ends streams once a signal to stop comes; called where the server has taken over the signals.

        :param seconds: how long requests may go on; what hangs beyond them goes with the process.
        """
        if threading.current_thread() is not threading.main_thread():
            return  # signals come to the main thread only: whoever runs a server elsewhere stops it otherwise
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            self._watch(number, loop, seconds)

    def _watch(self, number: int, loop: asyncio.AbstractEventLoop, seconds: int) -> None:
        before = signal.getsignal(number)

        def stop(received: int, frame: FrameType | None) -> None:
            if not self.begun:
                self.begun = True
                loop.call_soon_threadsafe(self._end_streams)
                last = threading.Timer(seconds + _SPARE, _leave)
                last.daemon = True
                last.start()
            if callable(before):
                before(received, frame)

        signal.signal(number, stop)

    def begin(self) -> None:
        """Ends the streams now; for servers that are not stopped by a signal."""
        self.begun = True
        self._end_streams()

    def _end_streams(self) -> None:
        for task in self._streams:
            task.cancel()

    def follow(self, task: asyncio.Task[object]) -> None:
        """Notes a stream of events."""
        self._streams.add(task)

    def forget(self, task: asyncio.Task[object]) -> None:
        """Takes it off again."""
        self._streams.discard(task)


class Streams:
    """Ends streams of events properly when the process stops; to the client it looks like any other end."""

    def __init__(self, app: ASGIApp, stopping: Stopping) -> None:
        self._app = app
        self._stopping = stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        task = asyncio.current_task()
        followed = done = False

        async def send_followed(message: Message) -> None:
            nonlocal followed, done
            if message["type"] == "http.response.start":
                followed = task is not None and _is_events(message)
                if followed and task is not None:
                    self._stopping.follow(task)
            elif not message.get("more_body"):
                done = True
            await send(message)

        try:
            await self._app(scope, receive, send_followed)
        except asyncio.CancelledError:
            if not (followed and self._stopping.begun and task is not None and task.uncancel() == 0):
                raise
        finally:
            if followed and task is not None:
                self._stopping.forget(task)
        if followed and not done:
            await send({"type": "http.response.body", "body": b"", "more_body": False})


def _is_events(message: Message) -> bool:
    return any(name.lower() == b"content-type" and value.startswith(_EVENTS) for name, value in message["headers"])


def _leave() -> None:
    _LOG.error("a request would not end in time; it is left behind")
    logging.shutdown()
    os._exit(0)
