"""Addresses where there is nothing: a page for browsers, a problem for programs."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import ExceptionHandler

from api.web.rendering import page

_OF_PROGRAMS = ("/v1/", "/static/", "/problems/")


def add_missing_page(app: FastAPI) -> None:
    """Puts the page in front of the handler of such errors that an application has."""
    problems: ExceptionHandler = app.exception_handlers[HTTPException]

    async def missing(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - by registration
        path = request.url.path
        if error.status_code == 404 and wants_page(request) and not path.startswith(_OF_PROGRAMS):
            return await run_in_threadpool(
                page, request, "error.html", status=404, problem="error-not-found", detail=""
            )
        answer: Response = await problems(request, error)  # type: ignore[misc, arg-type]
        return answer

    app.add_exception_handler(HTTPException, missing)


def wants_page(request: Request) -> bool:
    """Whether a browser asks for something to look at."""
    return "text/html" in request.headers.get("Accept", "")
