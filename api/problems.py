"""Errors as problem details (RFC 9457), one shape for everything that goes wrong.

The client gets what it can act on; paths on the server, traces and messages of libraries stay in the server's log.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from api.problem_kinds import (
    ACCESS_KINDS,
    ADDRESS_TOO_LONG,
    BAD_HOST,
    BODY_TOO_LARGE,
    BUSY,
    CONFLICT,
    CROSS_ORIGIN,
    FORBIDDEN,
    HEADERS_TOO_LARGE,
    INDEX_MISMATCH,
    INTERNAL,
    INVALID,
    KINDS,
    NOT_FOUND,
    NOT_READY,
    SLOW_REQUEST,
    TIME_LIMIT,
    TOO_MANY,
    UNAUTHENTICATED,
    UNAVAILABLE,
    WRONG_HOST,
    Kind,
    register,
)
from api.shell.context import REQUEST_ID
from corpus.disk import remedy_of
from corpus.errors import ConflictError, IndexMismatchError, InputError, NotFoundError, StoreError, UsageError

__all__ = [
    "ACCESS_KINDS",
    "ADDRESS_TOO_LONG",
    "BAD_HOST",
    "BODY_TOO_LARGE",
    "BUSY",
    "CONFLICT",
    "CROSS_ORIGIN",
    "FORBIDDEN",
    "HEADERS_TOO_LARGE",
    "INDEX_MISMATCH",
    "INTERNAL",
    "INVALID",
    "KINDS",
    "MEDIA_TYPE",
    "NOT_FOUND",
    "NOT_READY",
    "SLOW_REQUEST",
    "TIME_LIMIT",
    "TOO_MANY",
    "UNAUTHENTICATED",
    "UNAVAILABLE",
    "WRONG_HOST",
    "InvalidParameter",
    "Kind",
    "Problem",
    "ProblemError",
    "ProblemResponse",
    "add_handlers",
    "documented",
    "internal_error",
    "problem",
    "register",
]

MEDIA_TYPE = "application/problem+json"
_LOG = logging.getLogger("quotegraph.api")
_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
_NAME = 100  # characters of a name that are repeated
_RETRY_AFTER = "10"  # seconds; an ingest or a rebuild is what one waits for


class ProblemResponse(JSONResponse):
    """A response whose content is a problem; the id of the request at hand is added to it."""

    media_type = MEDIA_TYPE

    def render(self, content: Any) -> bytes:
        """The problem as JSON."""
        known = REQUEST_ID.get()
        return super().render(content if known is None else {**content, "request_id": known})


class InvalidParameter(BaseModel):
    """One parameter that cannot be used."""

    parameter: str = Field(description="Its name; empty where several together are wrong.")
    place: str = Field(description="`query`, `path` or `body`.")
    detail: str = Field(description="What is wrong with it.")


class Problem(BaseModel):
    """What went wrong, as RFC 9457 describes it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "/problems/not-found",
                    "title": "Not found",
                    "status": 404,
                    "detail": "no statement has the id '0123456789abcdef'",
                    "instance": "/v1/statements/0123456789abcdef",
                }
            ]
        }
    )

    type: str = Field(description="Address of a description of this kind; `about:blank` where the status says all.")
    title: str = Field(description="The kind in a few words, the same at every occurrence.")
    status: int = Field(ge=400, le=599, description="The HTTP status.")
    detail: str = Field(description="What happened this time, and the remedy where there is one.")
    instance: str = Field(description="Path of the request.")
    request_id: str | None = Field(
        default=None, description="What the service's log and `X-Request-ID` call this request."
    )
    errors: list[InvalidParameter] | None = Field(
        default=None, description="With `invalid-request`: every parameter that cannot be used."
    )


class ProblemError(Exception):
    """Ends a request in a problem.

    :param detail: what happened and the remedy; safe to show to anybody.
    """

    def __init__(
        self,
        kind: Kind,
        detail: str,
        errors: Sequence[InvalidParameter] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind, self.detail, self.errors, self.headers = kind, detail, errors, headers


def problem(
    path: str,
    kind: Kind,
    detail: str,
    errors: Sequence[InvalidParameter] | None = None,
    headers: Mapping[str, str] | None = None,
) -> ProblemResponse:
    """The response for a problem.

    :param path: of the request.
    :param detail: safe to show to anybody.
    """
    content: dict[str, Any] = {
        "type": kind.type,
        "title": kind.title,
        "status": int(kind.status),
        "detail": detail,
        "instance": path,
    }
    if errors is not None:
        content["errors"] = [error.model_dump() for error in errors]
    return ProblemResponse(content, status_code=int(kind.status), headers=dict(headers or {}))


def internal_error(path: str) -> ProblemResponse:
    """The response for what nobody foresaw; says nothing of the cause."""
    return problem(path, INTERNAL, "The service failed on this request; its log says why.")


def add_handlers(app: FastAPI) -> None:
    """Makes an application answer every expected error with a problem."""
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(ProblemError, _problem_error)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(ConflictError, _conflict)
    app.add_exception_handler(UsageError, _usage)
    app.add_exception_handler(NotFoundError, _not_found)
    app.add_exception_handler(IndexMismatchError, _index_mismatch)
    app.add_exception_handler(StoreError, _unavailable)
    app.add_exception_handler(OSError, _disk)
    app.add_exception_handler(InputError, _unavailable)  # the stance model cannot be loaded


def documented(*kinds: Kind) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI ``responses`` of an operation that can end in these problems."""
    found: dict[int | str, dict[str, Any]] = {}
    for kind in kinds:
        known = found.get(int(kind.status))
        found[int(kind.status)] = {
            "description": f"{known['description']}; {kind.title.lower()}" if known else kind.title,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    return found


async def _validation(request: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - by registration
    errors = [_parameter(item) for item in error.errors()]
    detail = "; ".join(f"{item.parameter}: {item.detail}" if item.parameter else item.detail for item in errors)
    return problem(request.url.path, INVALID, detail, errors)


def _parameter(item: Mapping[str, Any]) -> InvalidParameter:
    # names may be those that a client made up: half a surrogate pair could not be sent back
    place, *names = (str(part)[:_NAME].encode("utf-8", "replace").decode() for part in item["loc"])
    unknown = "is not a field of this body" if place == "body" else "is not a parameter of this address"
    message = unknown if item["type"] == "extra_forbidden" else str(item["msg"])
    # pydantic writes "Value error, " before the words of our own validators
    return InvalidParameter(parameter=".".join(names), place=place, detail=message.removeprefix("Value error, "))


async def _problem_error(request: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, ProblemError)  # noqa: S101 - by registration
    return problem(request.url.path, error.kind, error.detail, error.errors, error.headers)


async def _http(request: Request, error: Exception) -> ProblemResponse:
    """Errors that the framework raises itself: no such address, a method that is not allowed."""
    assert isinstance(error, HTTPException)  # noqa: S101 - by registration
    if error.status_code == HTTPStatus.NOT_FOUND:
        return problem(request.url.path, NOT_FOUND, "There is nothing at this address; / lists what there is.")
    status = HTTPStatus(error.status_code)
    content = {
        "type": "about:blank",
        "title": status.phrase,
        "status": int(status),
        "detail": str(error.detail),
        "instance": request.url.path,
    }
    headers = error.headers
    if status == HTTPStatus.METHOD_NOT_ALLOWED and (methods := _allowed(request)):
        headers = {**(headers or {}), "Allow": ", ".join(methods)}  # the framework names those of one route
    return ProblemResponse(content, status_code=int(status), headers=headers)


def _allowed(request: Request) -> list[str]:
    """The methods of an address, over all its routes; one without parameters is never that of an id."""
    paths: dict[str, dict[str, Any]] = request.app.openapi()["paths"]
    found = [path for path in paths if compile_path(path)[0].match(request.url.path)]
    best = min(found, key=lambda path: path.count("{"), default=None)
    return sorted({name.upper() for name in paths[best]} & _METHODS) if best else []


async def _usage(request: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, UsageError)  # noqa: S101 - by registration
    detail = error.problem + (f"; {error.remedy}" if error.remedy else "")
    wrong = InvalidParameter(parameter=_parameter_of(request, error), place="query", detail=detail)
    return problem(request.url.path, INVALID, f"{error.source}: {detail}", [wrong])


def _parameter_of(request: Request, error: UsageError) -> str:
    """The parameter at fault: errors name it, or the value that it has."""
    given = request.query_params.multi_items()
    return next((name for name, value in given if error.source in (name, value, repr(value))), error.source)


async def _conflict(request: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, ConflictError)  # noqa: S101 - by registration
    remedy = f"; {error.remedy}" if error.remedy else ""
    return problem(request.url.path, CONFLICT, f"{error.source}: {error.problem}{remedy}")


async def _not_found(request: Request, error: Exception) -> ProblemResponse:
    return problem(request.url.path, NOT_FOUND, str(error))


async def _unavailable(request: Request, error: Exception) -> ProblemResponse:
    _LOG.error("%s: %s", request.url.path, error)
    detail = "The store cannot be used at the moment: there is none yet, it is busy, or it is damaged."
    return problem(request.url.path, UNAVAILABLE, detail, headers={"Retry-After": _RETRY_AFTER})


async def _disk(request: Request, error: Exception) -> ProblemResponse:
    """What the disk refuses is no fault of the request's, nor of the program's: the disk is full, or read-only."""
    assert isinstance(error, OSError)  # noqa: S101 - by registration
    remedy = remedy_of(error)
    if remedy is None:
        raise error
    _LOG.error("%s: %s", request.url.path, error)
    return problem(request.url.path, NOT_READY, NOT_READY.explanation, headers={"Retry-After": _RETRY_AFTER})


async def _index_mismatch(request: Request, error: Exception) -> ProblemResponse:
    _LOG.error("%s: %s", request.url.path, error)
    detail = "The search index does not fit the store or the encoder; `quotegraph rebuild` makes it anew."
    return problem(request.url.path, INDEX_MISMATCH, detail, headers={"Retry-After": _RETRY_AFTER})
