"""Articles: adding one, listing, reading and deleting them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Path, Query, Request, Response
from fastapi.responses import PlainTextResponse
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from api import document_schemas as schemas
from api.ingesting.intake import Intake
from api.ingesting.problems import MALFORMED, TOO_LARGE, refused, too_large
from api.ingesting.submission import ArticleSubmission
from api.problems import INDEX_MISMATCH, INVALID, NOT_FOUND, UNAVAILABLE, documented
from api.routes.access import SharedEngine
from api.routes.adding import SharedSettings, entry_dict, stored
from api.routes.cursors import Cursor, decode, encode, link_header, next_path
from api.routes.parameters import MOST, Dated, Name
from api.routes.shapes import statement_dict
from corpus.errors import InputError
from corpus.store import ArticleConditions
from corpus.types import Language

DocumentId = Annotated[
    str, Path(max_length=200, description="As the list and the statements give it.", examples=["91f2c07be3d5a648"])
]


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.intake = Intake(app.state.access.place.store)
    try:
        yield
    finally:
        await run_in_threadpool(app.state.intake.close)


router = APIRouter(
    prefix="/v1/documents",
    tags=["documents"],
    responses=documented(INVALID, UNAVAILABLE, INDEX_MISMATCH),
    lifespan=_lifespan,
)


class DocumentsParameters(Dated):
    """Which articles."""

    publisher: Name | None = Field(default=None, description="Of this publisher: the whole name, in any case.")
    language: Language | None = Field(default=None, description="In this language.")
    query: Name | None = Field(default=None, description="With these words in the headline, in any case.")
    speaker: Name | None = Field(
        default=None,
        description="With a statement of this person or firm, by id.",
        examples=["person:anna-kowalczyk"],
    )
    limit: int = Field(default=50, ge=1, le=MOST, description="The most articles to give.")
    cursor: Cursor = None

    def conditions(self) -> ArticleConditions:
        """The same for the store."""
        return ArticleConditions(
            publisher=self.publisher,
            language=self.language,
            since=self.since,
            until=self.until,
            query=self.query,
            speaker_id=self.speaker,
        )


@router.get("", summary="Articles", response_model=schemas.Documents)
def documents(
    parameters: Annotated[DocumentsParameters, Query()], request: Request, response: Response, engine: SharedEngine
) -> dict[str, Any]:
    """The articles that are not superseded, those stored last first.

    Articles that come in while the pages are read move nothing that follows.
    """
    conditions = parameters.conditions()
    filters = {"list": "documents", **conditions}
    before = None
    if parameters.cursor is not None:
        (key,) = decode(parameters.cursor, filters, [int])
        before = int(str(key))
    found = engine.store.article_entries(limit=parameters.limit + 1, before=before, **conditions)
    page = found[: parameters.limit]
    cursor = encode([page[-1].number], filters) if len(found) > len(page) else None
    path = next_path(request, cursor)
    response.headers.update(link_header(path))
    return {"documents": [entry_dict(entry) for entry in page], "next_cursor": cursor, "next": path}


@router.post(
    "",
    summary="Add an article",
    response_model=schemas.Stored,
    status_code=201,
    responses={
        200: {"model": schemas.Stored, "description": "Stored already"},
        201: {
            "description": "Stored now",
            "headers": {"Location": {"description": "The article's address.", "schema": {"type": "string"}}},
        },
        **documented(MALFORMED, TOO_LARGE),
    },
)
def add(
    submission: ArticleSubmission, request: Request, response: Response, settings: SharedSettings
) -> dict[str, Any]:
    """Stores an article, extracts its statements and indexes them before it answers: whatever is asked next sees it.

    The same content again changes nothing. Other content with the same `url` (or without one, with the same
    `document`) is a new version: the earlier one is kept, and its statements are listed no more.
    """
    most = settings.max_article_characters
    if len(submission.text) > most:
        raise too_large("text", most, "characters", "max_article_characters")
    try:
        article = submission.article("text")
    except InputError as error:
        raise refused(error) from error
    return stored(request, response, article)


@router.get(
    "/{document_id}", summary="One article", response_model=schemas.DocumentDetail, responses=documented(NOT_FOUND)
)
def document(document_id: DocumentId, engine: SharedEngine) -> dict[str, Any]:
    """Everything known of an article, superseded or not: text, versions, and statements with their places in it.

    A superseded version has no listed statements; `versions` leads to the present one.
    """
    store = engine.store
    with store.snapshot():
        entry, article = store.article_entry(document_id), store.article(document_id)
        versions = store.versions(document_id)
        statements = list(store.statements(article_id=document_id))
    return {
        **entry_dict(entry),
        "text": article.text,
        "body_start": article.body_start,
        "versions": [{"id": one.id, "added_at": one.added_at, "superseded_by": one.superseded_by} for one in versions],
        "statement_list": [statement_dict(found, engine.scheme) for found in statements],
    }


@router.get(
    "/{document_id}/text",
    summary="The text of an article",
    response_class=PlainTextResponse,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}, **documented(NOT_FOUND)},
)
def text(document_id: DocumentId, engine: SharedEngine) -> PlainTextResponse:
    """The text alone, character for character: what all spans point into."""
    headers = {"X-Content-Type-Options": "nosniff"}
    return PlainTextResponse(engine.store.article(document_id).text, headers=headers)


@router.delete(
    "/{document_id}", summary="Delete an article", response_model=schemas.Deleted, responses=documented(NOT_FOUND)
)
def delete(document_id: DocumentId, engine: SharedEngine) -> dict[str, Any]:
    """Deletes an article with its earlier versions, their statements and corrections, out of store and index."""
    gone = engine.store.delete_article(document_id)
    engine.refresh()
    return {"articles": gone.articles, "statements": gone.statements}
