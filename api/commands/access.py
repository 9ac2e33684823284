"""The commands ``keys`` and ``audit``: who may use the service, and who did what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.options import AsJson, Day, State, console, days_of, parse_day, print_json

if TYPE_CHECKING:
    from api.security.control import AccessControl

keys_app = typer.Typer(name="keys", help="API keys: who may use the service.", no_args_is_help=True)


class KeyScope(StrEnum):
    """What a key allows; as ``api.security.identity.Scope``, which needs the web framework."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"


@keys_app.command("create")
def create(
    name: Annotated[str, typer.Argument(help="Who will use it; corrections and the audit log name it as the author.")],
    scope: Annotated[KeyScope, typer.Option(help="read, write (includes read) or admin (all).")] = KeyScope.READ,
    expires: Annotated[
        str | None, typer.Option(help="The last day (UTC) on which it works: 2027-01-31.", show_default=False)
    ] = None,
    per_minute: Annotated[
        int | None, typer.Option(min=1, max=1_000_000, help="Requests a minute.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a key and print it, this once."""
    from api.access_records import key_dict
    from api.security.identity import Scope

    last_day: date | None = parse_day(expires, last=True) if expires else None
    key, text = _control().keys.create(name, Scope(scope.value), last_day=last_day, per_minute=per_minute)
    if as_json:
        print_json(key_dict(key) | {"key": text})
        return
    typer.echo(text)
    typer.echo(f"quotegraph: keep it now: only its hash is stored. It is revoked with: keys revoke {key.id}", err=True)


@keys_app.command("list")
def list_keys(as_json: AsJson = False) -> None:
    """List keys, also expired and revoked ones; never the keys themselves."""
    from api.access_records import key_dict

    rows = [key_dict(key) for key in _control().keys.list()]
    if as_json:
        print_json({"keys": rows})
        return
    if not rows:
        typer.echo("no keys; quotegraph keys create NAME makes one")
        return
    names = ("id", "name", "scope", "state", "per_minute", "expires", "last_used")
    _show("Keys", ("Id", "Name", "Scope", "State", "A minute", "Expires", "Last used"), names, rows)


@keys_app.command("revoke")
def revoke(
    key: Annotated[list[str], typer.Argument(help="Ids of keys, as keys list gives them.", show_default=False)],
) -> None:
    """End keys, with the browser sessions begun with them; a running service refuses them within two seconds."""
    control = _control()
    for name in key:
        found = control.revoke(name)
        typer.echo(f"{found.prefix} ({found.name}) revoked")


def audit(
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="The most entries to show.")] = 50,
    before: Annotated[int | None, typer.Option(help="Only entries with a smaller id.", show_default=False)] = None,
    identity: Annotated[str | None, typer.Option(help="Only requests of this name.", show_default=False)] = None,
    key: Annotated[str | None, typer.Option(help="Only requests with the key of this id.", show_default=False)] = None,
    method: Annotated[str | None, typer.Option(help="Only requests of this method.", show_default=False)] = None,
    refused: Annotated[
        bool | None,
        typer.Option("--refused/--done", help="Only requests that were refused, or were not.", show_default=False),
    ] = None,
    since: Day = None,
    until: Day = None,
    as_json: AsJson = False,
) -> None:
    """Show who changed what over HTTP, or tried to, newest first."""
    from api.access_records import entry_dict, first_moment, moment_after
    from api.security.audit import AuditQuery

    first, last = days_of(since, until)
    query = AuditQuery(
        before=before,
        since=first_moment(first),
        until=moment_after(last),
        identity=identity,
        key_id=key.removeprefix("qg_") if key else None,
        method=method.upper() if method else None,
        refused=refused,
    )
    rows = [entry_dict(entry) for entry in _control().audit.entries(query, limit)]
    if as_json:
        print_json({"entries": rows})
        return
    names = ("id", "time", "identity", "method", "path", "status", "acted_on")
    _show("Audit log", ("Id", "Time", "Who", "Method", "Path", "Status", "Acted on"), names, rows)


def _show(title: str, headings: Sequence[str], names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Prints a table whose first column is never cut; the others fold."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title)
    for number, heading in enumerate(headings):
        table.add_column(heading, no_wrap=number == 0, overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if row[name] is None else _printable(str(row[name]))) for name in names))
    table.columns[0].min_width = max((len(str(row[names[0]])) for row in rows), default=0)
    console().print(table)


def _printable(text: str) -> str:
    """What strangers sent, without characters that a terminal would obey."""
    return "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in text)


def _control() -> AccessControl:
    from api.security.control import AccessControl

    return AccessControl(State.data)
