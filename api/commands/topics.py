"""Commands about topics: those of the scheme with what is said of them, and new ones for what it does not cover."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.listing import topics as list_topics
from api.encoder_options import with_encoder
from api.options import AsJson, State, console, print_json

topics_app = typer.Typer(
    name="topics", help="List the topics, or suggest new ones; lists without a command.", invoke_without_command=True
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

    with open_engine(State.folder, State.encoder) as engine:
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
