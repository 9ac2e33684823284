"""Commands that tell two people of one name apart: ``people split``, ``namesakes`` and ``rejoin``."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.choosing import Author, counted, login, resolve
from api.encoder_options import with_encoder
from api.options import AsJson, State, print_json


def add_splitting(group: typer.Typer, kind: str) -> None:
    """Adds the commands that take apart; only people can share a name."""
    if kind == "person":
        group.command("split")(split_people)
        group.command("namesakes")(namesakes)
        group.command("rejoin")(rejoin)
        group.command("erase")(erase)
    else:
        group.command("split")(split_firm)


def split_firm(
    name: Annotated[str, typer.Argument(help="Name or id of the one that was merged into another.")],
    author: Author = None,
) -> None:
    """Take a merge back: it stands for itself again, with what had been merged into it."""
    _unmerge("firm", name, author)


def split_people(
    name: Annotated[str, typer.Argument(help="Name or id of the one that was merged, or that is two people.")],
    firm: Annotated[
        str | None,
        typer.Option(help="Two people of one name: what is said for this firm, now and in articles to come."),
    ] = None,
    article: Annotated[
        list[str] | None, typer.Option(help="… what is said in this article, by id; may be given several times.")
    ] = None,
    statement: Annotated[
        list[str] | None, typer.Option(help="… this statement, by id; may be given several times.")
    ] = None,
    called: Annotated[
        str | None, typer.Option("--name", help="How the other goes by; default: the name with the firm.")
    ] = None,
    author: Author = None,
) -> None:
    """Take a merge back; with --firm, --article or --statement, tell two people of one name apart."""
    if not (firm or article or statement):
        _unmerge("person", name, author)
        return
    from api.compose import open_store
    from corpus.separate import separate

    with open_store(State.data) as store:
        made = separate(
            store,
            resolve(store, "person", name)[0],
            author=login(author),
            firm_id=resolve(store, "firm", firm)[0] if firm else None,
            articles=article or (),
            statements=statement or (),
            name=called,
        )
    typer.echo(f"{made.name} ({made.id}) has {counted(made.statements, 'statement')} now")
    for number in made.numbers:
        typer.echo(f"  quotegraph people rejoin {number} takes it back")


def rejoin(
    number: Annotated[int, typer.Argument(help="As split and show print it.")],
    author: Author = None,
) -> None:
    """Take back that two people of one name were told apart."""
    from api.compose import open_store

    with open_store(State.data) as store:
        done = store.rejoin(number, author=login(author))
    typer.echo(f"separation {number} is taken back" if done else f"separation {number} had been taken back already")


def namesakes(as_json: AsJson = False) -> None:
    """Suggest people who may be two of one name, with the reasons for and against. Nothing is changed."""
    from dataclasses import asdict

    from api.compose import open_store

    with open_store(State.data) as store:
        found = store.namesakes()
    if as_json:
        print_json([asdict(one) for one in found])
        return
    if not found:
        typer.echo("nobody speaks for two firms at the same time")
    for one in found:
        why = "; ".join(one.reasons) + (f". But: {'; '.join(one.doubts)}" if one.doubts else "")
        typer.echo(f"perhaps two: {one.name} ({one.id})? {why}")


def _unmerge(kind: str, name: str, author: str | None) -> None:
    from api.compose import open_store
    from corpus.names import entity_id

    with open_store(State.data) as store:
        identifier = name if name.startswith(f"{kind}:") else entity_id(kind, name)
        taken = store.split(identifier, author=login(author))
    typer.echo(f"{taken.from_id} is no longer part of {taken.to_id}")


@with_encoder
def erase(
    name: Annotated[str, typer.Argument(help="Name or id.", show_default=False)],
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking: it cannot be taken back.")] = False,
) -> None:
    """Erase a person: statements, names and corrections go, articles are blotted out where they name or quote them.

    Makes the index anew, so that nothing is left in its files. Backups made before still have everything.
    """
    from api.compose import open_store, rebuild_index
    from corpus.errors import UsageError

    with open_store(State.data) as store:
        identifier, shown = resolve(store, "person", name)
        if not yes and not typer.confirm(f"Erase {shown} ({identifier}) for good?"):
            raise UsageError("people erase", "nothing was erased", "answer y, or give --yes")
        gone = store.erase(identifier)
    rebuild_index(State.data, State.encoder)
    typer.echo(
        f"{counted(gone.statements, 'statement')} gone, {counted(gone.articles, 'article')} blotted out in places"
    )
