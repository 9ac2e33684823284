"""Sending requests one after the other, with waiting and trying again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import httpx2

from api.client.call import Call, model_in, problem_in
from api.client.errors import ConnectionFailed
from api.client.partial import partial_file
from api.client.settings import Retries, Settings

M = TypeVar("M")


class Connection:
    """Sends the requests of one client, over connections that stay open.

    :param transport: in place of the network, for tests.
    """

    def __init__(self, settings: Settings, transport: httpx2.BaseTransport | None = None) -> None:
        self._settings = settings
        self._client = httpx2.Client(headers=settings.headers(), timeout=settings.timeout, transport=transport)

    @property
    def retries(self) -> Retries:
        """When a request is sent again."""
        return self._settings.retries

    def model(self, call: Call, kind: type[M]) -> M:
        """The model that an operation answers with."""
        with self.streamed(call) as response:
            response.read()
            return model_in(response, kind)

    def text(self, call: Call) -> str:
        """The text that an operation answers with."""
        return self.content(call).decode("utf-8")

    def content(self, call: Call) -> bytes:
        """The file that an operation answers with, in memory."""
        with self.streamed(call) as response:
            return response.read()

    def saved(self, call: Call, path: Path) -> int:
        """Writes the file that an operation answers with, as it comes; an unfinished one leaves nothing behind.

        :returns: bytes written.
        """
        with self.streamed(call) as response, partial_file(path) as target:
            for piece in response.iter_bytes():
                target.write(piece)
            return target.tell()

    @contextmanager
    def streamed(self, call: Call) -> Iterator[httpx2.Response]:
        """The good response to a request, its content still to be read.

        :raises ProblemError: the service says what is wrong, and says so again or cannot be asked again.
        :raises ConnectionFailed: there is no response, or it breaks off.
        """
        try:
            response = self._sent(call)
            try:
                yield response
            finally:
                response.close()
        except (httpx2.TransportError, httpx2.DecodingError) as error:
            raise ConnectionFailed(f"{call.method} {self._settings.url}{call.path}: {error or repr(error)}") from error

    def _sent(self, call: Call) -> httpx2.Response:
        sent = 0
        while True:
            request = call.request(self._client, self._settings)
            sent += 1
            try:
                response = self._client.send(request, stream=True)
                if response.is_success:
                    return response
                response.read()
                response.close()
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
            time.sleep(wait)

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()
