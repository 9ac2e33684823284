"""Commands that run and keep the data: ``serve``, ``verify``, ``rebuild``, ``backup``, ``restore``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from api.commands.choosing import counted
from api.encoder_options import with_encoder
from api.modes import AccessMode, LogFormat
from api.options import AsJson, ConfigFile, RerankerName, State, complain, console, print_json
from search.encoder_settings import EncoderSettings


def _setting(flag: str, text: str, **more: Any) -> Any:
    """An option that stands for a setting: what the default is, the settings say."""
    return typer.Option(flag, help=text, show_default=False, **more)


@with_encoder
def serve(
    host: Annotated[str | None, _setting("--host", "Address to listen on. Default: 127.0.0.1.")] = None,
    port: Annotated[
        int | None, _setting("--port", "Port to listen on; 0 for any free one. Default: 8000.", min=0, max=65535)
    ] = None,
    workers: Annotated[int | None, _setting("--workers", "Processes that answer. Default: 1.", min=1, max=64)] = None,
    access: Annotated[
        AccessMode | None,
        _setting("--access", "Whether requests must show a key. Default: auto, on all addresses but loopback ones."),
    ] = None,
    log_format: Annotated[
        LogFormat | None, _setting("--log-format", "Log for people or programs. Default: text.")
    ] = None,
    reranker: RerankerName = None,
    file: ConfigFile = None,
    cluster: Annotated[
        str | None,
        _setting(
            "--ray",
            "Serve on a Ray cluster, the index in shards: auto, local, HOST:PORT. Every node must see the data folder "
            "under the same path.",
            metavar="ADDRESS",
        ),
    ] = None,
    shards: Annotated[int, typer.Option("--shards", min=1, help="With --ray: parts of the index.")] = 2,
    replicas: Annotated[
        int, typer.Option("--replicas", min=1, help="With --ray: copies of each part and of the application.")
    ] = 2,
) -> None:
    """Serve the HTTP API; its documentation is at /docs.

    What no option says comes from QUOTEGRAPH_… variables or the configuration file: see `quotegraph config`.
    """
    from api.settings import configuration_file
    from api.shell.configuration import configure
    from api.shell.serving import serve as run

    options = {
        **State.said,
        "host": host,
        "port": port,
        "workers": workers,
        "access": access,
        "log_format": log_format,
        "reranker": reranker,
    }
    settings = configure(configuration_file(file or State.config), options).settings
    encoder = State.encoder.over(EncoderSettings(name=settings.encoder or None))
    if cluster is None:
        status = run(settings, encoder)
    else:
        from api.cluster.serving import serve_on_cluster

        status = serve_on_cluster(settings, encoder, cluster, shards, replicas)
    if status:
        raise typer.Exit(status)


@with_encoder
def verify() -> None:
    """Check store and index for damage and for disagreement between them; status 1 when something is wrong."""
    from api.compose import problems

    found = problems(State.data, State.encoder)
    for problem in found:
        complain(problem)
    typer.echo("no problem found" if not found else f"{counted(len(found), 'problem')} found")
    if found:
        raise typer.Exit(1)


@with_encoder
def rebuild() -> None:
    """Make the index anew from the store, also with another encoder; the old one serves until the new one is whole."""
    from api.compose import index_info, rebuild_index
    from api.progress import embedding_bar

    with embedding_bar() as shown:
        count = rebuild_index(State.data, State.encoder, shown)
    made = index_info(State.data)["encoder"]
    typer.echo(
        f"{counted(count, 'statement')} indexed with the encoder {made['name']} ({made['dimensions']} dimensions)"
    )


def info(as_json: AsJson = False) -> None:
    """Show the data folder's index: its encoder with the options, and whether it has followed the store."""
    from api.compose import index_info

    found = index_info(State.data)
    if as_json:
        print_json(found)
        return
    from api.render import table_of

    encoder = found.pop("encoder") or {}
    rows = [*found.items(), *((f"encoder: {name}".replace("_", " "), value) for name, value in encoder.items())]
    console().print(table_of("Index", ("What", "Value"), [(name, str(value)) for name, value in rows]))


def backup(target: Annotated[Path, typer.Argument(help="A folder that does not exist yet, or is empty.")]) -> None:
    """Copy the store while it may be in use; the copy carries checksums."""
    from api.compose import open_store

    with open_store(State.data) as store:
        store.backup(target)
    typer.echo(f"backup written to {target}")


def restore(source: Annotated[Path, typer.Argument(help="A folder that quotegraph backup wrote.")]) -> None:
    """Bring a backup back into the data folder, which must hold no store yet."""
    from api.compose import restore_backup

    restore_backup(source, State.data)
    typer.echo(f"restored to {State.data}")


@with_encoder
def delete(
    article: Annotated[list[str], typer.Argument(help="Ids of articles, as statements name them.", show_default=False)],
) -> None:
    """Delete articles with their earlier versions, statements and corrections, and names that only they had."""
    from api.compose import open_engine, open_store

    with open_store(State.data) as store:
        gone = [store.delete_article(name) for name in article]
    with open_engine(State.data, State.encoder):
        pass  # the indexes follow
    said = sum(one.statements for one in gone)
    typer.echo(f"{counted(sum(one.articles for one in gone), 'article')} and {counted(said, 'statement')} deleted")
