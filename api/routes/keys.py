"""API keys and the audit log, for administrators."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import Field

from api import access_schemas
from api.access_records import entry_dict, first_moment, key_dict, moment_after
from api.problems import INVALID, NOT_FOUND, UNAVAILABLE, documented
from api.routes.parameters import Dated
from api.security.audit import AuditQuery, acted_on
from api.security.control import AccessControl

router = APIRouter(prefix="/v1", tags=["access"], responses=documented(INVALID, UNAVAILABLE))
_FURTHEST = 2**63 - 1


def shared_control(request: Request) -> AccessControl:
    """What access to the application is decided by."""
    found: AccessControl = request.app.state.control
    return found


SharedControl = Annotated[AccessControl, Depends(shared_control)]
KeyId = Annotated[str, Path(max_length=64, description="The public part of the key.", examples=["5f0c6a1be2d4"])]


class AuditParameters(Dated):
    """Which part of the audit log; the days are those of the requests, in UTC."""

    limit: int = Field(default=50, ge=1, le=500, description="The most entries to give.")
    before: int | None = Field(default=None, ge=1, le=_FURTHEST, description="Only entries with a smaller id.")
    identity: str | None = Field(default=None, max_length=100, description="Only requests of this name.")
    key_id: str | None = Field(default=None, max_length=64, description="Only requests with this key.")
    method: str | None = Field(default=None, max_length=20, description="Only requests of this method.")
    refused: bool | None = Field(default=None, description="Only requests that were refused, or that were not.")

    def query(self) -> AuditQuery:
        """The same for the log."""
        return AuditQuery(
            before=self.before,
            since=first_moment(self.since),
            until=moment_after(self.until),
            identity=self.identity,
            key_id=self.key_id,
            method=self.method.upper() if self.method else None,
            refused=self.refused,
        )


@router.get("/keys", summary="List keys", response_model=access_schemas.KeyRecords)
def keys(control: SharedControl) -> dict[str, Any]:
    """All keys with their scope and state, also expired and revoked ones; never the secrets. Needs the scope admin."""
    return {"keys": [key_dict(key) for key in control.keys.list()]}


@router.post("/keys", summary="Make a key", response_model=access_schemas.CreatedKey, status_code=201)
def create_key(wanted: access_schemas.NewKey, control: SharedControl, request: Request, response: Response) -> Any:
    """A new key. The response is the only place where it can be read. Needs the scope admin."""
    key, text = control.keys.create(wanted.name, wanted.scope, last_day=wanted.expires, per_minute=wanted.per_minute)
    acted_on(request, key.id)
    response.headers["Cache-Control"] = "no-store"
    return key_dict(key) | {"key": text}


@router.delete(
    "/keys/{key_id}", summary="Revoke a key", response_model=access_schemas.KeyRecord, responses=documented(NOT_FOUND)
)
def revoke_key(key_id: KeyId, control: SharedControl) -> dict[str, Any]:
    """Ends a key and its browser sessions: here at once, in other processes within two seconds. Needs admin."""
    return key_dict(control.revoke(key_id))


@router.get("/audit", summary="Read the audit log", response_model=access_schemas.AuditRecords)
def audit(parameters: Annotated[AuditParameters, Query()], control: SharedControl) -> dict[str, Any]:
    """Every request that would change something, also refused ones, newest first. Needs the scope admin."""
    found = control.audit.entries(parameters.query(), parameters.limit + 1)
    shown = found[: parameters.limit]
    more = len(found) > len(shown)
    return {"entries": [entry_dict(entry) for entry in shown], "next_before": shown[-1].id if more else None}
