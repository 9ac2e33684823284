"""Single statements."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from api import schemas
from api.problems import INDEX_MISMATCH, INVALID, NOT_FOUND, UNAVAILABLE, documented
from api.routes.access import SharedEngine
from api.routes.asking import with_speakers
from api.routes.parameters import SimilarParameters
from api.routes.shapes import context_dict, statement_dict

router = APIRouter(
    prefix="/v1/statements", tags=["statements"], responses=documented(NOT_FOUND, INVALID, UNAVAILABLE, INDEX_MISMATCH)
)
StatementId = Annotated[
    str, Path(max_length=200, description="As answers and listings give it.", examples=["5d2f0c9a71b3e846"])
]


@router.get("/{statement_id}/similar", summary="More like this", response_model=schemas.SimilarStatements)
def similar(
    statement_id: StatementId, parameters: Annotated[SimilarParameters, Query()], engine: SharedEngine
) -> dict[str, Any]:
    """The statements closest in meaning to this one, of anybody; the same words elsewhere are left out."""
    found = engine.like(statement_id, parameters.filters(engine.scheme), parameters.limit)
    return {"statement": statement_id, "results": with_speakers(found, engine.store)}


@router.get("/{statement_id}", summary="One statement in its article", response_model=schemas.StatementDetail)
def statement(statement_id: StatementId, engine: SharedEngine) -> dict[str, Any]:
    """Everything known of a statement, with up to 300 characters of the article before and after it.

    A statement that is no longer listed (rejected, or of an older version of its article) can still be read here.
    """
    store = engine.store
    with store.snapshot():
        found = store.statement(statement_id)
        article = store.article(found.statement.article_id)
    return {**statement_dict(found, engine.scheme), "listed": found.listed, "context": context_dict(found, article)}
