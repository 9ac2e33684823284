"""Statements that wait for a person's decision, and what is decided about them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse
from starlette.responses import RedirectResponse

from api.curation_schemas import CorrectionGiven
from api.routes import corrections, review, statements
from api.routes.access import SharedEngine
from api.routes.bodies import Noted
from api.routes.review import ReviewParameters
from api.security.identity import CurrentIdentity
from api.web.asked import asked
from api.web.language import chosen_language
from api.web.page_route import PageRoute
from api.web.rendering import address, page
from api.web.views.correction_form import correction_of, sent, suggestions
from api.web.views.decided import changed
from api.web.views.passage import passage
from api.web.views.waiting import waiting
from corpus.doubts import doubts as doubts_of
from corpus.types import Polarity
from search.engine import Engine

router = APIRouter(route_class=PageRoute)
CARDS = 10
Sent = Annotated[dict[str, str], Depends(sent)]
_OWN = ("decided",)  # parameters of the page alone


@router.get("/review", response_class=HTMLResponse)
def queue(request: Request, engine: SharedEngine) -> HTMLResponse:
    """The least certain statements, each in its passage, with the reasons for doubt."""
    given = asked(request)
    wanted = {name: value for name, value in given.items() if name not in _OWN}
    parameters = ReviewParameters.model_validate({"limit": CARDS, **wanted})
    found = review.review(parameters, request, Response(), engine)
    return page(
        request,
        "review.html",
        twin=address("/v1/review", limit=parameters.limit, **wanted),
        found=found,
        cards=[_card(item["statement"], item["doubts"]) for item in found["items"]],
        given=wanted,
        decided=_decided(engine, given.get("decided")),
        most=parameters.max_confidence,
    )


@router.post("/review/{statement_id}/confirm")
def confirm(
    request: Request, statement_id: statements.StatementId, engine: SharedEngine, who: CurrentIdentity, form: Sent
) -> Response:
    """The statement is right as it reads."""
    made = corrections.confirm(statement_id, engine, who, Noted(note=form.get("note", "")))
    return _answer(request, engine, statement_id, made["correction"]["id"], "/review")


@router.post("/review/{statement_id}/reject")
def reject(
    request: Request, statement_id: statements.StatementId, engine: SharedEngine, who: CurrentIdentity, form: Sent
) -> Response:
    """What was found is no statement: it is listed no more."""
    body = CorrectionGiven(rejected=True, note=form.get("note", ""))
    made = corrections.correct(statement_id, body, engine, who)
    return _answer(request, engine, statement_id, made["correction"]["id"], "/review")


@router.get("/statements/{statement_id}/correct", response_class=HTMLResponse)
def form_of(request: Request, statement_id: statements.StatementId, engine: SharedEngine) -> HTMLResponse:
    """The statement in its passage, with a form to correct it."""
    found = statements.statement(statement_id, engine)
    return page(
        request,
        "correct.html",
        twin=address("/v1/statements", statement_id),
        card=_card(found, []),
        choices=suggestions(engine, found, chosen_language(request)),
        polarities=[one.value for one in Polarity],
        decided=_decided(engine, request.query_params.get("decided")),
    )


@router.post("/statements/{statement_id}/correct")
def correct(
    request: Request, statement_id: statements.StatementId, engine: SharedEngine, who: CurrentIdentity, form: Sent
) -> Response:
    """Keeps what the form changes."""
    found = statements.statement(statement_id, engine)
    made = corrections.correct(statement_id, correction_of(form, found, engine.scheme), engine, who)
    return _answer(
        request, engine, statement_id, made["correction"]["id"], address("/statements", statement_id, "correct")
    )


@router.get("/review/{statement_id}/card", response_class=HTMLResponse)
def one_card(request: Request, statement_id: statements.StatementId, engine: SharedEngine) -> HTMLResponse:
    """One statement of the queue, as it comes back when a decision is taken back."""
    found = statements.statement(statement_id, engine)
    doubts = doubts_of(engine.store.statement(statement_id).statement)
    return page(request, "_card_alone.html", card=_card(found, doubts), waiting=waiting(request, engine))


def _card(statement: dict[str, Any], doubts: list[dict[str, str]]) -> dict[str, Any]:
    return {"statement": statement, "passage": passage(statement), "doubts": doubts}


def _answer(request: Request, engine: Engine, statement_id: str, number: int, back: str) -> Response:
    """What was decided, in place of the card; a page for browsers that run no scripts."""
    if "HX-Request" in request.headers:
        return page(
            request,
            "_decided_alone.html",
            decided=_decided(engine, str(number)),
            statement_id=statement_id,
            waiting=waiting(request, engine),
        )
    return RedirectResponse(address(back, decided=number), status_code=303)


def _decided(engine: Engine, number: Any) -> dict[str, Any] | None:
    """A decision by its number, with what it changed."""
    if not isinstance(number, str) or not number.isdecimal() or len(number) > 18:
        return None
    found = engine.store.correction(int(number))
    if found is None:
        return None
    return {**corrections.decision_dict(found), "changed": changed(found, engine.store, engine.scheme)}
