"""Statements: lists and single ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from api import curation_schemas, schemas
from api.problems import INDEX_MISMATCH, INVALID, NOT_FOUND, UNAVAILABLE, documented
from api.routes.access import SharedEngine
from api.routes.asking import with_speakers
from api.routes.pages import continued, following
from api.routes.parameters import SimilarParameters, StatementsParameters
from api.routes.shapes import context_dict, statement_dict
from corpus.store import Conditions
from corpus.store.paging import Place
from search.conditions import conditions_of
from search.engine import Engine

router = APIRouter(
    prefix="/v1/statements", tags=["statements"], responses=documented(NOT_FOUND, INVALID, UNAVAILABLE, INDEX_MISMATCH)
)
StatementId = Annotated[
    str, Path(max_length=200, description="As answers and listings give it.", examples=["5d2f0c9a71b3e846"])
]
KEY = ((str, type(None)), int)
"""What a cursor in a list of statements holds: day of publication and number."""


@router.get("", summary="List statements", response_model=curation_schemas.Statements)
def statements(
    parameters: Annotated[StatementsParameters, Query()], request: Request, response: Response, engine: SharedEngine
) -> dict[str, Any]:
    """The listed statements that meet all conditions, newest first, those without a date last."""
    filters = {"list": "statements", **parameters.model_dump(exclude={"limit", "cursor"})}
    after = place_of(parameters.cursor, filters)
    conditions = _conditions(parameters, engine)
    found, last = (
        ([], None) if conditions is None else engine.store.page(limit=parameters.limit, after=after, **conditions)
    )
    return {
        "statements": [statement_dict(one, engine.scheme) for one in found],
        **following(request, response, key_of(last), filters),
    }


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
    return detail_dict(engine, statement_id)


def detail_dict(engine: Engine, statement_id: str) -> dict[str, Any]:
    """A statement with the article around it.

    :raises NotFoundError: no such statement.
    """
    store = engine.store
    with store.snapshot():
        found = store.statement(statement_id)
        article = store.article(found.statement.article_id)
    return {**statement_dict(found, engine.scheme), "listed": found.listed, "context": context_dict(found, article)}


def place_of(cursor: str | None, filters: Mapping[str, object]) -> Place | None:
    """Where a list of statements goes on.

    :raises UsageError: it is no cursor of this list.
    """
    key = continued(cursor, filters, KEY)
    return None if key is None else (None if key[0] is None else date.fromisoformat(str(key[0])), int(str(key[1])))


def key_of(place: Place | None) -> tuple[str | None, int] | None:
    """The same place as the key of a cursor."""
    return None if place is None else (place[0].isoformat() if place[0] else None, place[1])


def _conditions(parameters: StatementsParameters, engine: Engine) -> Conditions | None:
    """All conditions for the store; ``None`` when nothing can meet them."""
    store = engine.store
    named = conditions_of(parameters.filters(engine.scheme), store, engine.scheme)
    if named is None:
        return None
    conditions: Conditions = {**named, **parameters.exact()}
    for name, wanted in (("speaker_id", parameters.speaker_id), ("firm_id", parameters.firm_id)):
        if wanted is None:
            continue
        root = store.root_of(wanted)
        among = named.get(name)
        if root is None or (among is not None and root not in list(among)):  # type: ignore[call-overload]
            return None
        conditions[name] = root  # type: ignore[literal-required]
    return conditions
