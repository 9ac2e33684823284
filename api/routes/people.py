"""People and what they said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from api import listings
from api.problems import INDEX_MISMATCH, INVALID, NOT_FOUND, UNAVAILABLE, documented
from api.routes.access import SharedEngine
from api.routes.parameters import Paging, PeopleParameters, PersonStatementsParameters
from api.routes.shapes import statement_dict
from corpus.store import Affiliation, Entry

router = APIRouter(prefix="/v1/people", tags=["people"], responses=documented(INVALID, UNAVAILABLE, INDEX_MISMATCH))
PersonId = Annotated[
    str, Path(max_length=300, description="As answers and listings give it.", examples=["person:anna-kowalczyk"])
]


@router.get("", summary="List people", response_model=listings.People)
def people(parameters: Annotated[PeopleParameters, Query()], engine: SharedEngine) -> dict[str, Any]:
    """People with listed statements, those with most first."""
    found = engine.store.people(parameters.query, limit=parameters.limit + 1, offset=parameters.offset)
    return {"people": [entry_dict(entry) for entry in found[: parameters.limit]], **page_of(parameters, found)}


@router.get(
    "/{person_id}/statements",
    summary="What a person said",
    response_model=listings.PersonStatements,
    responses=documented(NOT_FOUND),
)
def person_statements(
    person_id: PersonId, parameters: Annotated[PersonStatementsParameters, Query()], engine: SharedEngine
) -> dict[str, Any]:
    """A person's statements that meet the conditions, newest first, with their roles and firms over time."""
    store = engine.store
    with store.snapshot():
        person = store.person(person_id)
        affiliations = store.affiliations(person.id)
        conditions = parameters.conditions(engine.scheme)
        conditions["speaker_id"] = person.id
        most = parameters.limit + 1
        found = list(store.statements(limit=most, offset=parameters.offset, newest_first=True, **conditions))
    return {
        "person": {"id": person.id, "name": person.name, "alternate_names": list(person.alternate_names)},
        "affiliations": [affiliation_dict(held) for held in affiliations],
        "statements": [statement_dict(one, engine.scheme) for one in found[: parameters.limit]],
        **page_of(parameters, found),
    }


def page_of(parameters: Paging, found: Sequence[object]) -> dict[str, int | None]:
    """Where the list goes on.

    :param found: what was read: one more than is shown, where there is more.
    """
    follows = parameters.offset + parameters.limit if len(found) > parameters.limit else None
    return {"limit": parameters.limit, "offset": parameters.offset, "next_offset": follows}


def entry_dict(entry: Entry) -> dict[str, Any]:
    """A person or a firm with its counts."""
    return {
        "id": entry.id,
        "name": entry.name,
        "alternate_names": list(entry.alternate_names),
        "statements": entry.statements,
        "articles": entry.articles,
        "first_seen": entry.first_seen,
        "last_seen": entry.last_seen,
    }


def affiliation_dict(held: Affiliation) -> dict[str, Any]:
    """A role at a firm with the statements behind it."""
    return {
        "role": held.role,
        "firm": held.firm,
        "firm_id": held.firm_id,
        "first_seen": held.first_seen,
        "last_seen": held.last_seen,
        "statements": list(held.statement_ids),
    }
