"""Everything that people decided, with who, when, what changed, and taking it back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.responses import RedirectResponse

from api.routes import corrections, review, statements
from api.routes.access import SharedEngine
from api.routes.pages import CursorPaging
from api.routes.review import DismissalId
from api.security.identity import CurrentIdentity
from api.web.asked import asked
from api.web.page_route import PageRoute
from api.web.rendering import address, page
from api.web.routes.review import Sent, one_card
from api.web.views.decided import changed
from corpus.store import Store
from search.engine import Engine

router = APIRouter(route_class=PageRoute)
_A_PAGE = 30
_NAMES = 200  # decisions about names, the latest


@router.get("/history", response_class=HTMLResponse)
def history(request: Request, engine: SharedEngine) -> HTMLResponse:
    """Decisions about statements, the latest first."""
    parameters = CursorPaging.model_validate({"limit": _A_PAGE, **asked(request)})
    found = corrections.corrections(parameters, request, Response(), engine)
    rows = [{**one, "changed": _changed(engine, one["id"])} for one in found["corrections"]]
    return page(
        request,
        "history.html",
        twin=address("/v1/corrections", **asked(request)),
        rows=rows,
        next=found["next"],
        names=None,
    )


@router.get("/statements/{statement_id}/history", response_class=HTMLResponse)
def of_statement(request: Request, engine: SharedEngine, statement_id: statements.StatementId) -> HTMLResponse:
    """Decisions about one statement, the latest first."""
    told = statements.statement(statement_id, engine)
    told = {"statement": statement_id, "text": told["text"], "document": told["document"]}
    made = corrections.history(statement_id, engine)["corrections"]
    rows = [{**told, **one, "changed": _changed(engine, one["id"])} for one in reversed(made)]
    twin = address("/v1/statements", statement_id, "history")
    return page(request, "history.html", twin=twin, rows=rows, next=None, names=None)


@router.get("/history/names", response_class=HTMLResponse)
def of_names(request: Request, engine: SharedEngine) -> HTMLResponse:
    """Decisions about names, the latest first."""
    return page(
        request,
        "history.html",
        twin="/v1/review/names/dismissed",
        rows=[],
        next=None,
        names=names_decided(engine.store),
    )


@router.post("/history/statements/{correction_id}/undo")
def undo(
    request: Request, correction_id: corrections.CorrectionId, engine: SharedEngine, who: CurrentIdentity, form: Sent
) -> Response:
    """Takes a decision about a statement back; the card comes again where it was decided on."""
    found = corrections.undo(correction_id, engine, who)
    if form.get("card") and "HX-Request" in request.headers and found["statement"]:
        return one_card(request, found["statement"], engine)
    return RedirectResponse("/review" if form.get("card") else "/history", status_code=303)


@router.post("/history/merges/undo")
def split(engine: SharedEngine, who: CurrentIdentity, form: Sent) -> Response:
    """Two names are two again."""
    engine.store.split(form.get("id", ""), author=who.name)
    return _back(form)


@router.post("/history/dismissals/{dismissal_id}/undo")
def restore(dismissal_id: DismissalId, engine: SharedEngine, who: CurrentIdentity, form: Sent) -> Response:
    """A suggestion may be made again."""
    review.restore(dismissal_id, engine, who)
    return _back(form)


@router.post("/history/separations/{separation_id}/undo")
def rejoin(separation_id: DismissalId, engine: SharedEngine, who: CurrentIdentity, form: Sent) -> Response:
    """One name is one person again."""
    engine.store.rejoin(separation_id, author=who.name)
    return _back(form)


def names_decided(store: Store) -> list[dict[str, Any]]:
    """Merges, separations and dismissals together, the latest first, with names."""
    made: list[dict[str, Any]] = [
        {**asdict(one), "kind": "merge", "ids": (one.from_id, one.to_id), "note": ""}
        for one in store.merges_before(limit=_NAMES)
    ]
    made += [
        {**asdict(one), "kind": "separation", "ids": (one.entity_id, one.other_id), "note": ""}
        for one in store.separations()
    ]
    made += [asdict(one) for one in store.dismissals(limit=_NAMES)]
    names = store.names({name for one in made for name in one["ids"]})
    for one in made:
        one["names"] = [names.get(name, name) for name in one["ids"]]
    return sorted(made, key=lambda one: one["at"], reverse=True)[:_NAMES]


def _back(form: dict[str, str]) -> Response:
    return RedirectResponse("/review/names" if form.get("back") == "names" else "/history/names", status_code=303)


def _changed(engine: Engine, number: int) -> list[dict[str, Any]]:
    found = engine.store.correction(number)
    return changed(found, engine.store, engine.scheme) if found else []
