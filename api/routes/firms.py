"""Firms and who speaks for them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from api import listings
from api.problems import INDEX_MISMATCH, INVALID, NOT_FOUND, UNAVAILABLE, documented
from api.routes.access import SharedEngine
from api.routes.parameters import FirmsParameters
from api.routes.people import entry_dict, page_of
from corpus.store import Affiliation

router = APIRouter(prefix="/v1/firms", tags=["firms"], responses=documented(INVALID, UNAVAILABLE, INDEX_MISMATCH))
FirmId = Annotated[str, Path(max_length=300, description="As answers and listings give it.", examples=["firm:kontel"])]


@router.get("", summary="List firms", response_model=listings.Firms)
def firms(parameters: Annotated[FirmsParameters, Query()], engine: SharedEngine) -> dict[str, Any]:
    """Firms and institutions with listed statements, of their people or their own; those with most first."""
    found = engine.store.firms(parameters.query, limit=parameters.limit + 1, offset=parameters.offset)
    return {"firms": [entry_dict(entry) for entry in found[: parameters.limit]], **page_of(parameters, found)}


@router.get("/{firm_id}", summary="A firm", response_model=listings.FirmWithPeople, responses=documented(NOT_FOUND))
def firm(firm_id: FirmId, engine: SharedEngine) -> dict[str, Any]:
    """A firm with how much it said, and who has which role there."""
    store = engine.store
    with store.snapshot():
        entry = store.firm_entry(firm_id)
        posts = store.firm_people(firm_id)
        names = {post.person_id: store.person(post.person_id).name for post in posts}
    return {
        **entry_dict(entry),
        "people": [post_dict(post, names[post.person_id]) for post in posts],
    }


def post_dict(post: Affiliation, person: str) -> dict[str, Any]:
    """A role that somebody has at a firm with the statements behind it.

    :param person: the name.
    """
    return {
        "person_id": post.person_id,
        "person": person,
        "role": post.role,
        "first_seen": post.first_seen,
        "last_seen": post.last_seen,
        "statements": list(post.statement_ids),
    }
