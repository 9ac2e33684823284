"""Commands that show what is there: ``people``, ``topics``, ``stats``, ``export``."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from api.options import (
    AsJson,
    Day,
    FirmName,
    Lang,
    Mentioned,
    Person,
    Stance,
    State,
    TopicName,
    console,
    filters_of,
    print_json,
)


def topics(as_json: AsJson = False) -> None:
    """List the topics of the scheme, with how many statements are about each and on which side."""
    from api.compose import open_store, topic_rows

    with open_store(State.data) as store:
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

    with open_store(State.data) as store:
        counts = stats_dict(store.stats())
    if as_json:
        print_json(counts)
        return
    from api.tables import stats_table

    console().print(stats_table(str(State.data), counts))


def export(
    out: Annotated[
        Path,
        typer.Argument(help="Where to write: .graphml .gexf .json .cyjs .ttl .jsonld .zip (CSV), .parquet (folder)"),
    ],
    topic: TopicName = None,
    person: Person = None,
    firm: FirmName = None,
    mentions: Mentioned = None,
    stance: Stance = None,
    since: Day = None,
    until: Day = None,
    language: Lang = None,
    aggregated: Annotated[
        bool, typer.Option("--aggregated", help="People, firms and topics only, statements summed up.")
    ] = False,
    derived: Annotated[
        bool, typer.Option("--derived", help="With edges that follow: who agrees with whom, who changed their mind.")
    ] = False,
    similar: Annotated[
        bool, typer.Option("--similar", help="With edges between statements that say nearly the same.")
    ] = False,
) -> None:
    """Write the graph of people, firms, topics, statements and articles to a file that other tools open."""
    from api.compose import open_engine, open_store
    from api.exporting import export_store
    from api.progress import embedding_bar
    from corpus.schemes import scheme_of
    from graph.export import check_suffix
    from graph.walk import rarely_collected

    check_suffix(out)
    filters = filters_of(person, firm, topic, stance, since, until, language, mentions)
    if similar:
        from search.similar import similar_edges

        with embedding_bar() as shown, open_engine(State.data, State.encoder, shown) as engine:
            alike = partial(similar_edges, engine)
            store, scheme = engine.store, engine.scheme
            counts = export_store(store, scheme, filters, out, aggregated=aggregated, derived=derived, similar=alike)
    else:
        with rarely_collected(), open_store(State.data) as store:
            counts = export_store(store, scheme_of(store), filters, out, aggregated=aggregated, derived=derived)
    typer.echo(f"{out}: {counts[0]} nodes, {counts[1]} edges")
