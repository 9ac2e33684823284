"""What people decide about statements: correcting, confirming, taking back, and who did it when."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from api import curation_schemas as schemas
from api.problems import CONFLICT, INDEX_MISMATCH, INVALID, NOT_FOUND, UNAVAILABLE, documented
from api.routes.access import SharedEngine
from api.routes.bodies import Noted, refused
from api.routes.pages import CursorPaging, continued, following
from api.routes.statements import StatementId, detail_dict
from api.security.identity import CurrentIdentity
from corpus.errors import ConflictError, NotFoundError
from corpus.store import KEEP, Correction, Decision
from corpus.topics import TopicScheme
from corpus.types import Polarity, Speaker, SpeakerType

router = APIRouter(
    prefix="/v1", tags=["corrections"], responses=documented(NOT_FOUND, INVALID, UNAVAILABLE, INDEX_MISMATCH)
)
CorrectionId = Annotated[int, Path(ge=1, le=2**63 - 1, description="As histories give it.", examples=[17])]


@router.post(
    "/statements/{statement_id}/corrections",
    summary="Correct a statement",
    response_model=schemas.Corrected,
    status_code=201,
)
def correct(
    statement_id: StatementId, body: schemas.CorrectionGiven, engine: SharedEngine, identity: CurrentIdentity
) -> dict[str, Any]:
    """Keeps a decision that wins over extraction, now and when the article is ingested or extracted again.

    A field that is left out stays as it is; null means that nobody, or none, is named.
    """
    given = body.model_fields_set
    if not given & {"speaker", "role", "firm", "rejected"} and not body.stances:
        raise refused("body", "changes nothing; give speaker, role, firm, stances or rejected")
    if "rejected" in given and body.rejected is None:
        raise refused("rejected", "is neither true nor false; leave it out to keep what is")
    speaker = None if body.speaker is None else Speaker(body.speaker.name, SpeakerType(body.speaker.type))
    made = engine.store.correct(
        statement_id,
        author=identity.name,
        speaker=speaker if "speaker" in given else KEEP,
        role=body.role if "role" in given else KEEP,
        firm=body.firm if "firm" in given else KEEP,
        stances=_stances(body, engine.scheme),
        rejected=body.rejected,
        note=body.note,
    )
    return {"correction": correction_dict(made), "statement": detail_dict(engine, statement_id)}


@router.post(
    "/statements/{statement_id}/confirm",
    summary="Say that a statement is right",
    response_model=schemas.Corrected,
    status_code=201,
    responses=documented(CONFLICT),
)
def confirm(
    statement_id: StatementId, engine: SharedEngine, identity: CurrentIdentity, body: Noted | None = None
) -> dict[str, Any]:
    """Keeps that the statement is right as it reads now: its confidence becomes 1, and it leaves the review.

    Speaker, role, firm and sides then stand when the article is ingested or extracted again.
    """
    made = engine.store.confirm(statement_id, author=identity.name, note=body.note if body else "")
    return {"correction": correction_dict(made), "statement": detail_dict(engine, statement_id)}


@router.get(
    "/statements/{statement_id}/history", summary="Who decided what about a statement", response_model=schemas.History
)
def history(statement_id: StatementId, engine: SharedEngine) -> dict[str, Any]:
    """All corrections and confirmations, oldest first, with author, time and note, those taken back included."""
    found = engine.store.history(statement_id)
    return {"statement": statement_id, "corrections": [correction_dict(one) for one in found]}


@router.get("/corrections", summary="What was decided last", response_model=schemas.Decisions)
def corrections(
    parameters: Annotated[CursorPaging, Query()], request: Request, response: Response, engine: SharedEngine
) -> dict[str, Any]:
    """Corrections and confirmations by anybody, the latest first, those taken back included."""
    filters = {"list": "corrections"}
    key = continued(parameters.cursor, filters, [int])
    found = engine.store.decisions(before=int(str(key[0])) if key else None, limit=parameters.limit + 1)
    page = found[: parameters.limit]
    last = [page[-1].correction.id] if len(found) > len(page) else None
    return {
        "corrections": [decision_dict(one) for one in page],
        **following(request, response, last, filters),
    }


@router.post(
    "/corrections/{correction_id}/undo",
    summary="Take a decision back",
    response_model=schemas.Decision,
    responses=documented(CONFLICT),
)
def undo(correction_id: CorrectionId, engine: SharedEngine, identity: CurrentIdentity) -> dict[str, Any]:
    """What the correction or confirmation hid counts again; that it was made, and who took it back, stays on record."""
    if not engine.store.undo(correction_id, author=identity.name):
        raise ConflictError(f"correction {correction_id}", "was taken back already")
    found = engine.store.correction(correction_id)
    if found is None:
        raise NotFoundError(f"no correction has the number {correction_id}")
    return decision_dict(found)


def correction_dict(one: Correction) -> dict[str, Any]:
    """A decision about a statement."""
    changes = dict(one.changes)
    confirmed = bool(changes.pop("confirmed", False))
    if confirmed:
        changes.pop("rejected", None)
        changes["stances"] = changes.pop("held", {})
    if isinstance(speaker := changes.get("speaker"), list):
        changes["speaker"] = {"name": speaker[0], "type": speaker[1]}
    return {
        "id": one.id,
        "kind": "confirmation" if confirmed else "correction",
        "author": one.author,
        "at": one.at,
        "changes": changes,
        "note": one.note,
        "undone_by": one.undone_by,
        "undone_at": one.undone_at,
    }


def decision_dict(one: Decision) -> dict[str, Any]:
    """A decision with the statement that it is about."""
    return {
        **correction_dict(one.correction),
        "statement": one.statement_id,
        "article_id": one.article_id,
        "document": one.document,
        "text": one.text,
    }


def _stances(body: schemas.CorrectionGiven, scheme: TopicScheme) -> dict[str, Polarity | None]:
    """The sides by the ids of topics of the scheme."""
    found: dict[str, Polarity | None] = {}
    for name, side in body.stances.items():
        topic = scheme.find(name)
        if topic is None:
            raise refused("stances", "names a topic that the scheme does not have; /v1/topics lists them")
        if topic in found:
            raise refused("stances", f"names the topic {topic} twice")
        found[topic] = None if side is None else Polarity(side)
    return found
