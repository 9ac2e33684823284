"""Asks at a fixed rate whatever the service does, and counts the time of each answer from when it was to be asked.

An open loop: arrivals are drawn beforehand (Poisson), and one that finds the service busy waits with its clock running,
so that a stalled service cannot slow its own measurement down.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.load_questions import Question

_MOST = 256  # connections


@dataclass(slots=True)
class Answered:
    """What came of one request.

    :param due: seconds since the start at which it was to be asked.
    :param seconds: from then to the last byte of the answer.
    :param error: the status, or the exception's name, where it failed; else empty.
    """

    due: float
    seconds: float
    kind: str
    error: str = ""
    bytes: int = 0


@dataclass(slots=True)
class Load:
    """One run against one address; one object for one run."""

    host: str
    port: int
    rate: float
    seconds: float
    seed: int = 1
    results: list[Answered] = field(default_factory=list)
    _free: deque[_Connection] = field(default_factory=deque)
    _waiting: deque[tuple[float, Question]] = field(default_factory=deque)
    _open: int = 0
    _busy: set[asyncio.Task[None]] = field(default_factory=set)

    async def run(self, questions: Iterator[Question]) -> list[Answered]:
        """Asks all, and waits for the last answers."""
        chance = random.Random(self.seed)
        began = time.perf_counter()
        due = 0.0
        while True:
            due += chance.expovariate(self.rate)
            if due >= self.seconds:
                break
            question = next(questions)
            ahead = began + due - time.perf_counter()
            if ahead > 0:
                await asyncio.sleep(ahead)
            task = asyncio.create_task(self._ask(began, due, question))
            self._busy.add(task)
            task.add_done_callback(self._busy.discard)
        if self._busy:
            await asyncio.wait(set(self._busy), timeout=30)
        for connection in self._free:
            connection.close()
        return self.results

    def _idle(self) -> _Connection | None:
        while self._free:
            connection = self._free.pop()
            if connection.is_open:
                return connection
        return None

    async def _ask(self, began: float, due: float, question: Question) -> None:
        error, size = "", 0
        connection: _Connection | None = None
        try:
            connection = self._idle()
            try:
                answer = None if connection is None else await connection.get(question.path)
            except ConnectionResetError:  # the server has closed what was idle for long, at this very moment
                answer = None
            if connection is None or answer is None:
                connection = await _Connection.made(self.host, self.port)
                answer = await connection.get(question.path)
            status, size = answer
            if status != 200:
                error = str(status)
        except (OSError, EOFError, asyncio.IncompleteReadError) as problem:
            error, connection = type(problem).__name__, None
        seconds = time.perf_counter() - began - due
        self.results.append(Answered(due, seconds, question.kind, error, size))
        if connection is not None:
            if len(self._free) < _MOST:
                self._free.append(connection)
            else:
                connection.close()


class _Connection(asyncio.Protocol):
    """One kept-alive connection with one request at a time under way."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[tuple[int, int]] | None = None
        self._got = bytearray()

    @classmethod
    async def made(cls, host: str, port: int) -> _Connection:
        _, protocol = await asyncio.get_running_loop().create_connection(cls, host, port)
        return protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    @property
    def is_open(self) -> bool:
        """Whether the server has not closed it."""
        return self._transport is not None and not self._transport.is_closing()

    async def get(self, path: str) -> tuple[int, int]:
        """The status of the answer and the bytes of its body."""
        if self._transport is None or self._transport.is_closing():
            raise ConnectionResetError
        self._answer = asyncio.get_running_loop().create_future()
        self._got.clear()
        self._transport.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n\r\n".encode())
        return await self._answer

    def data_received(self, data: bytes) -> None:
        self._got += data
        end = self._got.find(b"\r\n\r\n")
        if end < 0 or self._answer is None or self._answer.done():
            return
        head = bytes(self._got[:end]).lower()
        length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        if len(self._got) >= end + 4 + length:
            self._answer.set_result((int(head[9:12]), length))

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(exc or ConnectionResetError())

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()
