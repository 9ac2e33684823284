"""Firms: who speaks for them, what is said for them and when."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from api import listings, profile_schemas
from api.problems import INDEX_MISMATCH, INVALID, NOT_FOUND, UNAVAILABLE, documented
from api.profiles import READ, decisions_of, month_dict, positions_of
from api.routes.access import SharedEngine
from api.routes.parameters import FirmsParameters, topic_ids
from api.routes.people import TimelineParameters, entries_page, entry_dict
from corpus.store import Affiliation, Conditions

router = APIRouter(prefix="/v1/firms", tags=["firms"], responses=documented(INVALID, UNAVAILABLE, INDEX_MISMATCH))
FirmId = Annotated[
    str, Path(min_length=1, max_length=300, description="As answers and listings give it.", examples=["firm:kontel"])
]


@router.get("", summary="List firms", response_model=listings.Firms)
def firms(
    parameters: Annotated[FirmsParameters, Query()], request: Request, response: Response, engine: SharedEngine
) -> dict[str, Any]:
    """Firms and institutions with listed statements, of their people or their own; those with most first."""
    return entries_page("firms", engine.store.firms, parameters, parameters.query, (request, response))


@router.get("/{firm_id}", summary="A firm", response_model=listings.FirmWithPeople, responses=documented(NOT_FOUND))
def firm(firm_id: FirmId, engine: SharedEngine) -> dict[str, Any]:
    """A firm with how much it said, who has which role there, what is said for it by topic, and what was merged.

    Positions are told from the 5,000 newest statements.
    """
    store = engine.store
    with store.snapshot():
        entry = store.firm_entry(firm_id)
        posts = store.firm_people(entry.id)
        names = store.names({post.person_id for post in posts})
        said = list(store.statements(firm_id=entry.id, newest_first=True, limit=READ))
        merged = decisions_of(store, entry.id)["merged"]
    return {
        **entry_dict(entry),
        "people": [post_dict(post, names[post.person_id]) for post in posts],
        "positions": positions_of(said, engine.scheme),
        "merged": merged,
    }


@router.get(
    "/{firm_id}/timeline",
    summary="What is said for a firm, by month",
    response_model=profile_schemas.Timeline,
    responses=documented(NOT_FOUND),
)
def firm_timeline(
    firm_id: FirmId, parameters: Annotated[TimelineParameters, Query()], engine: SharedEngine
) -> dict[str, Any]:
    """How many statements of the firm and its people in each month, by the side they take."""
    store = engine.store
    with store.snapshot():
        identifier = store.firm(firm_id).id
        conditions = Conditions(
            firm_id=identifier,
            topic=topic_ids(parameters.topic, engine.scheme),
            since=parameters.since,
            until=parameters.until,
        )
        return {"id": identifier, "months": [month_dict(one) for one in store.timeline(**conditions)]}


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
