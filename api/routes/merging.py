"""People decide which names are one, and which one is two: merging, splitting, separating, and erasing a person."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from api import curation_schemas as schemas
from api.problems import CONFLICT, INDEX_MISMATCH, INVALID, NOT_FOUND, UNAVAILABLE, documented
from api.profiles import merge_dict, separation_dict
from api.routes.access import SharedEngine
from api.routes.bodies import refused
from api.routes.firms import FirmId
from api.routes.pages import CursorPaging, continued, following
from api.routes.parameters import Parameters
from api.routes.people import PersonId
from api.security.identity import CurrentIdentity
from corpus.errors import ConflictError, NotFoundError, UsageError
from corpus.separate import separate as separate_statements
from corpus.store import Store

router = APIRouter(
    prefix="/v1", tags=["names"], responses=documented(NOT_FOUND, INVALID, CONFLICT, UNAVAILABLE, INDEX_MISMATCH)
)


@router.post("/people/{person_id}/merge", summary="Merge a person into another", response_model=schemas.Merge)
def merge_people(
    person_id: PersonId, body: schemas.MergeGiven, engine: SharedEngine, identity: CurrentIdentity
) -> dict[str, Any]:
    """Decides that two are one: everything of the person at the address is the other's, now and in articles to come."""
    return _merge(engine.store, "person", person_id, body.into, identity.name)


@router.post("/firms/{firm_id}/merge", summary="Merge a firm into another", response_model=schemas.Merge)
def merge_firms(
    firm_id: FirmId, body: schemas.MergeGiven, engine: SharedEngine, identity: CurrentIdentity
) -> dict[str, Any]:
    """Decides that two firms are one: the name of the other stays."""
    return _merge(engine.store, "firm", firm_id, body.into, identity.name)


@router.post("/people/{person_id}/split", summary="Take the merge of a person back", response_model=schemas.Merge)
def split_person(person_id: PersonId, engine: SharedEngine, identity: CurrentIdentity) -> dict[str, Any]:
    """The person of this id, merged into another before, stands for itself again with what had been merged into it."""
    return _split(engine.store, "person", person_id, identity.name)


@router.post("/firms/{firm_id}/split", summary="Take the merge of a firm back", response_model=schemas.Merge)
def split_firm(firm_id: FirmId, engine: SharedEngine, identity: CurrentIdentity) -> dict[str, Any]:
    """The firm of this id, merged into another before, stands for itself again."""
    return _split(engine.store, "firm", firm_id, identity.name)


@router.get("/merges", summary="What was merged", response_model=schemas.Merges)
def merges(
    parameters: Annotated[CursorPaging, Query()], request: Request, response: Response, engine: SharedEngine
) -> dict[str, Any]:
    """Merges of people, firms and groups by anybody, the latest first, those taken back included."""
    filters = {"list": "merges"}
    key = continued(parameters.cursor, filters, [int])
    found = engine.store.merges_before(int(str(key[0])) if key else None, limit=parameters.limit + 1)
    page = found[: parameters.limit]
    last = [page[-1].id] if len(found) > len(page) else None
    return {"merges": [merge_dict(one) for one in page], **following(request, response, last, filters)}


@router.post(
    "/people/{person_id}/separate",
    summary="Tell two people of one name apart",
    response_model=schemas.Separated,
    status_code=201,
)
def separate(
    person_id: PersonId, body: schemas.SeparationGiven, engine: SharedEngine, identity: CurrentIdentity
) -> dict[str, Any]:
    """Gives some of the person's statements to another of the same name; the rules hold for articles to come."""
    try:
        made = separate_statements(
            engine.store,
            person_id,
            author=identity.name,
            firm_id=body.firm,
            articles=body.articles,
            statements=body.statements,
            name=body.name,
        )
    except ConflictError:
        raise
    except UsageError as error:
        field = "name" if "name" in error.problem else "firm"
        raise refused(field, error.problem) from error
    return {
        "id": made.id,
        "name": made.name,
        "statements": made.statements,
        "separations": list(made.numbers),
    }


@router.post("/people/{person_id}/rejoin", summary="Take a separation back", response_model=schemas.Separation)
def rejoin(
    person_id: PersonId, body: schemas.RejoinGiven, engine: SharedEngine, identity: CurrentIdentity
) -> dict[str, Any]:
    """The statements of the rule are those of the person of the name again. Either of the two may be at the address."""
    store = engine.store
    person = store.person(person_id)
    rule = next((one for one in store.separations() if one.id == body.separation), None)
    if rule is None or person.id not in {store.root_of(rule.entity_id), store.root_of(rule.other_id)}:
        raise NotFoundError(f"no separation of {person.id!r} has the number {body.separation}")
    if not store.rejoin(rule.id, author=identity.name):
        raise ConflictError(f"separation {rule.id}", "was taken back already")
    return separation_dict(next(one for one in store.separations() if one.id == rule.id))


class ErasingParameters(Parameters):
    """Whether it is meant."""

    confirm: str = Field(min_length=1, max_length=300, description="The person's name, exactly as it is shown.")


@router.delete("/people/{person_id}", summary="Erase a person for good", response_model=schemas.Erased)
def erase(
    person_id: PersonId, parameters: Annotated[ErasingParameters, Query()], engine: SharedEngine
) -> dict[str, Any]:
    """Takes out the person's statements, names and corrections, and blots out every article where it names or quotes
    them. It cannot be taken back. Needs the scope admin.

    Answers no longer show anything of it at once. The index is then made anew in the background, so that nothing is
    left in its files; backups made before still have everything.
    """
    store = engine.store
    name = store.person(person_id).name
    if parameters.confirm != name:
        raise UsageError("confirm", "is not the person's name", f"give {name} to erase this person for good")
    gone = store.erase(store.person(person_id).id)
    engine.rebuild_in_background()
    return {
        "name": name,
        "statements": gone.statements,
        "articles": gone.articles,
        "remaining": "The index is being made anew, so that nothing is left in its files; if the service stops before "
        "that is done, run quotegraph rebuild. Older backups still have everything.",
    }


def _merge(store: Store, kind: str, one: str, into: str, author: str) -> dict[str, Any]:
    _known(store, kind, one)
    return merge_dict(store.merge(one, into, author=author))


def _split(store: Store, kind: str, identifier: str, author: str) -> dict[str, Any]:
    _known(store, kind, identifier)
    try:
        return merge_dict(store.split(identifier, author=author))
    except NotFoundError as error:
        raise ConflictError(identifier, "is not merged into another") from error


def _known(store: Store, kind: str, identifier: str) -> None:
    """Refuses ids of other kinds and unknown ones.

    :raises NotFoundError: no such person or firm.
    """
    if kind == "person":
        store.person(identifier)
    else:
        store.firm(identifier)
