"""What the OpenAPI description says of access: how keys are shown, and in which problems any operation can end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api.problems import ACCESS_KINDS, ADDRESS_TOO_LONG, HEADERS_TOO_LARGE, documented
from api.security.rules import is_public, required_scope


def describe_access(api: dict[str, Any], *, keys_needed: bool) -> None:
    """Adds security schemes, the scope that each operation needs (``x-required-scope``) and the problems.

    :param api: the description; changed in place.
    :param keys_needed: whether the service asks for a key.
    """
    api.setdefault("components", {})["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "An API key, `qg_…`."},
        "keyHeader": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": "The same key."},
    }
    for path, method, operation in _operations(api):
        public = is_public(method.upper(), path)
        if not public:
            shown: list[dict[str, list[str]]] = [{"key": []}, {"keyHeader": []}]
            operation["security"] = shown if keys_needed else [{}, *shown]
            operation["x-required-scope"] = required_scope(method.upper(), path).value
        responses = operation.setdefault("responses", {})
        for status, response in documented(*ACCESS_KINDS, ADDRESS_TOO_LONG, HEADERS_TOO_LARGE).items():
            responses.setdefault(str(status), response)


def _operations(api: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in api["paths"].items():
        for method, operation in methods.items():
            if isinstance(operation, dict):
                yield path, method, operation
