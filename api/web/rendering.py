"""From a template and values to a page: language, policy, links to the same as JSON."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import URL

from api.days import days_in, period, time
from api.security.identity import Scope, known_identity
from api.security.rules import SAFE_METHODS
from api.web.language import LANGUAGE_COOKIE, chosen_language
from api.web.views.bars import closeness
from api.web.views.columns import in_front, turn
from api.web.views.marking import repeats
from api.web.views.quoting import citation, in_marks, in_pieces, named, web_link
from api.web.words import day, moment, word
from corpus.types import Language

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
_A_YEAR = 365 * 24 * 3600  # seconds
#: Pages run our own scripts and nothing else; what an article brings can never be one.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@cache
def environment() -> Environment:
    """The templates; everything that they show is escaped."""
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        static=static_address,
        address=address,
        at_words=at_words,
        named=named,
        citation=citation,
        in_marks=in_marks,
        in_pieces=in_pieces,
        web_link=web_link,
        closeness=closeness,
        turn=turn,
        in_front=in_front,
        days_in=days_in,
        repeats=repeats,
    )
    return made


@cache
def static_address(name: str) -> str:
    """The address of a file of the page, with its content's hash, so that browsers may keep it for good.

    :param name: below ``static/``.
    """
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def address(path: str, *parts: str, **parameters: Any) -> str:
    """An address: the path, then parts (ids) as one segment each, then the parameters that are not ``None``."""
    found = path + "".join("/" + quote(part, safe=":") for part in parts)
    query = {name.rstrip("_"): value for name, value in parameters.items() if value is not None and value != ""}
    return found + (f"?{urlencode(query, doseq=True)}" if query else "")


def at_words(statement_id: str) -> str:
    """The address of a statement in its article, at its words."""
    return f"{address('/statements', statement_id)}#s-{quote(statement_id)}"


def page(
    request: Request,
    template: str,
    *,
    twin: str | None = None,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> HTMLResponse:
    """A page, or the part of one that htmx asks for.

    :param template: below ``templates/``.
    :param twin: the address of the same as JSON.
    :param values: what the template shows.
    """
    language = chosen_language(request)
    identity = known_identity(request)
    content = (
        environment()
        .get_template(template)
        .render(
            t=partial(word, language=language),
            day=partial(day, language=language),
            time=partial(time, language=language),
            period=partial(period, language=language),
            moment=partial(moment, language=language),
            language=language.value,
            languages=[one.value for one in Language],
            in_language=partial(_in_language, request),
            path=request.url.path,
            twin=twin,
            identity=identity,
            may_write=identity is not None and identity.may(Scope.WRITE),
            **values,
        )
    )
    given = {
        "Content-Security-Policy": POLICY,
        # With `no-referrer` browsers send `Origin: null` with forms, as they do for pages of strangers.
        "Referrer-Policy": "same-origin",
        "Vary": "Accept, Accept-Language, Cookie, HX-Request",
        **(headers or {}),
    }
    if twin:
        given["Link"] = f'<{twin}>; rel="alternate"; type="application/json"'
    response = HTMLResponse(content, status_code=status, headers=given)
    if request.query_params.get("lang") == language.value:
        response.set_cookie(LANGUAGE_COOKIE, language.value, max_age=_A_YEAR, samesite="lax", httponly=True)
    return response


def _in_language(request: Request, language: str) -> str:
    """The address of this page in a language; where a form was sent, that of the page with the form."""
    at = request.url if request.method in SAFE_METHODS else URL(request.headers.get("Referer", "/"))
    query = [(name, value) for name, value in parse_qsl(at.query, keep_blank_values=True) if name != "lang"]
    # one slash in front: browsers take two for the name of another host
    path = quote("/" + unquote(at.path).lstrip("/\\"), safe="/:@")
    return f"{path}?{urlencode([*query, ('lang', language)])}"
