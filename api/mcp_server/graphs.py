"""Tools that ask the graph: what is next to what, and the way between two."""

from __future__ import annotations

from typing import Annotated, Any

from mcp_types import CallToolResult
from pydantic import Field

from api import graph_schemas
from api.graphs import entities, neighbours_dict, path_dict
from api.mcp_server import shapes, words
from api.mcp_server.parameters import Name, Offset, Since, Until, in_order
from api.mcp_server.replies import Tools, reply
from search.engine import Engine
from search.naming import node_of

_NODE = "A person, a firm or a topic: name, label or id."


def graph_neighbours(
    engine: Engine,
    name: Annotated[Name, Field(description=_NODE)],
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, Field(ge=1, le=100, description="The most neighbours of each kind.")] = 25,
    offset: Offset = 0,
) -> Annotated[CallToolResult, shapes.Neighbours]:
    """What is next to a person, a firm or a topic in the graph, by relation: HOLDS (stance on a topic),
    AFFILIATED_WITH (role at a firm), BROADER (topics). For details use person, firm or topic.
    """
    in_order(since, until)
    node = node_of(engine.store, engine.scheme, name)
    with entities(engine, since, until) as graph:
        found = neighbours_dict(graph, node)
    totals = {kind: len(near) for kind, near in found["neighbours"].items()}
    shown = {kind: near[offset : offset + limit] for kind, near in found["neighbours"].items()}
    following = offset + limit if any(count > offset + limit for count in totals.values()) else None
    lines = [f"{_node(found['node'])}:"]
    lines += [f"{kind} ({totals[kind]}): {', '.join(map(_node, near))}" for kind, near in shown.items()]
    content = {"node": found["node"], "neighbours": shown, "totals": totals, "next_offset": following}
    return reply(shapes.Neighbours, content, "\n".join([*lines, *words.following(following)]))


def graph_path(
    engine: Engine,
    start: Annotated[Name, Field(description=_NODE)],
    end: Annotated[Name, Field(description="Another one.")],
    since: Since = None,
    until: Until = None,
) -> Annotated[CallToolResult, graph_schemas.Path]:
    """A shortest way between two people, firms or topics: how they are connected, step by step."""
    in_order(since, until)
    ends = [node_of(engine.store, engine.scheme, one) for one in (start, end)]
    with entities(engine, since, until) as graph:
        found = path_dict(graph, *ends)
    lines = [_step(step) for step in found["steps"]]
    text = lines or [f"Nothing connects {_node(found['from'])} and {_node(found['to'])}."]
    return reply(graph_schemas.Path, found, "\n".join(text))


def _node(node: dict[str, Any]) -> str:
    return f"{words.plain(node['label'])} ({node['id']})"


def _step(step: dict[str, Any]) -> str:
    arrow = f"<-{step['kind']}-" if step["backwards"] else f"-{step['kind']}->"
    return f"{_node(step['source'])} {arrow} {_node(step['target'])}"


#: The tools with their titles.
TOOLS: Tools = {"Neighbours in the graph": graph_neighbours, "Way between two": graph_path}
