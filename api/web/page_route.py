"""Routes of pages: what goes wrong is shown as a page, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from api.problems import ProblemError
from api.routes.access import Access
from api.web.rendering import page
from corpus.errors import ConflictError, IndexMismatchError, InputError, NotFoundError, StoreError, UsageError
from corpus.store import FILE_NAME

_Handler = Callable[[Request], Coroutine[Any, Any, Response]]

_TITLES = {403: "error-forbidden", 404: "error-not-found", 409: "error-conflict"}


class PageRoute(APIRoute):
    """A route whose errors are pages; pages are no part of the API's description."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{**options, "include_in_schema": False})

    def get_route_handler(self) -> _Handler:
        """The handler with its errors shown."""
        handler = super().get_route_handler()

        async def shown(request: Request) -> Response:
            try:
                return await handler(request)
            except (NotFoundError, UsageError, ProblemError, RequestValidationError, ValidationError) as error:
                found = _told(error)
            except (StoreError, IndexMismatchError, InputError):
                found = 503, "error-unavailable" if _has_store(request) else "empty-store", ""
            status, key, detail = found
            return await run_in_threadpool(page, request, "error.html", status=status, problem=key, detail=detail)

        return shown


def _has_store(request: Request) -> bool:
    """Whether anything was ever stored; where nothing was, the page says how to begin."""
    access: Access = request.app.state.access
    return (access.folder / FILE_NAME).exists()


def _told(error: Exception) -> tuple[int, str, str]:
    """Status, title and what the reader can act on."""
    if isinstance(error, NotFoundError):
        return 404, "error-not-found", str(error)
    if isinstance(error, ConflictError):
        return 409, "error-conflict", str(error)
    if isinstance(error, UsageError):
        return 422, "error-invalid", str(error)
    if isinstance(error, ProblemError):
        status = int(error.kind.status)
        return status, _TITLES.get(status, "error-invalid"), error.detail
    assert isinstance(error, RequestValidationError | ValidationError)  # noqa: S101 - by the clause that caught it
    return 422, "error-invalid", in_words(error)


def in_words(error: ProblemError | RequestValidationError | ValidationError) -> str:
    """What is wrong, field by field."""
    if isinstance(error, ProblemError):
        return error.detail
    return "; ".join(
        f"{'.'.join(str(part) for part in item['loc'])}: {item['msg'].removeprefix('Value error, ')}"
        for item in error.errors()
    )
