"""Whom the words of a command mean, and who decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.errors import UsageError

if TYPE_CHECKING:
    from corpus.store import Store

Author = Annotated[
    str | None, typer.Option("--author", help="Who decides; kept with the decision. Default: the user's login name.")
]


def login(author: str | None) -> str:
    """Who decides: the author given, else the user of this computer."""
    from getpass import getuser

    return author or getuser()


def resolve(store: Store, kind: str, name: str) -> tuple[str, str]:
    """Id and name of the one entry that an id or a name means.

    :raises UsageError: none, or several.
    """
    if name.startswith(f"{kind}:"):
        found: Any = store.person(name) if kind == "person" else store.firm(name)
        return found.id, found.name
    named: list[Any] = [*(store.find_people(name) if kind == "person" else store.find_firms(name))]
    if not named:
        raise UsageError(name, f"no {kind} has this name", "see the list of names, or give the id")
    if len(named) > 1:
        ids = ", ".join(one.id for one in named[:5])
        raise UsageError(name, f"more than one {kind} can be meant: {ids}", "give the id")
    return named[0].id, named[0].name


def counted(number: int, noun: str) -> str:
    """A number of things: ``1 article``, ``2 articles``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
