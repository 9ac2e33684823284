"""Pictures as files: the network of a topic, bars of stances, a person's stance over time."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from api.options import Day, State, days_of
from api.pictures import BarsBy
from corpus.types import Language

plot_app = typer.Typer(name="plot", help="Draw pictures: SVG or PNG, for print and screen.", no_args_is_help=True)
Out = Annotated[Path, typer.Option("--out", "-o", help="Where to write: .svg or .png", show_default=False)]
Words = Annotated[Language, typer.Option("--language", help="Language of the words in the picture.")]
OnTopic = Annotated[str | None, typer.Option("--topic", help="Only this topic and those below it: id or label.")]


@plot_app.command()
def network(
    topic: Annotated[str, typer.Argument(help="Id or label; topics below it count.", show_default=False)],
    out: Out,
    language: Words = Language.EN,
    since: Day = None,
    until: Day = None,
    limit: Annotated[int, typer.Option(min=2, max=120, help="The most speakers, those with most statements.")] = 40,
) -> None:
    """Draw who agrees with whom on a topic, camp beside camp."""
    from api.compose import open_store
    from api.pictures import network_picture, topic_graph
    from corpus.schemes import scheme_of
    from graph.pictures.canvas import check_format

    kind = check_format(out.suffix)
    with open_store(State.data) as store:
        scheme = scheme_of(store)
        first, last = days_of(since, until)
        graph = topic_graph(store, scheme, topic, first, last)
        _write(out, network_picture(graph, scheme, topic, language, kind, limit))


@plot_app.command()
def stances(
    out: Out,
    topic: Annotated[
        str | None, typer.Argument(help="Only this topic and those below it; all where left out.", show_default=False)
    ] = None,
    by: Annotated[
        BarsBy | None, typer.Option(help="What a bar is: topics, or speakers where a topic is given, unless said here.")
    ] = None,
    language: Words = Language.EN,
    since: Day = None,
    until: Day = None,
) -> None:
    """Draw diverging bars: how many statements are for and against."""
    from api.compose import open_store
    from api.pictures import stances_picture
    from corpus.schemes import scheme_of
    from graph.pictures.canvas import check_format

    kind = check_format(out.suffix)
    first, last = days_of(since, until)
    with open_store(State.data) as store:
        _write(out, stances_picture(store, scheme_of(store), topic, by, language, kind, first, last))


@plot_app.command()
def timeline(
    person: Annotated[str, typer.Argument(help="Name in any spelling, or id.", show_default=False)],
    out: Out,
    topic: OnTopic = None,
    language: Words = Language.EN,
    since: Day = None,
    until: Day = None,
) -> None:
    """Draw where somebody stood on each topic and when, with changes of side."""
    from api.commands.choosing import resolve
    from api.compose import open_store
    from api.pictures import timeline_picture
    from corpus.schemes import scheme_of
    from graph.pictures.canvas import check_format

    kind = check_format(out.suffix)
    first, last = days_of(since, until)
    with open_store(State.data) as store:
        identifier, _ = resolve(store, "person", person)
        _write(out, timeline_picture(store, scheme_of(store), identifier, topic, language, kind, first, last))


def _write(out: Path, picture: bytes) -> None:
    from graph.export import atomically

    def write(file: BinaryIO) -> None:
        file.write(picture)

    atomically(out, write)
    typer.echo(f"{out}: {len(picture):,} bytes")
