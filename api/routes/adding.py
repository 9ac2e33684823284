"""What the routes that add articles share: the intake, the store to write to, and the answer."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Request, Response

from api.compose import has_store, open_store
from api.ingesting.intake import Intake
from api.ingesting.problems import refused
from api.routes.access import Access
from api.service_settings import ServiceSettings
from api.shell.metrics import article_ingested
from corpus.errors import InputError
from corpus.store import ArticleEntry, Put, Store
from corpus.types import Article
from search.engine import Engine


def service_settings(request: Request) -> ServiceSettings:
    """The settings of the application that the request came to."""
    settings: ServiceSettings = request.app.state.settings
    return settings


SharedSettings = Annotated[ServiceSettings, Depends(service_settings)]


def writing_engine(access: Access) -> Engine:
    """The engine, over a new store where there is none yet.

    :raises StoreError: the store cannot be made or opened.
    """
    if access.opened() is None and not has_store(access.place):
        open_store(access.place, create=True).close()
    return access.engine()


def stored(request: Request, response: Response, article: Article) -> dict[str, Any]:
    """Stores an article and says what came of it; status and ``Location`` go with it.

    :raises ProblemError: it cannot be used.
    """
    engine = writing_engine(request.app.state.access)
    intake: Intake = request.app.state.intake
    known = engine.store.has_article(article.id)
    try:
        outcome = intake.store(engine, article)
    except InputError as error:
        raise refused(error) from error
    response.status_code = 200 if known else 201
    response.headers["Location"] = f"/v1/documents/{article.id}"
    answer = _answer(engine.store, article.id, outcome)
    article_ingested(outcome, 0 if outcome is Put.UNCHANGED else answer["statements"])
    return answer


def entry_dict(entry: ArticleEntry) -> dict[str, Any]:
    """An article without its text, ready for JSON. Where it was read from stays here: that may be a path."""
    return {
        "id": entry.id,
        "document": entry.document,
        "headline": entry.headline,
        "publisher": entry.publisher,
        "url": entry.url,
        "date": entry.date_published,
        "language": entry.language,
        "authors": list(entry.authors),
        "characters": entry.characters,
        "statements": entry.statements,
        "added_at": entry.added_at,
        "superseded_by": entry.superseded_by,
    }


def _answer(store: Store, article_id: str, outcome: Put) -> dict[str, Any]:
    with store.snapshot():
        entry = store.article_entry(article_id)
        versions = store.versions(article_id)
        ids = store.statement_ids(article_id=article_id)
    return {
        "outcome": outcome,
        "article": entry_dict(entry),
        "replaced": [version.id for version in versions if version.superseded_by is not None],
        "statements": len(ids),
        "statement_ids": ids,
    }
