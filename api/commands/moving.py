"""The command ``migrate-store``: a store from its file into a database, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.choosing import counted
from corpus.store.addresses import StoreAddress, is_database, without_secrets

_FILE = "sqlite:"


def migrate_store(
    source: Annotated[str, typer.Argument(help="sqlite:FOLDER (a data folder) or postgresql://…, in quotation marks.")],
    target: Annotated[str, typer.Argument(help="Likewise; must hold no store yet.")],
    keep_identity: Annotated[
        bool,
        typer.Option(
            "--keep-identity",
            help="The copy takes the source's place: indexes that followed the source go on. "
            "Only where the source is written no more.",
        ),
    ] = False,
) -> None:
    """Copy a store from SQLite to PostgreSQL or back, all or nothing, and compare the copy row by row."""
    from api.progress import progress_bar
    from corpus.store.copying import migrate_store as migrated

    with progress_bar() as bar:
        task = bar.add_task("Copying", total=None, doing="")

        def show(done: int, total: int) -> None:
            doing = "" if done < total else "comparing"
            bar.update(task, completed=done, total=total, doing=doing)

        content = migrated(_address(source), _address(target), same_history=keep_identity, on_copied=show)
    rows = content.rows
    counts = ", ".join(counted(rows[name], name) for name in ("article", "statement", "correction"))
    typer.echo(
        f"{counts}: {without_secrets(target)} holds the same {sum(rows.values()):,} rows ({content.digest[:16]})"
    )


def _address(said: str) -> StoreAddress:
    return said if is_database(said) else Path(said.removeprefix(_FILE))
