"""Tools about one person, one firm or one topic."""

from __future__ import annotations

from typing import Annotated, Any

from mcp_types import CallToolResult
from pydantic import Field

from api.graphs import camps_of
from api.mcp_server import shapes, words
from api.mcp_server.parameters import Limit, Name
from api.mcp_server.replies import Tools, fitting, reply
from api.profiles import READ, positions_of, topic_counts, turns_of
from api.routes.firms import post_dict
from api.routes.people import affiliation_dict, entry_dict
from api.routes.shapes import labels, statement_dict
from corpus.types import Polarity
from search.engine import Engine
from search.naming import firm_of, person_of, topic_of

_TURNS = 20
_EVIDENCE = 5  # ids of statements behind a role
_CAMPS, _MEMBERS = 6, 15
Samples = Annotated[int, Field(ge=0, le=20, description="How many of the newest statements to show.")]


def person(
    engine: Engine,
    name: Annotated[Name, Field(description="Name in any spelling or inflection, surname, or id (person:…).")],
    samples: Samples = 5,
) -> Annotated[CallToolResult, shapes.PersonProfile]:
    """One person: roles and firms over time, position on each topic, changes of mind with both statements, newest
    statements. An unknown name gives the nearest known ones, an ambiguous one its candidates.
    """
    store, scheme = engine.store, engine.scheme
    with store.snapshot():
        found = person_of(store, name)
        held = store.affiliations(found.id)
        total = store.count(speaker_id=found.id)
        said = list(store.statements(speaker_id=found.id, newest_first=True, limit=READ))
    content: dict[str, Any] = {
        "person": {"id": found.id, "name": found.name, "alternate_names": list(found.alternate_names)[:10]},
        "statements_total": total,
        "affiliations": [_short(affiliation_dict(one)) for one in held],
        "positions": positions_of(said, scheme),
        **turns_of(said, _TURNS),
        "sample_statements": fitting([statement_dict(one, scheme) for one in said[:samples]]),
    }
    text = [
        f"{words.plain(found.name)} ({found.id}): {total} statements.",
        "Roles:",
        *words.held(content["affiliations"]),
        "Positions:",
        *words.standings(content["positions"]),
        *words.turns("Changes of mind", content["changes_of_mind"]),
        *words.turns("Both sides on one day", content["contradictions"]),
        "Newest statements:",
        *words.listed(content["sample_statements"]),
    ]
    return reply(shapes.PersonProfile, content, "\n".join(text))


def firm(
    engine: Engine,
    name: Annotated[Name, Field(description="Name with or without legal form, or id (firm:…).")],
    samples: Samples = 5,
    limit: Limit = 20,
) -> Annotated[CallToolResult, shapes.FirmProfile]:
    """One firm or institution: who speaks for it in which role and when, what is said for it by topic and side,
    newest statements.
    """
    store, scheme = engine.store, engine.scheme
    with store.snapshot():
        found = firm_of(store, name)
        entry, posts = store.firm_entry(found.id), store.firm_people(found.id)
        names = store.names({post.person_id for post in posts[:limit]})
        said = list(store.statements(firm_id=found.id, newest_first=True, limit=READ))
    content: dict[str, Any] = {
        "firm": entry_dict(entry),
        "people": [_short(post_dict(post, names[post.person_id])) for post in posts[:limit]],
        "more_people": max(0, len(posts) - limit),
        "positions": positions_of(said, scheme),
        "sample_statements": fitting([statement_dict(one, scheme) for one in said[:samples]]),
    }
    text = [
        f"{words.plain(entry.name)} ({entry.id}): {entry.statements} statements in {entry.articles} articles.",
        "People:",
        *words.held(content["people"]),
        *([f"and {content['more_people']} more: raise limit"] if content["more_people"] else []),
        "Positions:",
        *words.standings(content["positions"]),
        "Newest statements:",
        *words.listed(content["sample_statements"]),
    ]
    return reply(shapes.FirmProfile, content, "\n".join(text))


def topic(
    engine: Engine,
    name: Annotated[Name, Field(description="Id, or label in Polish or English; topics below it count.")],
    limit: Annotated[int, Field(ge=1, le=50, description="The most speakers of a side.")] = 10,
) -> Annotated[CallToolResult, shapes.TopicProfile]:
    """One topic: how many statements on each side, who stands where (named speakers, strongest first), camps of
    those who agree, and who stands between them. The words are in statements(topic=…) or ask.
    """
    scheme = engine.scheme
    found = topic_of(scheme, name)
    below = scheme.narrower(found)
    counted = topic_counts(engine.sums(), below, limit)
    camps: dict[str, Any] = {"camps": [], "bridges": []}
    if any(side["speakers"] for side in counted["sides"].values()):
        camps = camps_of(engine, found)
    content: dict[str, Any] = {
        "id": found,
        "labels": labels(found, scheme),
        "broader": list(scheme.broader(found)),
        "narrower": sorted(below - {found}),
        "statements": counted["statements"],
        "statements_by_polarity": {side: counted["by_polarity"][side.value] for side in Polarity},
        "sides": counted["sides"],
        "camps": [{**camp, "members": camp["members"][:_MEMBERS]} for camp in camps["camps"][:_CAMPS]],
        "bridges": camps["bridges"],
    }
    return reply(shapes.TopicProfile, content, "\n".join(_topic_lines(content)))


def _topic_lines(content: dict[str, Any]) -> list[str]:
    names = " / ".join(content["labels"].values()) or content["id"]
    by_side = ", ".join(f"{side.value} {count}" for side, count in content["statements_by_polarity"].items())
    lines = [f"{names} ({content['id']}): {content['statements']} statements ({by_side})."]
    if content["narrower"]:
        lines.append(f"Counts the topics below it: {', '.join(content['narrower'])}.")
    for side, held in content["sides"].items():
        if held["speakers"]:
            lines.append(f"{side}, {held['speakers_total']} speakers:")
            lines += [
                f"- {words.plain(one['name'])} ({one['id']}) {one['score']:+.2f}, {one['statements']} statements, "
                f"{one['first_seen'] or '?'} to {one['last_seen'] or '?'}"
                for one in held["speakers"]
            ]
    for number, camp in enumerate(content["camps"], 1):
        members = ", ".join(words.plain(one["label"]) for one in camp["members"])
        lines.append(f"Camp {number}, mean {camp['score']:+.2f}: {members}.")
    if content["bridges"]:
        lines.append(f"Between the camps: {', '.join(words.plain(one['label']) for one in content['bridges'])}.")
    return lines


def _short(row: dict[str, Any]) -> dict[str, Any]:
    """A role with few of the statements behind it."""
    return {**row, "statements": row["statements"][:_EVIDENCE]}


#: The tools with their titles.
TOOLS: Tools = {
    "Profile of a person": person,
    "Profile of a firm": firm,
    "Opinion on a topic": topic,
}
