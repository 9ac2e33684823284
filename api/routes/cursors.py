"""Cursors: where a list goes on, by the place of the last row given (keyset), so that new rows move nothing.

A cursor is opaque to clients. It holds the sort key of the last row and a check over it and over the filters of the
list, so that one that was changed, or that belongs to another list, is refused and never gives a wrong page.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Request
from pydantic import Field

from corpus.errors import UsageError

LONGEST = 2000
"""Characters of a cursor at most."""

Cursor = Annotated[
    str | None,
    Field(min_length=1, max_length=LONGEST, description="Where to go on: `next_cursor` of the page before."),
]
Key = str | int | float | None
"""A value that rows are sorted by."""

_CHECK = 9  # bytes
_REMEDY = "take next_cursor of the page before with the same filters, or leave it out to begin anew"


def encode(key: Sequence[Key], filters: Mapping[str, object]) -> str:
    """The cursor after a row.

    :param key: the row's values in the order of sorting; together they must be unique.
    :param filters: everything that decides which rows the list has and in which order, by name: kind of list and
        filters, not its ``limit``. Values are compared as text.
    """
    content = json.dumps(list(key), ensure_ascii=True, separators=(",", ":")).encode("ascii")
    return base64.urlsafe_b64encode(_check(content, filters) + content).rstrip(b"=").decode("ascii")


def decode(cursor: str, filters: Mapping[str, object], kinds: Sequence[type | tuple[type, ...]]) -> tuple[Key, ...]:
    """The sort key of the last row that was given.

    :param filters: those of the request, as for :func:`encode`.
    :param kinds: of each value of the key; ``(int, type(None))`` where it may be missing.
    :raises UsageError: it was changed, or is of another list or of other filters (status 422).
    """
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        held = base64.b64decode(padded, altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error, ValueError):
        raise UsageError("cursor", "is no cursor of this service", _REMEDY) from None
    content = held[_CHECK:]
    if _check(content, filters) != held[:_CHECK]:
        raise UsageError("cursor", "was changed, or belongs to another list or to other filters", _REMEDY)
    key = json.loads(content)
    if len(key) != len(kinds) or not all(map(_is, key, kinds)):
        raise UsageError("cursor", "belongs to another list", _REMEDY)
    return tuple(key)


def next_path(request: Request, cursor: str | None) -> str | None:
    """The path and query of the page that follows; ``None`` at the end."""
    if cursor is None:
        return None
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return f"{request.url.path}?{urlencode([*kept, ('cursor', cursor)])}"


def link_header(path: str | None) -> dict[str, str]:
    """The ``Link`` header (RFC 8288) that leads to the page that follows; empty at the end."""
    return {} if path is None else {"Link": f'<{path}>; rel="next"'}


def _is(value: object, kind: type | tuple[type, ...]) -> bool:
    return isinstance(value, kind) and not isinstance(value, bool)


def _check(content: bytes, filters: Mapping[str, object]) -> bytes:
    named = json.dumps({name: str(value) for name, value in filters.items() if value is not None}, sort_keys=True)
    return hashlib.sha256(content + b"\0" + named.encode("ascii")).digest()[:_CHECK]
