"""The command ``config``: what the service is told, and by whom."""

from __future__ import annotations

from typing import Annotated

import typer

from api.options import AsJson, ConfigFile, State, console, print_json


def config(
    as_json: AsJson = False,
    as_toml: Annotated[bool, typer.Option("--toml", help="Print a configuration file.")] = False,
    file: ConfigFile = None,
) -> None:
    """Show every setting of the service, its value, and whether an option, a variable or the file says so."""
    from api.settings import configuration_file
    from api.shell.configuration import configure

    found = configure(configuration_file(file or State.config), State.said)
    if as_toml:
        typer.echo(found.toml(), nl=False)
        return
    if as_json:
        print_json(
            {row.name: {"value": row.value, "from": row.origin, "description": row.description} for row in found.rows()}
        )
        return
    from api.render import table_of

    rows = [(row.name, _shown(row.value), row.origin, row.description) for row in found.rows()]
    console().print(table_of("Configuration", ("Setting", "Value", "From", "What it says"), rows))


def _shown(value: object) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
