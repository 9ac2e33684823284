"""The command line ``quotegraph``.

Exit status: 0 done; 1 some inputs failed (each named on stderr, the others done); 2 wrong use.
Heavy parts (index, encoder, graph, server) are imported inside the commands that need them: ``--help`` is instant.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from api.commands import (
    access,
    asking,
    assistants,
    configuring,
    entities,
    graphs,
    keeping,
    listing,
    measuring,
    moving,
    plot,
    positions,
    reading,
)
from api.commands import topics as topic_commands
from api.options import ConfigFile, State, complain
from api.settings import configuration_file, data_place, encoder_settings
from corpus.disk import described
from corpus.errors import QuotegraphError, UsageError

app = typer.Typer(
    name="quotegraph",
    help="Who said what, on which topic, for or against: a quote knowledge graph over Polish and English press.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for _command in (
    reading.ingest,
    asking.ask,
    asking.search,
    reading.extract,
    reading.retag,
    listing.stats,
    positions.positions,
    positions.changes,
    keeping.info,
    listing.export,
    keeping.serve,
    configuring.config,
    assistants.mcp,
    keeping.verify,
    keeping.rebuild,
    keeping.backup,
    keeping.restore,
    moving.migrate_store,
    keeping.delete,
    access.audit,
):
    app.command()(_command)
for _group in (
    entities.people_app,
    entities.firms_app,
    topic_commands.topics_app,
    graphs.graph_app,
    plot.plot_app,
    measuring.eval_app,
    access.keys_app,
):
    app.add_typer(_group)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"quotegraph {version('quotegraph')}")
        raise typer.Exit


@app.callback()
def _options(
    data: Annotated[
        Path | None, typer.Option("--data", help="Data folder. Default: $QUOTEGRAPH_DATA, else ./quotegraph-data.")
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(
            "--database",
            help="Database that the store is in, postgresql://…; indexes stay in the data folder. "
            "Default: $QUOTEGRAPH_DATABASE, else the data folder's own file.",
            show_default=False,
        ),
    ] = None,
    encoder: Annotated[
        str | None,
        typer.Option(
            "--encoder",
            help="As after a command. Default: $QUOTEGRAPH_ENCODER, else the index's, else the bundled one.",
        ),
    ] = None,
    config: ConfigFile = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    State.config = config
    State.said = {
        name: value
        for name, value in (("data", data), ("database", database), ("encoder", encoder))
        if value is not None
    }
    file = configuration_file(config)
    State.data = data_place(data, database, file)
    State.folder = State.data.folder
    State.encoder = encoder_settings(encoder, file)


@contextmanager
def _errors() -> Iterator[None]:
    """Turn expected errors into one line on stderr and the right exit status."""
    try:
        yield
    except UsageError as error:
        complain(error)
        sys.exit(2)
    except QuotegraphError as error:
        complain(str(error))
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        complain(f"{error.filename}: {described(error)}" if error.filename else described(error))
        sys.exit(1)
    except KeyboardInterrupt:
        complain("interrupted; what was stored stays stored")
        sys.exit(130)


def main() -> None:
    """Entry point of the console script."""
    with _errors():
        app()
