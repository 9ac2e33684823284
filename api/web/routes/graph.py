"""The graph to explore: a list without scripts, a drawing with them, both of the same view."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.routes import graph_view
from api.routes.access import SharedEngine
from api.routes.graph_view import VIEWED, ViewParameters
from api.web.asked import asked
from api.web.page_route import PageRoute
from api.web.rendering import address, page
from corpus.types import Polarity
from graph.around import EDGES, KINDS, MOST, usual

router = APIRouter(route_class=PageRoute)
_SEVERAL = ("node", "hide", "kind", "edge", "stance")
_KINDS = [kind for kind in ("person", "firm", "topic", "group") if kind in KINDS]


@router.get("/graph", response_class=HTMLResponse)
def graph(request: Request, engine: SharedEngine) -> HTMLResponse:
    """Some nodes with what is next to them; the address says which, so that it can be shared."""
    given = asked(request, _SEVERAL)
    parameters = ViewParameters.model_validate(given)
    view = graph_view.view(parameters, engine)
    return page(
        request,
        "graph.html",
        twin=address("/v1/graph/view", **given),
        view=view,
        rows=_rows(view),
        given=given,
        filtered=bool(given.keys() - {"node", "hide", "overview"}),
        parameters=parameters,
        limit=parameters.limit or usual(len(parameters.node), overview=parameters.overview),
        most=MOST,
        kinds=_KINDS,
        edges=VIEWED,
        usual_edges=sorted(EDGES),
        stances=[one.value for one in Polarity],
        names=_names(engine),
    )


def _rows(view: dict[str, Any]) -> list[dict[str, Any]]:
    """Each node with its edges and who is at the other end."""
    nodes = {node["id"]: node for node in view["nodes"]}
    rows: dict[str, dict[str, Any]] = {node: {"node": held, "edges": []} for node, held in nodes.items()}
    for edge in view["edges"]:
        for one, other in ((edge["source"], edge["target"]), (edge["target"], edge["source"])):
            rows[one]["edges"].append({"edge": edge, "other": nodes[other]})
    return list(rows.values())


def _names(engine: SharedEngine) -> list[str]:
    """Names to suggest while one types: the most quoted, and the topics."""
    store, scheme = engine.store, engine.scheme
    people = [one.name for one in store.people(limit=100)]
    firms = [one.name for one in store.firms(limit=50)]
    topics = [
        label
        for one in engine.sums().topics()
        if (known := scheme.topics.get(one.topic))
        for label in known.pref_label.values()
    ]
    return sorted({*people, *firms, *topics}, key=str.casefold)
