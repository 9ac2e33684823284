"""The layers around the routes, in their order."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from api.service_settings import ServiceSettings
from api.shell.etags import Tagged
from api.shell.headers import Shell
from api.shell.limits import SizeLimit, TimeLimit
from api.shell.methods import Methods
from api.shell.observing import Observed
from api.shell.stopping import Stopping, Streams

_COMPRESSION = 4  # of 9; more costs time and gains little
_LEAST = 1_000  # bytes that are worth compressing
_MAX_AGE = 600  # seconds for which a browser remembers what other origins may do


def add_outer_layers(app: FastAPI, settings: ServiceSettings, stopping: Stopping) -> None:
    """What comes before access is decided: id and log, headers, limits. To be added last: the last is the outermost."""
    app.add_middleware(Methods)
    app.add_middleware(Streams, stopping=stopping)
    app.add_middleware(TimeLimit, seconds=settings.request_seconds)
    app.add_middleware(SizeLimit, body=settings.max_body_bytes, head=settings.max_head_bytes)
    app.add_middleware(Shell)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(settings.cors_origins),
            allow_methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "If-None-Match", "X-API-Key", "X-Request-ID"],
            expose_headers=["Content-Disposition", "ETag", "Link", "Location", "Retry-After", "X-Request-ID"],
            max_age=_MAX_AGE,
        )
    app.add_middleware(Observed, log_queries=settings.log_queries)


def add_inner_layers(app: FastAPI, state: Callable[[], str | None]) -> None:
    """What comes after access is decided: compression, entity tags. To be added before everything else.

    Compression gives secrets away (BREACH) where a response has them beside what the client sent: no body of this
    service has a key or another secret of a session in it.
    """
    app.add_middleware(Tagged, state=state)
    app.add_middleware(GZipMiddleware, minimum_size=_LEAST, compresslevel=_COMPRESSION)
