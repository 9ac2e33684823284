"""What is written in a thread, as a stream of bytes that the event loop sends on while it is written."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as StillWaiting
from io import BufferedIOBase
from time import monotonic
from typing import BinaryIO, Self, cast

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from corpus.errors import QuotegraphError

_CHUNK = 65_536  # bytes
_AHEAD = 8  # chunks written and not yet sent
_PATIENCE = 60.0  # seconds a client may take nothing; meanwhile the store cannot shorten its log
_LOOK = 0.5  # seconds between two looks whether anybody still listens


class _AbandonedError(QuotegraphError):
    """Nobody wants the rest."""


class _Pipe(BufferedIOBase):
    """The end that is written to, in a thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._waiting = bytearray()
        self.queue: asyncio.Queue[bytes | BaseException | None] = asyncio.Queue(_AHEAD)
        self.abandoned = threading.Event()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        if self.abandoned.is_set():
            raise _AbandonedError
        part = memoryview(data).cast("B")  # type: ignore[arg-type]
        self._waiting += part
        if len(self._waiting) >= _CHUNK:
            self.flush()
        return len(part)

    def flush(self) -> None:
        if self._waiting and not self.abandoned.is_set():
            chunk, self._waiting = bytes(self._waiting), bytearray()
            self.put(chunk)

    def put(self, item: bytes | BaseException | None) -> None:
        """Hands on, waiting for room.

        :raises TimeoutError: the client takes nothing.
        """
        if self.abandoned.is_set():
            raise _AbandonedError
        handed = asyncio.run_coroutine_threadsafe(self.queue.put(item), self._loop)
        last = monotonic() + _PATIENCE
        while True:
            try:
                handed.result(_LOOK)
            except StillWaiting:
                if not self.abandoned.is_set() and monotonic() < last:
                    continue
                handed.cancel()
                if self.abandoned.is_set():
                    raise _AbandonedError from None
                self.abandoned.set()
                raise TimeoutError("the client takes nothing") from None
            except CancelledError:
                raise _AbandonedError from None
            return


async def produced(write: Callable[[BinaryIO], object]) -> AsyncGenerator[bytes, None]:
    """The bytes that a function writes, while it writes them in a thread of its own.

    Once nobody takes them any more (the iterator is closed), the next write in the thread raises, which ends it.

    :param write: what it raises is raised here, after the bytes before.
    :raises TimeoutError: nothing was taken for a minute.
    """
    pipe = _Pipe(asyncio.get_running_loop())
    thread = threading.Thread(target=_produce, args=(write, pipe), name="quotegraph-export", daemon=True)
    thread.start()
    try:
        while True:
            item = await pipe.queue.get()
            if pipe.abandoned.is_set():
                raise TimeoutError("the client took nothing for too long")
            if item is None:
                return
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        pipe.abandoned.set()


class ProducedResponse(StreamingResponse):
    """A download that is sent while it is written; the writing ends with the connection.

    :param first: what was written first.
    :param rest: what follows.
    """

    def __init__(self, first: bytes, rest: AsyncGenerator[bytes, None], media_type: str, file_name: str) -> None:
        super().__init__(
            _joined(first, rest),
            media_type=media_type,
            headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
        )
        self._rest = rest

    @classmethod
    async def begun(cls, write: Callable[[BinaryIO], object], media_type: str, file_name: str) -> Self:
        """The response once something is written: what fails before is raised here, and can be answered properly.

        :param write: writes the download, not an empty one.
        """
        stream = produced(write)
        return cls(await anext(stream), stream, media_type, file_name)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends it, and ends the writing, whatever came of the sending."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            await self._rest.aclose()


async def _joined(first: bytes, rest: AsyncGenerator[bytes, None]) -> AsyncIterator[bytes]:
    yield first
    async for chunk in rest:
        yield chunk


def _produce(write: Callable[[BinaryIO], object], pipe: _Pipe) -> None:
    try:
        write(cast(BinaryIO, pipe))
        pipe.flush()
        pipe.put(None)
    except _AbandonedError:
        pass
    except BaseException as error:
        if not pipe.abandoned.is_set():
            pipe.put(error)
