"""The session's cookie."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

_NAME = "quotegraph_session"
_SECURE_NAME = f"__Host-{_NAME}"
_LONGEST = 100  # characters of a session's id


def cookie_name(scheme: str) -> str:
    """Its name: over https one that no other host of the domain can set (``__Host-``)."""
    return _SECURE_NAME if scheme == "https" else _NAME


def session_in(header: str | None, scheme: str) -> str | None:
    """The session's id in a ``Cookie`` header.

    :param scheme: of the request.
    """
    if not header:
        return None
    wanted = cookie_name(scheme)
    for part in header.split(";"):
        name, _, value = part.strip().partition("=")
        if name == wanted and 0 < len(value) <= _LONGEST:
            return value
    return None


def set_session(response: Response, scope: Mapping[str, Any], secret: str, ends: float) -> None:
    """Has the browser keep a session.

    :param ends: seconds since 1970.
    """
    scheme = str(scope["scheme"])
    response.set_cookie(
        cookie_name(scheme),
        secret,
        max_age=max(0, int(ends - time.time())),
        path="/",
        secure=scheme == "https",
        httponly=True,
        samesite="strict",
    )


def drop_session(response: Response, scope: Mapping[str, Any]) -> None:
    """Has the browser forget its session."""
    scheme = str(scope["scheme"])
    response.delete_cookie(cookie_name(scheme), path="/", secure=scheme == "https", httponly=True, samesite="strict")
