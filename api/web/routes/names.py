"""Names that may be one, or two: with the evidence side by side, and what is decided about them."""

from __future__ import annotations

from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.responses import RedirectResponse

from api.curation_schemas import DismissalGiven
from api.routes import review
from api.routes.access import SharedAccess, SharedEngine
from api.routes.pages import CursorPaging
from api.routes.shapes import statement_dict
from api.security.identity import CurrentIdentity
from api.web.asked import asked
from api.web.language import chosen_language
from api.web.page_route import PageRoute
from api.web.rendering import address, page
from api.web.routes.history import names_decided
from api.web.routes.review import Sent
from api.web.views.reasons import reason
from corpus.errors import UsageError
from corpus.separate import separate
from search.engine import Engine

router = APIRouter(route_class=PageRoute)
_PAIRS = 5
_WORDS = 2  # newest statements of each


@router.get("/review/names", response_class=HTMLResponse)
def names(request: Request, access: SharedAccess) -> HTMLResponse:
    """Pairs of names, each with roles, firms and words."""
    given = asked(request)
    wanted = {name: value for name, value in given.items() if name != "decided"}
    parameters = CursorPaging.model_validate({"limit": _PAIRS, **wanted})
    found = review.names(parameters, request, Response(), access)
    engine = access.engine()
    pairs = [{**one, "sides": [_side(engine, one, number) for number in (0, 1)]} for one in found["suggestions"]]
    latest = names_decided(engine.store)[:1] if "decided" in given else []
    return page(
        request,
        "names_review.html",
        twin=address("/v1/review/names", limit=_PAIRS, **wanted),
        found=found,
        pairs=pairs,
        reason=partial(reason, language=chosen_language(request)),
        decided=latest[0] if latest and latest[0]["undone_at"] is None else None,
    )


@router.post("/review/names/merge")
def merge(engine: SharedEngine, who: CurrentIdentity, form: Sent) -> Response:
    """The two are one; the name of `into` stays."""
    engine.store.merge(form.get("id", ""), form.get("into", ""), author=who.name)
    return _decided()


@router.post("/review/names/dismiss")
def dismiss(engine: SharedEngine, who: CurrentIdentity, form: Sent) -> Response:
    """The suggestion is wrong."""
    ids = [form[name] for name in ("first", "second", "third") if form.get(name)]
    body = DismissalGiven.model_validate({"kind": form.get("kind", ""), "ids": ids, "note": form.get("note", "")})
    review.dismiss(body, engine, who)
    return _decided()


@router.post("/review/names/separate")
def tell_apart(engine: SharedEngine, who: CurrentIdentity, form: Sent) -> Response:
    """What is said for a firm is somebody else's of the same name."""
    if not form.get("firm"):
        raise UsageError("firm", "is missing", "choose whose statements are somebody else's")
    separate(engine.store, form.get("id", ""), firm_id=form["firm"], author=who.name)
    return _decided()


def _decided() -> Response:
    return RedirectResponse("/review/names?decided=1", status_code=303)


def _side(engine: Engine, suggestion: dict[str, Any], number: int) -> dict[str, Any]:
    """One of two names with what tells them apart; of a person at two firms, what is said for one of them."""
    store = engine.store
    if suggestion["kind"] == "namesakes":
        person, firm = suggestion["entities"][0], suggestion["entities"][1 + number]
        said = store.statements(speaker_id=person["id"], firm_id=firm["id"], newest_first=True, limit=_WORDS)
        roles = [one for one in store.affiliations(person["id"]) if one.firm_id == firm["id"]]
        count = store.count(speaker_id=person["id"], firm_id=firm["id"])
        return _told(firm, roles, count, said, engine)
    one = suggestion["entities"][number]
    is_person = one["id"].startswith("person:")
    of = {"speaker_id": one["id"]} if is_person else {"firm_id": one["id"]}
    said = store.statements(newest_first=True, limit=_WORDS, **of)
    roles = store.affiliations(one["id"]) if is_person else []
    return _told(one, roles, store.count(**of), said, engine)


def _told(one: dict[str, Any], roles: Any, count: int, said: Any, engine: Engine) -> dict[str, Any]:
    return {
        **one,
        "roles": [
            {"role": held.role, "firm": held.firm, "first_seen": held.first_seen, "last_seen": held.last_seen}
            for held in roles
        ],
        "statements": count,
        "said": [statement_dict(found, engine.scheme) for found in said],
    }
