"""Questions and free search."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Response

from api import schemas
from api.problems import BUSY, INDEX_MISMATCH, INVALID, UNAVAILABLE, documented
from api.routes.access import Access, SharedAccess
from api.routes.parameters import AskParameters, SearchParameters
from api.routes.shapes import speaker_dict
from corpus.store import Store
from search.serialise import answer_to_dict, filters_to_dict, hit_to_dict
from search.types import Hit

router = APIRouter(prefix="/v1", tags=["questions"], responses=documented(INVALID, UNAVAILABLE, INDEX_MISMATCH, BUSY))


# Answers are written out as they are: the models only describe them (tests hold the two together), since to check every
# answer against its model would take as long as to find it.
@router.get("/ask", summary="Answer a question", responses={200: {"model": schemas.Answer}})
async def ask(parameters: Annotated[AskParameters, Query()], access: SharedAccess) -> Response:
    """Who thinks what: the speakers that fit the question with their exact words, and those who hold the opposite.

    The same shape as `quotegraph ask --json`.
    """
    return await access.in_turn(lambda: _json(answered(parameters, access)))


def answered(parameters: AskParameters, access: Access) -> dict[str, Any]:
    """The answer to a question, as plain data."""
    overrides = parameters.filters(access.engine().scheme)
    answer = access.answer(lambda engine: engine.ask(parameters.q, limit=parameters.limit, overrides=overrides))
    return answer_to_dict(answer)


@router.get("/search", summary="Find statements", responses={200: {"model": schemas.SearchResults}})
async def search(parameters: Annotated[SearchParameters, Query()], access: SharedAccess) -> Response:
    """The statements closest in topic, meaning and words to a text, under exact conditions."""
    return await access.in_turn(lambda: _json(searched(parameters, access)))


def searched(parameters: SearchParameters, access: Access) -> dict[str, Any]:
    """The statements found, as plain data."""
    began = time.perf_counter()
    filters = parameters.filters(access.engine().scheme)
    hits = access.answer(lambda engine: engine.search(parameters.q, filters, limit=parameters.limit))
    return {
        "query": parameters.q,
        "filters": filters_to_dict(filters),
        "results": with_speakers(hits, access.engine().store),
        "took_ms": round((time.perf_counter() - began) * 1000, 2),
    }


def _json(content: dict[str, Any]) -> Response:
    return Response(orjson.dumps(content), media_type="application/json")


def with_speakers(hits: Sequence[Hit], store: Store) -> list[dict[str, Any]]:
    """The hits with who made them; one that another process removes at this moment keeps the name it was found by."""
    stored = {found.id: found for found in store.statements([hit.statement.id for hit in hits])}
    results = []
    for hit in hits:
        statement, found = hit.statement, stored.get(hit.statement.id)
        speaker = speaker_dict(
            statement.speaker, found.speaker_id if found else None, found.speaker_name if found else None
        )
        firm = (found.firm_name if found else None) or statement.firm
        results.append({**hit_to_dict(hit), "speaker": speaker, "role": statement.role, "firm": firm})
    return results
