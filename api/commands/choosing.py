"""Whom the words of a command mean, and who decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

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

    :raises UsageError: none, with the nearest known names; or several people, with their ids.
    """
    from search.naming import firm_of, person_of

    found = person_of(store, name) if kind == "person" else firm_of(store, name)
    return found.id, found.name


def counted(number: int, noun: str) -> str:
    """A number of things: ``1 article``, ``2 articles``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
