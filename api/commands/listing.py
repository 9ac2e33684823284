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
    from api.tables import topics_table

    console().print(topics_table([row for row in rows if row["statements"]]))


def stats(as_json: AsJson = False) -> None:
    """Count what is in the store: statements by language, kind and topic, and the sides taken."""
    from api.compose import open_store
    from api.serialise import stats_dict

    with open_store(State.folder) as store:
        counts = stats_dict(store.stats())
    if as_json:
        print_json(counts)
        return
    from api.tables import stats_table

    console().print(stats_table(str(State.folder), counts))


def export(out: Annotated[Path, typer.Argument(help="Where to write: .graphml, .gexf or .json")]) -> None:
    """Write the graph of people, firms, topics, statements and articles to a file that Gephi or Cytoscape opens."""
    from api.compose import open_store
    from corpus.schemes import scheme_of
    from graph.build import build
    from graph.export import export as write

    with open_store(State.folder) as store:
        graph = build(store, scheme_of(store))
        write(graph, out)
    typer.echo(f"{out}: {graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges")
