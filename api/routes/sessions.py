"""Logging in and out with a browser, and who one is."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.responses import Response

from api import access_schemas
from api.problems import INVALID, UNAUTHENTICATED, UNAVAILABLE, documented, problem
from api.routes.keys import SharedControl
from api.routes.login_page import login_page
from api.security.control import KeyRefusedError
from api.security.cookies import drop_session, session_in, set_session
from api.security.decision import too_many_failures
from api.security.identity import CurrentIdentity, Identity
from api.security.rules import LOGIN, LONGEST_NEXT

router = APIRouter(tags=["access"], responses=documented(UNAVAILABLE))
# No second slash or backslash: browsers take `//name` and `/\name` for another host.
_OWN_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\\\x7f]*")
_NO_STORE = {"Cache-Control": "no-store"}
Next = Annotated[str, Query(max_length=LONGEST_NEXT, description="The path to go to afterwards.")]


def own_path(wanted: str) -> str:
    """A path of this service to go to; the start page in place of anything else."""
    return wanted if _OWN_PATH.fullmatch(wanted) and wanted.isascii() else "/"


@router.get(
    LOGIN,
    summary="The page to log in on",
    response_class=HTMLResponse,
    responses=documented(INVALID),
)
def show_login(request: Request, next: Next = "/") -> HTMLResponse:  # noqa: A002 - the usual name of the parameter
    """A page to enter a key on; needs no script."""
    return login_page(request, own_path(next))


@router.post(
    LOGIN,
    summary="Log in with a browser",
    response_model=access_schemas.Me,
    responses={
        303: {
            "description": "For browsers: to the path that was asked for.",
            "content": {"text/html": {}},
        },
        **documented(INVALID, UNAUTHENTICATED),
    },
)
def login(
    request: Request,
    control: SharedControl,
    key: Annotated[str, Form(max_length=200, description="An API key.")],
    next: Annotated[str, Form(max_length=LONGEST_NEXT, description="The path to go to afterwards.")] = "/",  # noqa: A002
) -> Response:
    """Begins a session: a cookie that scripts cannot read stands for the key, for twelve hours at most.

    Every login makes a new session; one that the browser had ends.
    """
    wants_page = "text/html" in request.headers.get("accept", "")
    try:
        found = control.admitted(key.strip(), request.client.host if request.client else "")
    except KeyRefusedError as refused:
        return _refusal(request, refused, next, wants_page=wants_page)
    before = session_in(request.headers.get("cookie"), request.url.scheme)
    if before:
        control.sessions.end(before)
        control.authenticator.forget()
    secret, ends = control.sessions.begin(found)
    # The log says whose session began, though the request itself came from nobody yet.
    request.state.identity = found.identity
    response: Response = (
        RedirectResponse(own_path(next), status_code=303, headers=_NO_STORE)
        if wants_page
        else JSONResponse(_me(found.identity, request), headers=_NO_STORE)
    )
    set_session(response, request.scope, secret, ends)
    return response


@router.post(
    "/logout",
    summary="Log out with a browser",
    response_model=access_schemas.LoggedOut,
    responses={303: {"description": "For browsers: to the login page.", "content": {"text/html": {}}}},
)
def logout(request: Request, control: SharedControl) -> Response:
    """Ends the browser's session; a key in `Authorization` stays valid."""
    secret = session_in(request.headers.get("cookie"), request.url.scheme)
    if secret:
        control.sessions.end(secret)
        control.authenticator.forget()
    wants_page = "text/html" in request.headers.get("accept", "")
    response: Response = (
        RedirectResponse(LOGIN, status_code=303, headers=_NO_STORE)
        if wants_page
        else JSONResponse({"logged_out": True}, headers=_NO_STORE)
    )
    drop_session(response, request.scope)
    return response


@router.get("/v1/me", summary="Who one is", response_model=access_schemas.Me)
def me(identity: CurrentIdentity, request: Request) -> dict[str, Any]:
    """The name and scope of the key that was shown, or of the browser's session."""
    return _me(identity, request)


def _me(identity: Identity, request: Request) -> dict[str, Any]:
    return {
        "name": identity.name,
        "scope": identity.scope.value,
        "key_id": identity.key_id,
        "keys_needed": bool(request.app.state.keys_needed),
    }


def _refusal(request: Request, refused: KeyRefusedError, wanted: str, *, wants_page: bool) -> Response:
    if refused.looked_at:
        plain: Response = problem(
            LOGIN,
            UNAUTHENTICATED,
            "The key is unknown, has expired or was revoked.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    else:
        plain = too_many_failures(LOGIN, refused.wait)
    if not wants_page:
        return plain
    headers = {} if refused.looked_at else {"Retry-After": plain.headers["retry-after"]}
    wait = 0 if refused.looked_at else int(plain.headers["retry-after"])
    return login_page(request, own_path(wanted), refused=True, wait=wait, status=plain.status_code, headers=headers)
