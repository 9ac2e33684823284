"""Which scope a request needs, by its method and path alone: the one place that decides it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from api.security.identity import Scope

SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS"))
LOGIN, LOGOUT = "/login", "/logout"
LONGEST_NEXT = 2000
"""Characters of the path to go to after a login."""
_PUBLIC = frozenset(("/healthz", "/ready", LOGIN))
_PUBLIC_BELOW = ("/problems/", "/static/")
_ADMIN_BELOW = ("/v1/keys", "/v1/audit")
#: Erasing a person, which no correction brings back: `DELETE /v1/people/{id}`, or any method on `…/erase`.
_ERASING = re.compile(r"/v1/people/(?:[^/]+/?|.+/(?:erase|erasure)/?)", re.DOTALL)


def is_public(method: str, path: str) -> bool:
    """Whether everybody may make this request.

    :param path: decoded, and relative to where the application is mounted.
    """
    if method not in ("GET", "HEAD"):
        return method == "POST" and path == LOGIN
    return path in _PUBLIC or path.startswith(_PUBLIC_BELOW)


def required_scope(method: str, path: str) -> Scope:
    """What a request needs that is not public."""
    if path.startswith(_ADMIN_BELOW):
        return Scope.ADMIN
    if method in SAFE_METHODS or path == LOGOUT:
        return Scope.READ
    erasing = path.startswith("/v1/people/") and (method == "DELETE" or "/eras" in path)
    return Scope.ADMIN if erasing and _ERASING.fullmatch(path) else Scope.WRITE


def route_path(scope: Mapping[str, Any]) -> str:
    """The path that routing goes by: without the prefix under which a proxy shows the application."""
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    if root and (path == root or path.startswith(f"{root}/")):
        return path[len(root) :]
    return path
