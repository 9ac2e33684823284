"""Addresses where there is nothing: a page for browsers, a problem for programs."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import ExceptionHandler

from api.web.page_route import error_page

_OF_PROGRAMS = ("/v1/", "/static/", "/problems/")


def add_missing_page(app: FastAPI) -> None:
    """Puts the page in front of the handler of such errors that an application has."""
    problems: ExceptionHandler = app.exception_handlers[HTTPException]

    async def missing(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - by registration
        if error.status_code == 404 and wants_page(request) and not is_for_programs(request.url.path):
            return await run_in_threadpool(error_page, request, 404)
        answer: Response = await problems(request, error)  # type: ignore[misc, arg-type]
        return answer

    app.add_exception_handler(HTTPException, missing)


def is_for_programs(path: str) -> bool:
    """Whether what is at an address is never a page."""
    return path.startswith(_OF_PROGRAMS)


def wants_page(request: Request) -> bool:
    """Whether a browser asks for something to look at."""
    return "text/html" in request.headers.get("Accept", "")
