"""The operations of an OpenAPI description: how each is called in Python, what it takes and what it gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from api.client_source.types import python_name, type_of

#: Group and method by operation; an operation that is not here is called by its place and its function's name.
_NAMES: Mapping[str, tuple[str, str]] = {
    "GET /v1": ("", "start"),
    "GET /v1/ask": ("", "ask"),
    "GET /v1/search": ("", "search"),
    "GET /v1/stats": ("", "stats"),
    "GET /v1/me": ("", "me"),
    "GET /healthz": ("", "health"),
    "GET /ready": ("", "ready"),
    "GET /metrics": ("", "metrics"),
    "GET /problems/{name}": ("", "problem_kind"),
    "GET /v1/documents": ("documents", "list"),
    "POST /v1/documents": ("documents", "add"),
    "POST /v1/documents/batch": ("documents", "add_batch"),
    "POST /v1/documents/fetch": ("documents", "fetch"),
    "GET /v1/documents/{document_id}": ("documents", "get"),
    "GET /v1/jobs": ("jobs", "list"),
    "GET /v1/jobs/{job_id}": ("jobs", "get"),
    "GET /v1/statements": ("statements", "list"),
    "GET /v1/statements/{statement_id}": ("statements", "get"),
    "POST /v1/statements/{statement_id}/corrections": ("statements", "correct"),
    "GET /v1/corrections": ("statements", "corrections"),
    "POST /v1/corrections/{correction_id}/undo": ("statements", "undo"),
    "GET /v1/people": ("people", "list"),
    "GET /v1/people/{person_id}": ("people", "get"),
    "GET /v1/people/{person_id}/statements": ("people", "statements"),
    "GET /v1/people/{person_id}/timeline": ("people", "timeline"),
    "POST /v1/people/{person_id}/merge": ("people", "merge"),
    "POST /v1/people/{person_id}/split": ("people", "split"),
    "GET /v1/firms": ("firms", "list"),
    "GET /v1/firms/{firm_id}": ("firms", "get"),
    "GET /v1/firms/{firm_id}/timeline": ("firms", "timeline"),
    "POST /v1/firms/{firm_id}/merge": ("firms", "merge"),
    "POST /v1/firms/{firm_id}/split": ("firms", "split"),
    "GET /v1/topics": ("topics", "list"),
    "GET /v1/topics/{topic_id}": ("topics", "get"),
    "GET /v1/topics/{topic_id}/timeline": ("topics", "timeline"),
    "GET /v1/merges": ("people", "merges"),
    "GET /v1/review": ("review", "list"),
    "GET /v1/review/names": ("review", "names"),
    "GET /v1/graph/export": ("graph", "export"),
    "GET /v1/keys": ("keys", "list"),
    "POST /v1/keys": ("keys", "create"),
    "DELETE /v1/keys/{key_id}": ("keys", "revoke"),
    "GET /v1/audit": ("keys", "audit"),
}
#: Written by hand, in ``api.client.jobs``; or made for browsers, which keep a session where a program shows its key.
BY_HAND = frozenset({"GET /v1/jobs/{job_id}/events"})
NOT_FOR_PROGRAMS = frozenset({"GET /login", "POST /login", "POST /logout"})
_LISTED = {"GET /v1/people/{person_id}/statements": "statements"}
_BODY = "application/json"


@dataclass(frozen=True, slots=True)
class Argument:
    """What a method takes.

    :param wire: its name in the request.
    :param place: ``path``, ``query``, ``header``, ``body`` (a field of it), or ``whole`` (the body itself).
    """

    name: str
    wire: str
    kind: str
    place: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation.

    :param group: of methods; empty: of the client itself.
    :param answer: ``model``, ``text`` or ``file``.
    :param model: the type of the answer.
    :param listed: of a page: the field with its entries, and their type.
    """

    method: str
    path: str
    group: str
    name: str
    summary: str
    description: str
    arguments: tuple[Argument, ...]
    answer: str
    model: str
    listed: tuple[str, str] | None

    @property
    def pages(self) -> str | None:
        """The parameter that says where a list goes on, if it comes in pages."""
        names = {one.wire for one in self.arguments if one.place == "query"}
        return next((name for name in ("cursor", "offset") if name in names), None) if self.listed else None


def operations_of(openapi: Mapping[str, Any]) -> list[Operation]:
    """The operations that get a method, in the order of the description."""
    schemas = openapi["components"]["schemas"]
    return [
        _operation(f"{method.upper()} {path}", told, schemas)
        for path, operations in openapi["paths"].items()
        for method, told in operations.items()
        if f"{method.upper()} {path}" not in BY_HAND | NOT_FOR_PROGRAMS
    ]


def _operation(where: str, told: Mapping[str, Any], schemas: Mapping[str, Any]) -> Operation:
    method, path = where.split(" ")
    group, name = _NAMES.get(where) or _default_name(path, told)
    answer, schema = _answer(told)
    model = type_of(schema, "models.") if answer == "model" else {"text": "str", "file": "bytes"}[answer]
    arguments = [*_parameters(told), *_body(told, schemas)]
    fields = schemas.get(model.removeprefix("models."), {}).get("properties", {})
    listed = _entries(where, fields) if {"next_cursor", "next_offset"} & fields.keys() else None
    description = told.get("description", "")
    return Operation(method, path, group, name, told["summary"], description, tuple(arguments), answer, model, listed)


def _default_name(path: str, told: Mapping[str, Any]) -> tuple[str, str]:
    """``GET /v1/graph/pictures/stances`` is ``pictures.stances``, for instance: the last word that others follow."""
    words = [part for part in path.removeprefix("/v1").split("/") if part and not part.startswith("{")]
    group = "pictures" if "pictures" in words else words[0]
    name = str(told["operationId"]).split("_v1_")[0]
    return python_name(group), python_name(name)


def _answer(told: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    content = next(one.get("content", {}) for status, one in sorted(told["responses"].items()) if status[0] == "2")
    if set(content) == {_BODY}:
        return "model", content[_BODY]["schema"]
    return ("text", {}) if set(content) == {"text/plain"} else ("file", {})


def _parameters(told: Mapping[str, Any]) -> Iterable[Argument]:
    for one in told.get("parameters", ()):
        kind = type_of(one["schema"], "models.", given=True)
        name = python_name(one["name"].lower())
        description = one.get("description") or ""
        yield Argument(name, one["name"], kind, one["in"], bool(one.get("required")), description)


def _body(told: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterable[Argument]:
    schema = told.get("requestBody", {}).get("content", {}).get(_BODY, {}).get("schema")
    if schema is None:
        return
    several = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    whole = schemas.get(str(several[0].get("$ref")).rpartition("/")[2], {}) if len(several) == 1 else {}
    if "properties" not in whole:
        yield Argument("content", "", type_of(schema, "models.", given=True), "whole", True, "What to send.")
        return
    required = whole.get("required", ())
    for wire, of in whole["properties"].items():
        kind = type_of(of, "models.", given=True)
        yield Argument(python_name(wire), wire, kind, "body", wire in required, of.get("description") or "")


def _entries(where: str, fields: Mapping[str, Any]) -> tuple[str, str] | None:
    arrays = {name: of for name, of in fields.items() if of.get("type") == "array" and "$ref" in of["items"]}
    name = _LISTED.get(where) or next(iter(arrays), None)
    return None if name is None else (name, type_of(arrays[name]["items"], "models."))
