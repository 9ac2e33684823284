"""Pages of lists: where one goes on, by cursor, and by offset where a list had that before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request, Response
from pydantic import Field

from api.routes.cursors import Cursor, Key, decode, encode, link_header, next_path
from api.routes.parameters import MOST, Paging, Parameters
from corpus.errors import UsageError

_LARGEST = 2**63 - 1  # what the store can number


class CursorPaging(Parameters):
    """Which part of a list, by cursor."""

    limit: int = Field(default=50, ge=1, le=MOST, description="The most entries to give.")
    cursor: Cursor = None


def continued(
    cursor: str | None, filters: Mapping[str, object], kinds: Sequence[type | tuple[type, ...]]
) -> tuple[Key, ...] | None:
    """The place that a request goes on from; ``None`` at the beginning.

    :param filters: as for ``encode``.
    :param kinds: of each value of the key.
    :raises UsageError: the cursor is of another list, or was changed.
    """
    if cursor is None:
        return None
    key = decode(cursor, filters, kinds)
    if any(isinstance(value, int) and abs(value) > _LARGEST for value in key):
        raise UsageError("cursor", "is no cursor of this service", "leave it out to begin anew")
    return key


def only_one(parameters: Paging) -> None:
    """Refuses a cursor and an offset together.

    :raises UsageError: both are given.
    """
    if parameters.cursor is not None and parameters.offset:
        raise UsageError("offset", "cannot be given with a cursor", "leave it out: the cursor says where to go on")


def following(
    request: Request, response: Response, key: Sequence[Key] | None, filters: Mapping[str, object]
) -> dict[str, Any]:
    """``next_cursor`` and ``next`` of a page, and its header ``Link``.

    :param key: of the last entry; ``None`` where nothing follows.
    """
    cursor = None if key is None else encode(key, filters)
    path = next_path(request, cursor)
    response.headers.update(link_header(path))
    return {"next_cursor": cursor, "next": path}


def by_offset(parameters: Paging, more: bool) -> dict[str, int | None]:
    """``limit``, ``offset`` and ``next_offset`` of a page; no offset follows where a cursor was given.

    :param more: whether anything follows.
    """
    counted = parameters.cursor is None
    follows = parameters.offset + parameters.limit if more and counted else None
    return {"limit": parameters.limit, "offset": parameters.offset, "next_offset": follows}
