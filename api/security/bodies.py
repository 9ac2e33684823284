"""Bodies of fetched pages, decompressed within a limit."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

_STEP = 65_536  # bytes
_WINDOWS = {"gzip": 31, "x-gzip": 31, "deflate": 47}


class TooLargeError(Exception):
    """The body is larger than allowed, as sent or decompressed."""


class DamagedError(Exception):
    """The body is not what its headers say."""


def bounded(chunks: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """A whole body.

    No more than ``limit`` bytes are ever held, so that a small file that would decompress to a huge one does no harm.

    :param chunks: as they come over the network.
    :param encoding: the content coding: ``gzip``, ``deflate``, or empty.
    :param limit: bytes, of what is sent and of what comes of it.
    :raises TooLargeError: there are more.
    :raises DamagedError: the coding is another one, or the data does not follow it.
    """
    coding = encoding.strip().lower()
    if coding in ("", "identity"):
        return _plain(chunks, limit)
    if coding not in _WINDOWS:
        raise DamagedError(f"its content coding {coding[:50]!r} is none that was asked for")
    try:
        return _decompressed(chunks, _WINDOWS[coding], limit)
    except zlib.error as error:
        raise DamagedError("its compressed data is damaged") from error


def _plain(chunks: Iterable[bytes], limit: int) -> bytes:
    found = bytearray()
    for chunk in chunks:
        if len(found) + len(chunk) > limit:
            raise TooLargeError
        found += chunk
    return bytes(found)


def _decompressed(chunks: Iterable[bytes], window: int, limit: int) -> bytes:
    found, received = bytearray(), 0
    decoder = zlib.decompressobj(window)
    for chunk in chunks:
        received += len(chunk)
        if received > limit:
            raise TooLargeError
        rest = chunk
        while rest and not decoder.eof:
            found += decoder.decompress(rest, min(_STEP, limit + 1 - len(found)))
            if len(found) > limit:
                raise TooLargeError
            rest = decoder.unconsumed_tail
    if not decoder.eof:
        raise DamagedError("its compressed data is cut off")
    return bytes(found)
