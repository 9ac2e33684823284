"""The command ``mcp``: assistants ask the store."""

from __future__ import annotations

from typing import Annotated

import typer

from api.encoder_options import with_encoder
from api.options import RerankerName, State


@with_encoder
def mcp(
    http: Annotated[bool, typer.Option("--http", help="Serve streamable HTTP in place of standard input.")] = False,
    host: Annotated[str, typer.Option(help="With --http: address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="With --http: port to listen on.")] = 8001,
    allowed_host: Annotated[
        list[str] | None,
        typer.Option(
            "--allowed-host", help="With --http: a name by which clients reach it; may be repeated.", show_default=False
        ),
    ] = None,
    remote: Annotated[
        bool,
        typer.Option(
            "--insecure-allow-remote",
            help="With --http: ask for no key beyond this machine either; anybody there can read all.",
        ),
    ] = False,
    reranker: RerankerName = None,
) -> None:
    """Serve the Model Context Protocol, so that language-model assistants answer from the evidence.

    With --http and an address beyond this machine every request must show a key (quotegraph keys create).
    """
    from api.mcp_server.transport import access_settings, check_address, log_to_stderr, run_http, run_stdio

    hosts = tuple(allowed_host or ())
    settings = access_settings(host, hosts, remote=remote) if http else None
    if settings is not None:
        check_address(host, hosts, State.data, settings)
    from api.mcp_server.server import create_server

    log_to_stderr()  # before the SDK, whose log wraps lines
    server = create_server(State.data, State.encoder, reranker)
    if settings is not None:
        run_http(server, State.data, host, port, hosts, settings)
    else:
        run_stdio(server)
