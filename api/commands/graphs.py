"""Questions to the graph: what is next to what, ways between people, camps, who is quoted together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.options import AsJson, Day, Limit, State, console, days_of, print_json

if TYPE_CHECKING:
    import networkx as nx

    from corpus.store import Store
    from corpus.topics import TopicScheme

graph_app = typer.Typer(name="graph", help="Ask the graph of people, firms and topics.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="A person, a firm or a topic: name or id.", show_default=False)]


@contextmanager
def _graph(since: str | None, until: str | None) -> Iterator[tuple[Store, TopicScheme, nx.MultiDiGraph]]:
    from api.compose import open_store
    from corpus.schemes import scheme_of
    from graph.entities import entity_graph

    with open_store(State.data) as store:
        scheme = scheme_of(store)
        first, last = days_of(since, until)
        yield store, scheme, entity_graph(store, scheme, since=first, until=last)


@graph_app.command()
def neighbours(name: Name, since: Day = None, until: Day = None, as_json: AsJson = False) -> None:
    """Show what is next to a person, a firm or a topic."""
    from api.graphs import neighbours_dict
    from search.naming import node_of

    with _graph(since, until) as (store, scheme, graph):
        found = neighbours_dict(graph, node_of(store, scheme, name))
    if as_json:
        print_json(found)
        return
    screen = console()
    screen.print(found["node"]["label"], style="bold")
    for kind, near in found["neighbours"].items():
        screen.print(f"  {kind}: {', '.join(one['label'] for one in near)}", highlight=False)


@graph_app.command()
def path(one: Name, other: Name, since: Day = None, until: Day = None, as_json: AsJson = False) -> None:
    """Show a shortest way between two people, firms or topics."""
    from api.graphs import path_dict
    from search.naming import node_of

    with _graph(since, until) as (store, scheme, graph):
        found = path_dict(graph, node_of(store, scheme, one), node_of(store, scheme, other))
    if as_json:
        print_json(found)
        return
    screen = console()
    for step in found["steps"]:
        arrow = f"<-{step['kind']}-" if step["backwards"] else f"-{step['kind']}->"
        screen.print(f"{step['source']['label']} {arrow} {step['target']['label']}", highlight=False, markup=False)
    if not found["steps"]:
        screen.print("nothing connects them")


@graph_app.command()
def camps(
    topic: Annotated[str, typer.Argument(help="Id or label; topics below it count.", show_default=False)],
    since: Day = None,
    until: Day = None,
    as_json: AsJson = False,
) -> None:
    """Show who agrees with whom on a topic, and who stands between the camps."""
    from api.graphs import camps_dict, topics_below

    with _graph(since, until) as (_, scheme, graph):
        found = camps_dict(graph, topics_below(scheme, topic))
    if as_json:
        print_json(found)
        return
    screen = console()
    for number, camp in enumerate(found["camps"], 1):
        members = ", ".join(one["label"] for one in camp["members"])
        screen.print(f"{number}. {_side(camp['score'])} {camp['score']:+.2f}: {members}", highlight=False)
    for one in found["bridges"]:
        screen.print(f"between: {one['label']} {one['share']:.2f}", style="dim", highlight=False)


@graph_app.command()
def ego(
    name: Name,
    radius: Annotated[int, typer.Option(min=1, max=4, help="How many edges away.")] = 1,
    since: Day = None,
    until: Day = None,
    as_json: AsJson = False,
) -> None:
    """Show what is around a person, a firm or a topic, and how that hangs together."""
    from api.graphs import ego_dict
    from search.naming import node_of

    with _graph(since, until) as (store, scheme, graph):
        found = ego_dict(graph, node_of(store, scheme, name), radius)
    if as_json:
        print_json(found)
        return
    labels = {one["id"]: one["label"] for one in found["nodes"]}
    for edge in found["edges"]:
        told = " ".join(str(edge[key]) for key in ("role", "polarity") if key in edge)
        line = f"{labels[edge['source']]} -{edge['kind']}-> {labels[edge['target']]}"
        console().print(f"{line}  {told}".rstrip(), highlight=False, markup=False)


@graph_app.command()
def firm(name: Name, since: Day = None, until: Day = None, as_json: AsJson = False) -> None:
    """Show where a firm and its people stand, topic by topic."""
    from api.graphs import firm_dict
    from search.naming import node_of

    with _graph(since, until) as (store, scheme, graph):
        found = firm_dict(graph, node_of(store, scheme, name))
    if as_json:
        print_json(found)
        return
    screen = console()
    screen.print(found["firm"]["label"], style="bold")
    for one in found["topics"]:
        voices = ", ".join(f"{voice['label']} {voice['polarity']}" for voice in one["speakers"])
        screen.print(f"  {one['topic']['label']} {one['score']:+.2f}: {voices}", highlight=False, markup=False)


@graph_app.command("together")
def quoted_together(
    name: Annotated[str | None, typer.Argument(help="Only with this person or firm.", show_default=False)] = None,
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """Show who is quoted in the same articles."""
    from api.compose import open_store
    from api.graphs import together_dict
    from corpus.schemes import scheme_of
    from search.naming import node_of

    with open_store(State.data) as store:
        found = together_dict(store, node_of(store, scheme_of(store), name) if name else None, limit)
    if as_json:
        print_json(found)
        return
    for pair in found["pairs"]:
        console().print(f"{pair['articles']:>4}  {pair['one']['name']}, {pair['other']['name']}", highlight=False)


def _side(score: Any) -> str:
    from graph.aggregate import side_of

    return side_of(float(score), both=False)
