"""The tool that tells who changed sides on a topic, and who took both."""

from __future__ import annotations

from typing import Annotated, Any

from mcp_types import CallToolResult
from pydantic import Field

from api.mcp_server import shapes, words
from api.mcp_server.parameters import Firm, Limit, Name, Offset, Since, Until, in_order
from api.mcp_server.replies import Tools, page, reply
from api.positions import pair_dict
from corpus.store import Conditions
from graph.positions import Position, contradictions, series
from graph.positions import changes as changes_of
from search.engine import Engine
from search.naming import firms_of, topic_of

_SHOWN = 10  # contradictions


def changes(
    engine: Engine,
    topic: Annotated[Name, Field(description="Id, or label in Polish or English; topics below it count as one.")],
    firm: Firm = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 10,
    offset: Offset = 0,
) -> Annotated[CallToolResult, shapes.Changes]:
    """Who took one side of a topic and later the other, with both statements, and who took both sides on one day;
    the latest first. The tool person tells it of one person over all topics.
    """
    in_order(since, until)
    store, scheme = engine.store, engine.scheme
    found = topic_of(scheme, topic)
    below = scheme.narrower(found)
    conditions = Conditions(
        topic=below,
        since=since,
        until=until,
        firm_id=None if firm is None else [one.id for one in firms_of(store, firm)],
    )
    with store.snapshot():
        listed = series(store.statements(**conditions), [found, *sorted(below - {found})])
        turned, both = changes_of(listed)[::-1], contradictions(listed)
        shown = turned[offset : offset + limit + 1]
        both.sort(key=lambda one: one.one.on, reverse=True)
        names = store.names({one.speaker_id for one in shown} | {one.speaker_id for one in both[:_SHOWN]})
    kept, following = page([_turn(names, one.speaker_id, found, one.before, one.after) for one in shown], limit, offset)
    content: dict[str, Any] = {
        "topic": found,
        "total": len(turned),
        "offset": offset,
        "next_offset": following,
        "changes_of_mind": kept,
        "contradictions_total": len(both),
        "contradictions": [_turn(names, one.speaker_id, found, one.one, one.other) for one in both[:_SHOWN]],
    }
    text = [
        f"{found}: {len(turned)} changes of mind, {len(both)} contradictions on one day.",
        *words.turns("Changes of mind", content["changes_of_mind"]),
        *words.turns("Both sides on one day", content["contradictions"]),
        *words.following(following),
    ]
    return reply(shapes.Changes, content, "\n".join(text))


def _turn(names: dict[str, str], speaker: str, topic: str, one: Position, other: Position) -> dict[str, Any]:
    return {"speaker_id": speaker, "speaker": names.get(speaker, speaker), **pair_dict(topic, one, other)}


#: The tools with their titles.
TOOLS: Tools = {"Changes of mind on a topic": changes}
