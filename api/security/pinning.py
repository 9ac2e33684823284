"""Connections to the very addresses that were checked, all within one time limit."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence

from httpcore2 import (
    SOCKET_OPTION,
    ConnectError,
    ConnectTimeout,
    NetworkBackend,
    NetworkStream,
    ReadTimeout,
    SyncBackend,
)

Resolve = Callable[[str, int], list[str]]
Check = Callable[[str], bool]
_MOST_TRIED = 3


class ForbiddenAddressError(Exception):
    """A name leads to an address that must not be connected to."""


class Deadline:
    """The end of a time that several steps share.

    :param seconds: from now on.
    """

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds until the end.

        :raises ReadTimeout: it has come.
        """
        found = self._end - time.monotonic()
        if found <= 0:
            raise ReadTimeout("the time is over")
        return found


class PinnedBackend(NetworkBackend):
    """Resolves a name once, checks every address that it has, and connects to one of these addresses, not to the name.

    Between a check of a name and a connection to the name, its owner could have it point elsewhere (DNS rebinding).

    :param resolve: from name and port to addresses; runs in a thread of its own, since resolvers know no time limit.
    :param allowed: whether an address may be connected to.
    """

    def __init__(self, resolve: Resolve, allowed: Check, deadline: Deadline) -> None:
        self._resolve, self._allowed, self._deadline = resolve, allowed, deadline
        self._tcp = SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> NetworkStream:
        """A connection to the first of the name's addresses that answers.

        :raises ForbiddenAddressError: one of them may not be connected to; then none is tried.
        """
        failure: Exception = ConnectError("the name has no address")
        for address in self._checked(host, port)[:_MOST_TRIED]:
            try:
                stream = self._tcp.connect_tcp(address, port, self._deadline.left(), local_address, socket_options)
                return _TimedStream(stream, self._deadline)
            except (ConnectError, ConnectTimeout) as error:
                failure = error
        raise failure

    def _checked(self, host: str, port: int) -> Sequence[str]:
        addresses = _within(lambda: self._resolve(host, port), self._deadline)
        if not all(self._allowed(address) for address in addresses):
            raise ForbiddenAddressError(host)
        return addresses


class _TimedStream(NetworkStream):
    """A connection whose every step must end before the deadline, so that a server that drips is cut off."""

    def __init__(self, stream: NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> NetworkStream:
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, self._deadline.left()), self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def _within(resolve: Callable[[], list[str]], deadline: Deadline) -> list[str]:
    """What a resolver gives before the deadline.

    :raises ConnectError: it fails.
    :raises ReadTimeout: it takes too long; its thread ends by itself.
    """
    found: list[str] = []
    failures: list[Exception] = []

    def run() -> None:
        try:
            found.extend(resolve())
        except (OSError, UnicodeError) as error:
            failures.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(deadline.left())
    if thread.is_alive():
        raise ReadTimeout("the name is not resolved in time")
    if failures:
        raise ConnectError(str(failures[0]))
    return found
