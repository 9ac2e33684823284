"""All pages put into an application."""

from __future__ import annotations

from fastapi import FastAPI

from api.web.files import PageFiles
from api.web.routes import ask, start


def add_pages(app: FastAPI) -> None:
    """Adds the pages and their files; to be called before the routes of the API, since ``/`` is a page for browsers."""
    for module in (start, ask):
        app.include_router(module.router)
    app.mount("/static", PageFiles(), name="static")
