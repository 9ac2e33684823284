"""Routes of pages: what goes wrong is shown as a page, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from api.problems import ProblemError
from api.routes.access import Access
from api.web.language import chosen_language
from api.web.rendering import page
from api.web.views.faults import Expected, faults
from corpus.errors import ConflictError, IndexMismatchError, InputError, NotFoundError, StoreError, UsageError
from corpus.store import FILE_NAME

_Handler = Callable[[Request], Coroutine[Any, Any, Response]]

#: Titles and remedies by status; of any other, that the request makes no sense.
TITLES: Mapping[int, str] = {
    400: "error-malformed",
    403: "error-forbidden",
    404: "error-not-found",
    409: "error-conflict",
    413: "error-too-large",
    429: "error-too-many",
    500: "error-internal",
    502: "error-fetch",
    503: "error-busy",
}


_OF_KINDS: Mapping[str, str] = {"cross-origin": "error-cross-origin", "store-unavailable": "error-unavailable"}


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
                return await run_in_threadpool(error_page, request, _status(error), error)
            except (StoreError, IndexMismatchError, InputError):
                key = "error-unavailable" if _has_store(request) else "empty-store"
                return await run_in_threadpool(page, request, "error.html", status=503, problem=key, faults=[])

        return shown


def error_page(request: Request, status: int, error: Expected | None = None, kind: str = "") -> HTMLResponse:
    """The page that says what went wrong, with what, and what to do about it.

    :param error: what is known of it besides its status.
    :param kind: of the problem, by its name.
    """
    found = [] if error is None else faults(error, chosen_language(request))
    headers = error.headers if isinstance(error, ProblemError) else None
    problem = _OF_KINDS.get(kind) or TITLES.get(status, "error-invalid")
    return page(request, "error.html", status=status, headers=headers, problem=problem, faults=found)


def _has_store(request: Request) -> bool:
    """Whether anything was ever stored; where nothing was, the page says how to begin."""
    access: Access = request.app.state.access
    return (access.folder / FILE_NAME).exists()


def _status(error: Expected) -> int:
    if isinstance(error, NotFoundError):
        return 404
    if isinstance(error, ConflictError):
        return 409
    return int(error.kind.status) if isinstance(error, ProblemError) else 422
