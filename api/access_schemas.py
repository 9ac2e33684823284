"""Shapes of what concerns access: keys, sessions, the audit log."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from api.security.identity import Scope
from api.security.keys import LONGEST_NAME, MOST_PER_MINUTE

_KEY: dict[str, JsonValue] = {
    "id": "5f0c6a1be2d4",
    "prefix": "qg_5f0c6a1be2d4",
    "name": "newsroom",
    "scope": "write",
    "state": "active",
    "per_minute": 600,
    "created": "2026-11-28T10:00:00Z",
    "expires": "2027-02-01T00:00:00Z",
    "revoked": None,
    "last_used": "2026-11-28T10:05:00Z",
}


class NewKey(BaseModel):
    """What a key is to be."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"name": "newsroom", "scope": "write", "expires": "2027-01-31"}]},
    )

    name: str = Field(
        min_length=1, max_length=LONGEST_NAME, description="Who will use it; the author of what is done with it."
    )
    scope: Scope = Field(default=Scope.READ, description="What it allows; each scope includes those before it.")
    expires: date | None = Field(default=None, description="The last day (UTC) on which it works; none: no end.")
    per_minute: int | None = Field(
        default=None, ge=1, le=MOST_PER_MINUTE, description="Requests a minute; none: as the service's settings say."
    )


class KeyRecord(BaseModel):
    """A key, without its secret."""

    model_config = ConfigDict(json_schema_extra={"examples": [_KEY]})

    id: str = Field(description="Its public part.")
    prefix: str = Field(description="How the key begins, so that its owner knows it again.")
    name: str = Field(description="Who uses it.")
    scope: Scope = Field(description="What it allows.")
    state: str = Field(description="`active`, `expired` or `revoked`.")
    per_minute: int | None = Field(description="Requests a minute; null: as the service's settings say.")
    created: datetime = Field(description="When it was made.")
    expires: datetime | None = Field(description="From then on it is refused; null: never.")
    revoked: datetime | None = Field(description="When it was revoked.")
    last_used: datetime | None = Field(description="When it was last used, to within a minute.")


class CreatedKey(KeyRecord):
    """A key at the one moment at which it is known."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [_KEY | {"key": "qg_5f0c6a1be2d4_Zk0Q2n1S9qO3vX7yB5wR8tL6mH4jD1fG0cA2eU9iP3s"}]}
    )

    key: str = Field(description="The key itself. It is shown this once and cannot be had again.")


class KeyRecords(BaseModel):
    """All keys of the service."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"keys": [_KEY]}]})

    keys: list[KeyRecord] = Field(description="Also expired and revoked ones, oldest first.")


class Me(BaseModel):
    """Who the service takes the client for."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"name": "newsroom", "scope": "write", "key_id": "5f0c6a1be2d4", "keys_needed": True}]
        }
    )

    name: str = Field(description="The author of what is done in this request; `local` where no key is needed.")
    scope: Scope = Field(description="What the client may do; each scope includes those before it.")
    key_id: str | None = Field(description="The public part of its key; null where none was shown.")
    keys_needed: bool = Field(description="Whether every request to this service must show a key.")


class LoggedOut(BaseModel):
    """The end of a browser session."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"logged_out": True}]})

    logged_out: bool = Field(description="True: the session has ended.")


class AuditRecord(BaseModel):
    """A request that would change something."""

    id: int = Field(description="Grows by time.")
    time: datetime = Field(description="When it was answered.")
    identity: str | None = Field(description="Who made it; null when nobody knows.")
    key_id: str | None = Field(description="The public part of the key.")
    client: str | None = Field(description="The address that it came from.")
    method: str = Field(description="The HTTP method.")
    path: str = Field(description="The path, without the query.")
    status: int = Field(description="The status of the response; 401, 403, 421 and 429: refused.")
    request_id: str | None = Field(description="The id of the request.")
    acted_on: str = Field(description="Ids of what was acted on, separated by spaces.")


class AuditRecords(BaseModel):
    """A part of the audit log."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "entries": [
                        {
                            "id": 7,
                            "time": "2026-11-28T10:00:00Z",
                            "identity": "newsroom",
                            "key_id": "5f0c6a1be2d4",
                            "client": "192.0.2.7",
                            "method": "DELETE",
                            "path": "/v1/keys/0a1b2c3d4e5f",
                            "status": 200,
                            "request_id": None,
                            "acted_on": "0a1b2c3d4e5f",
                        }
                    ],
                    "next_before": None,
                }
            ]
        }
    )

    entries: list[AuditRecord] = Field(description="Newest first.")
    next_before: int | None = Field(description="The `before` of the next part; null at the end.")
