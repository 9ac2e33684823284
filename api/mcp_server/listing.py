"""Tools that list: statements by conditions, known names, totals."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from mcp_types import CallToolResult
from pydantic import Field

from api.compose import topic_rows
from api.mcp_server import shapes, words
from api.mcp_server.completing import letters
from api.mcp_server.parameters import Firm, Lang, Limit, Mentions, Offset, Person, Since, Stance, Topic, Until, in_order
from api.mcp_server.replies import Tools, page, reply
from api.routes.shapes import statement_dict
from api.serialise import stats_dict
from corpus.store import Conditions, Store
from search.engine import Engine
from search.naming import firms_of, mentioned_by, people_of, topic_of


class Kind(StrEnum):
    """What has a name."""

    PERSON = "person"
    FIRM = "firm"
    TOPIC = "topic"


def statements(
    engine: Engine,
    person: Person = None,
    firm: Firm = None,
    mentions: Mentions = None,
    topic: Topic = None,
    stance: Stance = None,
    since: Since = None,
    until: Until = None,
    language: Lang = None,
    limit: Limit = 10,
    offset: Offset = 0,
) -> Annotated[CallToolResult, shapes.Statements]:
    """All statements of a person, a firm or a topic, newest first, page by page: when nothing may be missed, or for
    a timeline. Without conditions the newest of all. Unlike search it ranks nothing.
    """
    in_order(since, until)
    store, scheme = engine.store, engine.scheme
    conditions = Conditions(
        speaker_id=None if person is None else [one.id for one in people_of(store, person)],
        firm_id=None if firm is None else [one.id for one in firms_of(store, firm)],
        mentions=None if mentions is None else mentioned_by(store, mentions),
        topic=None if topic is None else scheme.narrower(topic_of(scheme, topic)),
        stance=stance,
        since=since,
        until=until,
        language=language,
    )
    with store.snapshot():
        total = store.count(**conditions)
        found = list(store.statements(limit=limit + 1, offset=offset, newest_first=True, **conditions))
    kept, following = page([statement_dict(one, scheme) for one in found], limit, offset)
    content = {"total": total, "offset": offset, "next_offset": following, "statements": kept}
    text = [f"{total} statements, newest first, from number {offset + 1}:", *words.listed(kept)]
    return reply(shapes.Statements, content, "\n".join([*text, *words.following(following)]))


def names(
    engine: Engine,
    kind: Annotated[Kind, Field(description="Of what.")],
    query: Annotated[str | None, Field(max_length=200, description="Part of a name; all when left out.")] = None,
    limit: Limit = 20,
    offset: Offset = 0,
) -> Annotated[CallToolResult, shapes.KnownNames]:
    """Known people, firms or topics with their ids, those with most statements first: when you need the exact name,
    or to see who and what there is.
    """
    rows = _names(engine, kind, query, limit + 1, offset)
    kept, following = page(rows, limit, offset)
    text = [
        f"- {words.plain(row['name'])} ({row['id']}), {row['statements']} statements"
        + (f"; also {', '.join(map(words.plain, row['also'][:5]))}" if row["also"] else "")
        for row in kept
    ] or ["None."]
    content = {"entries": kept, "offset": offset, "next_offset": following}
    return reply(shapes.KnownNames, content, "\n".join([*text, *words.following(following)]))


def stats(engine: Engine) -> Annotated[CallToolResult, shapes.Statistics]:
    """How much the archive holds and from when to when: to judge how far an answer reaches, and what is missing."""
    counts = stats_dict(engine.store.stats())
    text = [f"{name.replace('_', ' ')}: {value}" for name, value in counts.items()]
    return reply(shapes.Statistics, counts, "\n".join(text))


def _names(engine: Engine, kind: Kind, query: str | None, most: int, offset: int) -> list[dict[str, Any]]:
    if kind is Kind.TOPIC:
        return _topics(engine.store, query)[offset : offset + most]
    store = engine.store
    found = (store.people if kind is Kind.PERSON else store.firms)(query, limit=most, offset=offset)
    return [
        {"id": one.id, "name": one.name, "also": list(one.alternate_names), "statements": one.statements}
        for one in found
    ]


def _topics(store: Store, query: str | None) -> list[dict[str, Any]]:
    part = letters(query or "")
    return [
        {"id": row["id"], "name": row["en"], "also": [row["pl"]], "statements": row["statements"]}
        for row in topic_rows(store)
        if any(part in letters(name) for name in (row["id"].replace("-", " "), row["en"], row["pl"]))
    ]


#: The tools with their titles.
TOOLS: Tools = {"List statements": statements, "List known names": names, "Totals of the archive": stats}
