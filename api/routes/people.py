"""People: who they are, what they said and when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from api import listings, profile_schemas
from api.problems import INDEX_MISMATCH, INVALID, NOT_FOUND, UNAVAILABLE, documented
from api.profiles import READ, decisions_of, month_dict, positions_of, turns_of
from api.routes.access import SharedEngine
from api.routes.pages import by_offset, continued, following, only_one
from api.routes.parameters import Dated, Name, Paging, PeopleParameters, PersonStatementsParameters, topic_ids
from api.routes.shapes import statement_dict
from api.routes.statements import key_of, place_of
from corpus.store import Affiliation, Conditions, Entry

router = APIRouter(prefix="/v1/people", tags=["people"], responses=documented(INVALID, UNAVAILABLE, INDEX_MISMATCH))
PersonId = Annotated[
    str,
    Path(
        min_length=1, max_length=300, description="As answers and listings give it.", examples=["person:anna-kowalczyk"]
    ),
]
_TURNS = 50


class TimelineParameters(Dated):
    """What of a time line."""

    topic: Name | None = Field(
        default=None, description="Only what is on this topic or a narrower one: id, or label in either language."
    )


@router.get("", summary="List people", response_model=listings.People)
def people(
    parameters: Annotated[PeopleParameters, Query()], request: Request, response: Response, engine: SharedEngine
) -> dict[str, Any]:
    """People with listed statements, those with most first."""
    return entries_page("people", engine.store.people, parameters, parameters.query, (request, response))


@router.get("/{person_id}", summary="A person", response_model=listings.PersonProfile, responses=documented(NOT_FOUND))
def person(person_id: PersonId, engine: SharedEngine) -> dict[str, Any]:
    """A person over all articles: names, roles and firms over time, positions by topic, changes of mind with both
    statements, and what people decided about the name.

    Positions are told from the 5,000 newest statements.
    """
    store, scheme = engine.store, engine.scheme
    with store.snapshot():
        entry = store.person_entry(person_id)
        held = store.affiliations(entry.id)
        said = list(store.statements(speaker_id=entry.id, newest_first=True, limit=READ))
        decided = decisions_of(store, entry.id)
    return {
        **entry_dict(entry),
        "affiliations": [affiliation_dict(one) for one in held],
        "positions": positions_of(said, scheme),
        **turns_of(said, _TURNS),
        **decided,
    }


@router.get(
    "/{person_id}/timeline",
    summary="What a person said, by month",
    response_model=profile_schemas.Timeline,
    responses=documented(NOT_FOUND),
)
def person_timeline(
    person_id: PersonId, parameters: Annotated[TimelineParameters, Query()], engine: SharedEngine
) -> dict[str, Any]:
    """How many statements in each month, by the side they take; months without any are left out."""
    store = engine.store
    with store.snapshot():
        identifier = store.person(person_id).id
        conditions = Conditions(
            speaker_id=identifier,
            topic=topic_ids(parameters.topic, engine.scheme),
            since=parameters.since,
            until=parameters.until,
        )
        return {"id": identifier, "months": [month_dict(one) for one in store.timeline(**conditions)]}


@router.get(
    "/{person_id}/statements",
    summary="What a person said",
    response_model=listings.PersonStatements,
    responses=documented(NOT_FOUND),
)
def person_statements(
    person_id: PersonId,
    parameters: Annotated[PersonStatementsParameters, Query()],
    request: Request,
    response: Response,
    engine: SharedEngine,
) -> dict[str, Any]:
    """A person's statements that meet the conditions, newest first, with their roles and firms over time."""
    only_one(parameters)
    filters = {"list": "said", "of": person_id, **parameters.model_dump(exclude={"limit", "cursor", "offset"})}
    after = place_of(parameters.cursor, filters)
    store = engine.store
    with store.snapshot():
        person = store.person(person_id)
        affiliations = store.affiliations(person.id)
        conditions = parameters.conditions(engine.scheme)
        conditions["speaker_id"] = person.id
        found, last = store.page(limit=parameters.limit, after=after, offset=parameters.offset, **conditions)
    return {
        "person": {"id": person.id, "name": person.name, "alternate_names": list(person.alternate_names)},
        "affiliations": [affiliation_dict(held) for held in affiliations],
        "statements": [statement_dict(one, engine.scheme) for one in found],
        **by_offset(parameters, last is not None),
        **following(request, response, key_of(last), filters),
    }


def entries_page(
    name: str,
    read: Callable[..., list[Entry]],
    parameters: Paging,
    query: str | None,
    exchange: tuple[Request, Response],
) -> dict[str, Any]:
    """A page of people or firms.

    :param name: of the list.
    :param read: gives entries of the store.
    """
    only_one(parameters)
    filters: Mapping[str, object] = {"list": name, "query": query}
    key = continued(parameters.cursor, filters, [int, str, str])
    found = read(query, limit=parameters.limit + 1, offset=parameters.offset, after=key)
    page = found[: parameters.limit]
    more = len(found) > len(page)
    last = (page[-1].statements, page[-1].name, page[-1].id) if more else None
    return {
        name: [entry_dict(entry) for entry in page],
        **by_offset(parameters, more),
        **following(*exchange, last, filters),
    }


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
