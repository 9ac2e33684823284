"""The HTTP service: routes, problems, security headers and the description of it all put together."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.concurrency import run_in_threadpool

from api.problems import Problem, add_handlers
from api.routes import (
    asking,
    batches,
    corrections,
    documentation,
    documents,
    firms,
    graph,
    graph_view,
    jobs,
    keys,
    merging,
    operating,
    people,
    pictures,
    review,
    service,
    sessions,
    statements,
    topics,
)
from api.routes.access import PATIENCE, Access
from api.security.control import AccessControl
from api.security.description import describe_access
from api.security.guard import Guard
from api.security.origins import keys_needed
from api.service_settings import ServiceSettings
from api.shell.chain import add_inner_layers, add_outer_layers
from api.shell.headers import SECURITY_HEADERS
from api.shell.state import StoreState
from api.shell.stopping import Stopping
from api.web.problem_pages import ProblemPages
from api.web.site import add_pages
from corpus.addresses import Place
from corpus.errors import QuotegraphError
from search.encoder_settings import EncoderChoice
from search.vector_search import OpenIndex

__all__ = ["SECURITY_HEADERS", "create_app"]

_LOG = logging.getLogger("quotegraph.api")
_ROUTES = (
    asking,
    statements,
    documents,
    batches,
    jobs,
    corrections,
    review,
    people,
    firms,
    merging,
    topics,
    graph,
    graph_view,
    pictures,
    service,
    operating,
    documentation,
    keys,
    sessions,
)
_REFERENCES = "#/components/schemas/{model}"


def create_app(
    data: Path | Place,
    encoder: EncoderChoice = None,
    reranker: str | None = None,
    settings: ServiceSettings | None = None,
    *,
    follow: bool = False,
    open_index: OpenIndex | None = None,
    patience: float = PATIENCE,
) -> FastAPI:
    """The service over one data folder, or over a database with what goes with it in the folder.

    The folder may still be empty: until there is a store, requests are answered with status 503.

    :param encoder: when left out, the one that the index was made with, else the bundled one.
    :param reranker: a cross-encoder that has a say in the order of answers, by folder or name.
    :param follow: whether what other processes write is taken over in the background; see :class:`Access`.
    :param open_index: opens the vectors; in this process, unless said otherwise.
    :param patience: seconds that a question waits for its turn; one that would wait longer is refused.
    :param settings: the defaults when left out; what it says of the data folder does not count here.
    """
    app = FastAPI(
        title="quotegraph",
        version=service.program_version(),
        summary="Who said what, on which topic, for or against, with the exact words.",
        description="Errors are problem details (RFC 9457). Offsets count Unicode code points of the article's text.",
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        lifespan=_lifespan,
        # The usual documentation pages load their scripts from elsewhere; /docs here works without a network.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.access = access = Access(data, encoder, reranker, follow=follow, open_index=open_index, patience=patience)
    app.state.settings = settings = settings or ServiceSettings()
    app.state.stopping = stopping = Stopping()
    app.state.control = control = AccessControl(access.place)
    app.state.keys_needed = keys_needed(settings)
    add_handlers(app)
    # The last one added is the outermost: what access refuses still gets headers, a line in the log and an id.
    add_inner_layers(app, StoreState(access, reranker))
    app.add_middleware(Guard, control, settings)
    add_outer_layers(app, settings, stopping)
    app.add_middleware(ProblemPages)
    add_pages(app)
    for module in _ROUTES:
        app.include_router(module.router)
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Opens the engine before the first request, so that nobody waits for the encoder, and closes it at the end."""
    access: Access = app.state.access
    app.state.stopping.watch(app.state.settings.stop_seconds)
    try:
        await run_in_threadpool(access.engine)
    except QuotegraphError as error:
        _LOG.warning("no question can be answered yet: %s", error)
    try:
        yield
    finally:
        await run_in_threadpool(access.close)
        await run_in_threadpool(app.state.control.close)


def _described(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI description, made once."""
    if app.openapi_schema is None:
        found = get_openapi(
            title=app.title,
            version=app.version,
            summary=app.summary,
            description=app.description,
            license_info=app.license_info,
            routes=app.routes,
        )
        problem = Problem.model_json_schema(ref_template=_REFERENCES)
        known = found.setdefault("components", {}).setdefault("schemas", {})
        known.update(problem.pop("$defs", {}), Problem=problem)
        describe_access(found, keys_needed=app.state.keys_needed)
        app.openapi_schema = found
    return app.openapi_schema
