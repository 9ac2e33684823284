"""A part of the graph as the explorer shows it, as plain dictionaries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from api.graphs import shown

if TYPE_CHECKING:
    import networkx as nx

    from graph.around import Looks

_OF_EDGES = ("role", "polarity", "score", "weight", "topics", "first_seen", "last_seen")


def view_dict(graph: nx.MultiDiGraph, asked: Iterable[str], looks: Looks, most: int | None) -> dict[str, Any]:
    """Nodes with what is next to them, and the edges between; see :func:`graph.around.around`."""
    from graph.around import around

    middle = list(asked)
    view = around(graph, middle, looks, most)
    return {
        "nodes": [
            {**shown(graph, node), "statements": count, "open": node in middle, "more": view.more[node]}
            for node, count in view.nodes.items()
        ],
        "edges": [
            {
                "source": source,
                "target": target,
                "kind": data["kind"],
                **{name: data[name] for name in _OF_EDGES if data.get(name) is not None},
            }
            for source, target, data in view.edges
        ],
        "left_out": view.left_out,
    }
