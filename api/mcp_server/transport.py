"""How the server is reached: standard input and output, or streamable HTTP."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from ipaddress import ip_address
from typing import TYPE_CHECKING

from corpus.errors import UsageError

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from api.mcp_server.server import Server

PATH = "/mcp"
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - refused unless asked for


def log_to_stderr() -> None:
    """Warnings go to standard error, a line each: standard output belongs to the protocol."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="quotegraph: %(levelname)s: %(message)s")


def run_stdio(server: Server) -> None:
    """Serves one client over standard input and output until it closes them; nothing else goes to standard output."""
    server.run("stdio")


def http_app(server: Server, host: str, hosts: Sequence[str] = ()) -> Starlette:
    """The application that streamable HTTP is served by; keys or other guards go around it as middleware.

    The ``Host`` and ``Origin`` of every request are checked, so that a web page in a browser of this machine cannot
    reach it by DNS rebinding.

    :param host: the address that it listens on.
    :param hosts: names by which clients may reach it besides the loopback ones.
    """
    from mcp.server.transport_security import TransportSecuritySettings

    own = () if host in _EVERYWHERE else (f"[{host}]" if ":" in host else host,)
    known = list(dict.fromkeys([*_LOOPBACK, *own, *hosts]))
    security = TransportSecuritySettings(
        enable_dns_rebinding_protection=True,
        allowed_hosts=[form for name in known for form in (name, f"{name}:*")],
        allowed_origins=[
            f"{scheme}://{form}" for name in known for scheme in ("http", "https") for form in (name, f"{name}:*")
        ],
    )
    # Calls have no memory of each other: a server that was started anew breaks no client.
    return server.streamable_http_app(
        streamable_http_path=PATH, stateless_http=True, json_response=True, transport_security=security, host=host
    )


def check_address(host: str, hosts: Sequence[str], *, remote: bool) -> None:
    """Refuses to listen where others could read the archive, unless that is asked for.

    :param remote: whether it is.
    :raises UsageError: the address is not of this machine alone; or nobody could reach it under any allowed name.
    """
    if is_loopback(host):
        return
    if not remote:
        raise UsageError(
            "--host",
            f"{host} can be reached from other machines, and the MCP server asks for no key",
            "leave the default 127.0.0.1, or add --insecure-allow-remote where the network is trusted",
        )
    if host in _EVERYWHERE and not hosts:
        raise UsageError(
            "--allowed-host", f"is needed with --host {host}", "give the name by which clients reach this machine"
        )


def is_loopback(host: str) -> bool:
    """Whether an address can be reached from this machine only."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def run_http(server: Server, host: str, port: int, hosts: Sequence[str] = ()) -> None:
    """Serves any number of clients at ``http://host:port/mcp`` until it is stopped."""
    import uvicorn

    sys.stderr.write(f"quotegraph: MCP at http://{f'[{host}]' if ':' in host else host}:{port}{PATH}\n")
    uvicorn.run(http_app(server, host, hosts), host=host, port=port, log_level="warning")
