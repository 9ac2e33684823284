"""All pages put into an application."""

from __future__ import annotations

from fastapi import FastAPI

from api.web.files import PageFiles
from api.web.routes import article, ask, firm, graph, lists, person, search, start, topic


def add_pages(app: FastAPI) -> None:
    """Adds the pages and their files; to be called before the routes of the API, since ``/`` is a page for browsers."""
    for module in (start, ask, search, article, lists, person, firm, topic, graph):
        app.include_router(module.router)
    app.mount("/static", PageFiles(), name="static")
