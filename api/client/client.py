"""The two clients: one call after the other, or many at once under asyncio."""

from __future__ import annotations

from types import TracebackType
from typing import Self

import httpx2

from api.client.async_connection import AsyncConnection
from api.client.connection import Connection
from api.client.groups import AsyncGroups, Groups
from api.client.settings import Retries, Settings

TIMEOUT = 60.0  # seconds


class Client(Groups):
    """Calls a quotegraph service; one object may serve several threads. Use ``with``, or :meth:`close`.

    :param url: of the service; left out: ``$QUOTEGRAPH_URL``, else ``http://127.0.0.1:8000``.
    :param key: the API key; left out: ``$QUOTEGRAPH_KEY``, else none.
    :param timeout: seconds to wait for a response, or for its next piece.
    :param retries: when reading requests are sent again.
    :param transport: in place of the network, for tests.
    :raises ValueError: the address is none of the web.
    """

    def __init__(
        self,
        url: str | None = None,
        key: str | None = None,
        *,
        timeout: float = TIMEOUT,
        retries: Retries | None = None,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        super().__init__(Connection(Settings.of(url, key, timeout, retries), transport))

    def close(self) -> None:
        """Closes the connections."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncClient(AsyncGroups):
    """The same under asyncio. Use ``async with``, or :meth:`close`.

    :param url: of the service; left out: ``$QUOTEGRAPH_URL``, else ``http://127.0.0.1:8000``.
    :param key: the API key; left out: ``$QUOTEGRAPH_KEY``, else none.
    :param timeout: seconds to wait for a response, or for its next piece.
    :param retries: when reading requests are sent again.
    :param transport: in place of the network, for tests.
    :raises ValueError: the address is none of the web.
    """

    def __init__(
        self,
        url: str | None = None,
        key: str | None = None,
        *,
        timeout: float = TIMEOUT,
        retries: Retries | None = None,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        super().__init__(AsyncConnection(Settings.of(url, key, timeout, retries), transport))

    async def close(self) -> None:
        """Closes the connections."""
        await self._connection.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
