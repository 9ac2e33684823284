"""The page to log in on; it works without scripts."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.web.rendering import page

#: With ``no-referrer`` browsers would send ``Origin: null`` with the form, as for pages of strangers.
LOGIN_HEADERS = {"Referrer-Policy": "same-origin", "Cache-Control": "no-store"}


def login_page(
    request: Request,
    wanted: str,
    *,
    refused: bool = False,
    wait: int = 0,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """The page, in the reader's language.

    :param wanted: the path to go to afterwards.
    :param refused: whether a key has just been refused.
    :param wait: seconds until the next key is looked at; 0: now.
    """
    given = {**LOGIN_HEADERS, **(headers or {})}
    return page(request, "login.html", status=status, headers=given, wanted=wanted, refused=refused, wait=wait)
