"""Tools that find statements: by question, by meaning, by likeness."""

from __future__ import annotations

from typing import Annotated, Any

from mcp_types import CallToolResult
from pydantic import Field

from api.mcp_server import shapes, words
from api.mcp_server.parameters import (
    Firm,
    Id,
    Lang,
    Limit,
    Mentions,
    Near,
    Person,
    Since,
    Stance,
    Topic,
    Until,
    Words,
    filters_of,
)
from api.mcp_server.replies import LARGEST, Tools, fitting, page, reply
from api.routes.asking import with_speakers
from search.engine import Engine
from search.naming import nearest_to
from search.serialise import answer_to_dict


def ask(
    engine: Engine,
    question: Annotated[Words, Field(description="A question in Polish or English, in plain words.")],
    person: Person = None,
    firm: Firm = None,
    mentions: Mentions = None,
    topic: Topic = None,
    stance: Stance = None,
    since: Since = None,
    until: Until = None,
    language: Lang = None,
    limit: Annotated[int, Field(ge=1, le=20, description="The most speakers on each side.")] = 5,
    statements: Annotated[int, Field(ge=1, le=10, description="The most statements of a speaker.")] = 3,
) -> Annotated[CallToolResult, shapes.Answer]:
    """Who thinks what: start here for questions about people's views ("who is sceptical about …", "co X mówi
    o …", who agrees or changed sides). Gives speakers with role, firm, side, exact words, dates, statement ids,
    and the opposing side. Arguments beside the question override what it says. For a phrase use search.
    """
    filters = filters_of(engine, person, firm, topic, stance, since, until, language, mentions)
    found = answer_to_dict(engine.ask(question, limit=limit + 1, overrides=filters))
    unknown = found["interpretation"]["unknown_names"]
    found["nearest_names"] = {name: nearest_to(engine.store, name) for name in unknown}
    found = _bounded(found, limit, statements)
    return reply(shapes.Answer, found, words.answer(found))


def search(
    engine: Engine,
    text: Annotated[Words, Field(description="A phrase or a sentence in Polish or English, found by meaning.")],
    person: Person = None,
    firm: Firm = None,
    mentions: Mentions = None,
    topic: Topic = None,
    stance: Stance = None,
    since: Since = None,
    until: Until = None,
    language: Lang = None,
    limit: Limit = 10,
    offset: Near = 0,
) -> Annotated[CallToolResult, shapes.Found]:
    """Statements closest in meaning to a text, across both languages, best first, under exact filters. Use it for
    a claim or a phrase; ask answers questions about who thinks what; statements lists all by filters alone.
    """
    filters = filters_of(engine, person, firm, topic, stance, since, until, language, mentions)
    hits = engine.search(text, filters, limit=offset + limit + 1)
    return _found(with_speakers(hits[offset:], engine.store), limit, offset)


def similar(
    engine: Engine,
    statement_id: Annotated[Id, Field(description="Id of a statement, as results give it in brackets.")],
    person: Person = None,
    firm: Firm = None,
    mentions: Mentions = None,
    topic: Topic = None,
    stance: Stance = None,
    since: Since = None,
    until: Until = None,
    language: Lang = None,
    limit: Limit = 10,
    offset: Near = 0,
) -> Annotated[CallToolResult, shapes.Found]:
    """Statements closest in meaning to a given one: who else says the same, or the reverse with a stance."""
    filters = filters_of(engine, person, firm, topic, stance, since, until, language, mentions)
    hits = engine.like(statement_id, filters, offset + limit + 1)
    return _found(with_speakers(hits[offset:], engine.store), limit, offset)


def _found(rows: list[dict[str, Any]], limit: int, offset: int) -> CallToolResult:
    kept, following = page(rows, limit, offset)
    text = "\n".join([*words.listed(kept), *words.following(following)]) or "Nothing found."
    return reply(shapes.Found, {"results": kept, "offset": offset, "next_offset": following}, text)


def _bounded(found: dict[str, Any], limit: int, statements: int) -> dict[str, Any]:
    """The answer cut to its limits, which it then tells of."""
    found["more_speakers"] = False
    for side in ("answers", "opposing"):
        speakers = found[side]
        for one in speakers:
            one["more_statements"] = max(0, len(one["statements"]) - statements)
            one["statements"] = one["statements"][:statements]
        found[side] = fitting(speakers[:limit], LARGEST // 2)
        found["more_speakers"] |= len(speakers) > len(found[side])
    return found


#: The tools with their titles.
TOOLS: Tools = {
    "Answer a question": ask,
    "Search statements": search,
    "Find similar statements": similar,
}
