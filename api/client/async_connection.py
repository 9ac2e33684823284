"""Sending requests beside each other under asyncio, with waiting and trying again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

import httpx2

from api.client.call import Call, model_in, problem_in
from api.client.errors import ConnectionFailed
from api.client.partial import partial_file
from api.client.settings import Retries, Settings

M = TypeVar("M")


class AsyncConnection:
    """Sends the requests of one client, over connections that stay open.

    :param transport: in place of the network, for tests.
    """

    def __init__(self, settings: Settings, transport: httpx2.AsyncBaseTransport | None = None) -> None:
        self._settings = settings
        self._client = httpx2.AsyncClient(headers=settings.headers(), timeout=settings.timeout, transport=transport)

    @property
    def retries(self) -> Retries:
        """When a request is sent again."""
        return self._settings.retries

    async def model(self, call: Call, kind: type[M]) -> M:
        """The model that an operation answers with."""
        async with self.streamed(call) as response:
            await response.aread()
            return model_in(response, kind)

    async def text(self, call: Call) -> str:
        """The text that an operation answers with."""
        return (await self.content(call)).decode("utf-8")

    async def content(self, call: Call) -> bytes:
        """The file that an operation answers with, in memory."""
        async with self.streamed(call) as response:
            return await response.aread()

    async def saved(self, call: Call, path: Path) -> int:
        """Writes the file that an operation answers with, as it comes; an unfinished one leaves nothing behind.

        :returns: bytes written.
        """
        async with self.streamed(call) as response:
            with partial_file(path) as target:
                async for piece in response.aiter_bytes():
                    target.write(piece)
                return target.tell()

    @asynccontextmanager
    async def streamed(self, call: Call) -> AsyncIterator[httpx2.Response]:
        """The good response to a request, its content still to be read.

        :raises ProblemError: the service says what is wrong, and says so again or cannot be asked again.
        :raises ConnectionFailed: there is no response, or it breaks off.
        """
        try:
            response = await self._sent(call)
            try:
                yield response
            finally:
                await response.aclose()
        except (httpx2.TransportError, httpx2.DecodingError) as error:
            raise ConnectionFailed(f"{call.method} {self._settings.url}{call.path}: {error or repr(error)}") from error

    async def _sent(self, call: Call) -> httpx2.Response:
        sent = 0
        while True:
            request = call.request(self._client, self._settings)
            sent += 1
            try:
                response = await self._client.send(request, stream=True)
                if response.is_success:
                    return response
                await response.aread()
                await response.aclose()
            except httpx2.TransportError:
                wait = self._settings.retries.wait(call.method, sent, None, None)
                if wait is None:
                    raise
            else:
                problem = problem_in(response)
                assert problem is not None  # noqa: S101 - it is no good one
                wait = self._settings.retries.wait(call.method, sent, problem.status, problem.retry_after)
                if wait is None:
                    raise problem
            await asyncio.sleep(wait)

    async def close(self) -> None:
        """Closes the connections."""
        await self._client.aclose()
