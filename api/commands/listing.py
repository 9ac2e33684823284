"""Commands that show what is there: ``people``, ``topics``, ``stats``, ``export``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.options import (
    AsJson,
    State,
    console,
    print_json,
)

if TYPE_CHECKING:
    pass


def topics(as_json: AsJson = False) -> None:
    """List the topics of the scheme, with how many statements are about each and on which side."""
    from api.compose import open_store, topic_rows

    with open_store(State.folder) as store:
        rows = topic_rows(store)
    if as_json:
        print_json(rows)
        return
    from api.render import table_of

    columns = ("id", "en", "pl", "statements", "supportive", "sceptical", "mixed", "neutral")
    used = [row for row in rows if row["statements"]]
    console().print(table_of("Topics", columns, [[row[column] for column in columns] for row in used]))


def stats(as_json: AsJson = False) -> None:
    """Count what is in the store."""
    from api.compose import open_store
    from api.serialise import stats_dict

    with open_store(State.folder) as store:
        counts = stats_dict(store.stats())
    if as_json:
        print_json(counts)
        return
    from api.render import table_of

    console().print(table_of(str(State.folder), ("What", "Count"), list(counts.items())))


def export(out: Annotated[Path, typer.Argument(help="Where to write: .graphml, .gexf or .json")]) -> None:
    """Write the graph of people, firms, topics, statements and articles to a file that Gephi or Cytoscape opens."""
    from api.compose import open_store
    from graph.build import build
    from graph.export import export as write

    with open_store(State.folder) as store:
        graph = build(store)
        write(graph, out)
    typer.echo(f"{out}: {graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges")
