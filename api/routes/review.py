"""What waits for a person's decision: uncertain statements, and names that may be one or two."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from api import curation_schemas as schemas
from api.problems import CONFLICT, INDEX_MISMATCH, INVALID, NOT_FOUND, UNAVAILABLE, documented
from api.routes.access import SharedAccess, SharedEngine
from api.routes.bodies import refused
from api.routes.pages import CursorPaging, continued, following
from api.routes.statements import detail_dict
from api.security.identity import CurrentIdentity
from corpus.doubts import doubts
from corpus.errors import ConflictError, UsageError
from corpus.store import Dismissal
from corpus.suggestions import Suggestion

router = APIRouter(prefix="/v1/review", tags=["review"], responses=documented(INVALID, UNAVAILABLE, INDEX_MISMATCH))
DismissalId = Annotated[int, Path(ge=1, le=2**63 - 1, description="As the list gives it.", examples=[2])]
_UNSURE = 0.6


class ReviewParameters(CursorPaging):
    """Which statements."""

    max_confidence: float = Field(
        default=_UNSURE, ge=0, le=1, description="At most as certain as this, in words and speaker or in the side."
    )


@router.get("", summary="Statements to check", response_model=schemas.Review)
def review(
    parameters: Annotated[ReviewParameters, Query()], request: Request, response: Response, engine: SharedEngine
) -> dict[str, Any]:
    """Listed statements that nobody has corrected or confirmed, the least certain first, with the reasons for doubt.

    How certain a statement is says the lesser of two: the confidence in its words and speaker, and that in the side on
    its main topic, where it takes one.

    Confirm, correct or reject each: it does not come again.
    """
    filters = {"list": "review", "max_confidence": parameters.max_confidence}
    key = continued(parameters.cursor, filters, [(float, int), int])
    after = (float(str(key[0])), int(str(key[1]))) if key else None
    store = engine.store
    with store.snapshot():
        total = store.count_undecided(parameters.max_confidence)
        found, last = store.undecided(most=parameters.max_confidence, after=after, limit=parameters.limit)
        items = [{"statement": detail_dict(engine, one.id), "doubts": doubts(one.statement)} for one in found]
    return {"total": total, "items": items, **following(request, response, last, filters)}


@router.get("/names", summary="Names to check", response_model=schemas.NameReview)
def names(
    parameters: Annotated[CursorPaging, Query()], request: Request, response: Response, access: SharedAccess
) -> dict[str, Any]:
    """Two people or firms who may be one, and people who may be two of one name, with reasons for and against.

    Merge or separate them, or dismiss the suggestion: it is not made again.
    """
    found = access.suggestions()
    filters = {"list": "names"}
    key = continued(parameters.cursor, filters, [int, int, int, str])
    rest = [one for one in found.suggestions if key is None or one.rank > key]
    page = rest[: parameters.limit]
    last = page[-1].rank if len(rest) > len(page) else None
    return {
        "total": len(found.suggestions),
        "fresh": found.fresh,
        "suggestions": [_suggestion_dict(one) for one in page],
        **following(request, response, last, filters),
    }


@router.post(
    "/names/dismiss",
    summary="Turn a suggestion down",
    response_model=schemas.Dismissal,
    status_code=201,
    responses=documented(NOT_FOUND, CONFLICT),
)
def dismiss(body: schemas.DismissalGiven, engine: SharedEngine, identity: CurrentIdentity) -> dict[str, Any]:
    """Keeps that two are not one, or that one who speaks for two firms is not two: lasting, and not suggested again."""
    try:
        return asdict(engine.store.dismiss(body.kind, body.ids, author=identity.name, note=body.note))
    except ConflictError:
        raise
    except UsageError as error:
        raise refused("ids", f"{error.problem}; {error.remedy}") from error


@router.get("/names/dismissed", summary="What was turned down", response_model=schemas.Dismissals)
def dismissed(
    parameters: Annotated[CursorPaging, Query()], request: Request, response: Response, engine: SharedEngine
) -> dict[str, Any]:
    """Suggestions that people turned down, the latest first, those taken back included."""
    filters = {"list": "dismissals"}
    key = continued(parameters.cursor, filters, [int])
    found = engine.store.dismissals(before=int(str(key[0])) if key else None, limit=parameters.limit + 1)
    page: list[Dismissal] = found[: parameters.limit]
    last = [page[-1].id] if len(found) > len(page) else None
    return {"dismissals": [asdict(one) for one in page], **following(request, response, last, filters)}


@router.post(
    "/names/dismissed/{dismissal_id}/undo",
    summary="Allow a suggestion again",
    response_model=schemas.Dismissal,
    responses=documented(NOT_FOUND, CONFLICT),
)
def restore(dismissal_id: DismissalId, engine: SharedEngine, identity: CurrentIdentity) -> dict[str, Any]:
    """Takes a dismissal back; that it was made stays on record."""
    if not engine.store.restore_suggestion(dismissal_id, author=identity.name):
        raise ConflictError(f"dismissal {dismissal_id}", "was taken back already")
    return asdict(engine.store.dismissals(before=dismissal_id + 1, limit=1)[0])


def _suggestion_dict(one: Suggestion) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "of": one.of,
        "entities": [{"id": identifier, "name": name} for identifier, name in one.entities],
        "reasons": list(one.reasons),
        "doubts": list(one.doubts),
        "strong": one.strong,
    }
