"""Commands about topics: those of the scheme with what is said of them, and new ones for what it does not cover."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.listing import topics as list_topics
from api.commands.reading import tag_anew
from api.encoder_options import with_encoder
from api.options import AsJson, State, console, print_json

topics_app = typer.Typer(
    name="topics",
    help="List, suggest, rename, merge or replace the topics; lists without a command.",
    invoke_without_command=True,
)


@topics_app.callback()
def _default(context: typer.Context, as_json: AsJson = False) -> None:
    if context.invoked_subcommand is None:
        list_topics(as_json=as_json)


topics_app.command("list")(list_topics)


@topics_app.command()
@with_encoder
def suggest(
    most: Annotated[int, typer.Option(min=1, help="How many topics at most.")] = 10,
    smallest: Annotated[int, typer.Option(min=2, help="Statements that a topic needs.")] = 3,
    toml: Annotated[
        Path | None, typer.Option(help="Write them here, to be pasted into a scheme (docs/topics.md).")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Suggest topics, labelled in both languages, for statements that no topic of the scheme covers."""
    from api.compose import open_engine
    from corpus.types import Language
    from search.suggest import suggest as suggestions

    with open_engine(State.data, State.encoder) as engine:
        found = suggestions(engine.store.statements(), engine.encoder, engine.scheme, most=most, smallest=smallest)
    if toml is not None:
        toml.write_text("\n".join(one.toml() for one in found), encoding="utf-8")
    if as_json:
        print_json(
            [
                {
                    "id": one.id,
                    "labels": {language.value: label for language, label in one.labels.items()},
                    "broader": one.broader,
                    "statements": one.size,
                    "examples": [{"id": said.id, "text": said.statement.text} for said in one.examples],
                }
                for one in found
            ]
        )
        return
    from rich.text import Text

    screen = console()
    for one in found:
        title = Text(f"{one.labels[Language.EN]} / {one.labels[Language.PL]}", style="bold")
        screen.print(title.append(f"  {one.size} statements, below {one.broader}", style="not bold dim"))
        for said in one.examples:
            screen.print(Text(f"  {said.statement.text}  ").append(f"[{said.id}]", style="dim"))
    if not found:
        screen.print("no group of statements without a topic is large enough")


@topics_app.command()
@with_encoder
def use(
    scheme: Annotated[str, typer.Argument(help="A TOML file (docs/topics.md), or bundled.", show_default=False)],
) -> None:
    """Take another topic scheme, and tag all statements by it."""
    from api.retagging import BUNDLED, set_scheme
    from corpus.topic_scheme import parse_scheme, scheme_text

    text = None if scheme == BUNDLED else scheme_text(Path(scheme))
    if text is not None:
        parse_scheme(text, scheme)
    set_scheme(State.data, text)
    tag_anew()


@topics_app.command()
def show(
    out: Annotated[Path | None, typer.Option(help="Write it here, to be changed and taken by topics use.")] = None,
) -> None:
    """Print the topic scheme in use as TOML."""
    from api.retagging import scheme_toml

    text = scheme_toml(State.data)
    if out is None:
        typer.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")


@topics_app.command()
@with_encoder
def rename(
    topic: Annotated[str, typer.Argument(help="Its id.", show_default=False)],
    new_id: Annotated[str | None, typer.Option("--id", help="Another id.")] = None,
    pl: Annotated[str | None, typer.Option(help="Another Polish label; the one before stays an alternative.")] = None,
    en: Annotated[str | None, typer.Option(help="Another English label, likewise.")] = None,
) -> None:
    """Give a topic another id or other labels; corrections follow it."""
    from api.retagging import scheme_toml, set_scheme
    from corpus.errors import UsageError
    from corpus.topic_editing import with_topic_renamed
    from corpus.types import Language

    labels = {language: label for language, label in ((Language.PL, pl), (Language.EN, en)) if label is not None}
    if new_id is None and not labels:
        raise UsageError("topics rename", "nothing to change", "give --id, --pl or --en")
    text = with_topic_renamed(scheme_toml(State.data), topic, new_id, labels)
    set_scheme(State.data, text, {topic: new_id} if new_id else None)
    tag_anew()


@topics_app.command()
@with_encoder
def merge(
    topic: Annotated[str, typer.Argument(help="Id of the topic that goes.", show_default=False)],
    into: Annotated[str, typer.Argument(help="Id of the topic that takes its labels.", show_default=False)],
) -> None:
    """Make one topic of two; corrections follow."""
    from api.retagging import scheme_toml, set_scheme
    from corpus.topic_editing import with_topic_merged

    text = with_topic_merged(scheme_toml(State.data), topic, into)
    set_scheme(State.data, text, {topic: into})
    tag_anew()
