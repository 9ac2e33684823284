"""What a client reads when a call fails: the problem and its remedy, never a trace."""

from __future__ import annotations

import logging

from pydantic import ValidationError

from corpus.errors import IndexMismatchError, NotFoundError, QuotegraphError, UsageError

_LOG = logging.getLogger("quotegraph.mcp")


def message(error: BaseException | None) -> str | None:
    """The text for an expected error; ``None`` for one that nobody foresaw.

    What names places on this machine stays in the log.
    """
    if isinstance(error, ValidationError):
        return "; ".join(_argument(item["loc"], item["msg"]) for item in error.errors())
    if isinstance(error, UsageError | NotFoundError):
        return str(error)
    if isinstance(error, IndexMismatchError):
        _LOG.error("%s", error)
        return "The search index does not fit the store or the encoder; `quotegraph rebuild` makes it anew."
    if isinstance(error, QuotegraphError):
        _LOG.error("%s", error)
        return (
            "The store cannot be used at the moment: there is none yet (`quotegraph ingest` makes one), it is busy, "
            "or it is damaged."
        )
    return None


def _argument(place: tuple[int | str, ...], problem: str) -> str:
    name = str(place[0]) if place else "arguments"
    return f"{name}: {problem.removeprefix('Value error, ')}"
