"""All pages put into an application."""

from __future__ import annotations

from fastapi import FastAPI

from api.web.files import PageFiles
from api.web.missing import add_missing_page
from api.web.routes import (
    add,
    article,
    articles,
    ask,
    firm,
    graph,
    history,
    jobs,
    lists,
    names,
    person,
    review,
    search,
    start,
    topic,
)


def add_pages(app: FastAPI) -> None:
    """Adds the pages and their files; to be called before the routes of the API, since ``/`` is a page for browsers."""
    for module in (start, ask, search, articles, article, lists, add, jobs):
        app.include_router(module.router)
    for module in (person, firm, topic, graph, review, names, history):
        app.include_router(module.router)
    add_missing_page(app)
    app.mount("/static", PageFiles(), name="static")
