"""How the server is reached: standard input and output, or streamable HTTP, which asks others for keys."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpus.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.applications import Starlette
    from starlette.types import ASGIApp

    from api.mcp_server.server import Server
    from api.service_settings import ServiceSettings
    from corpus.addresses import Place

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


def guarded(app: ASGIApp, data: Path | Place, settings: ServiceSettings) -> ASGIApp:
    """The application behind keys: the scope read is enough, since no tool changes anything.

    :param data: whose keys count.
    :param settings: ``access`` says whether keys are asked for, and ``requests_per_minute`` limits all the same.
    """
    from api.security.control import AccessControl
    from api.security.decision import Rules
    from api.security.guard import Guard
    from api.security.identity import Scope

    rules = Rules(public=lambda _method, _path: False, needed=lambda _method, _path: Scope.READ, pages=False)
    return Guard(app, AccessControl(data), settings, rules, audited=False)


def access_settings(host: str, hosts: Sequence[str], *, remote: bool) -> ServiceSettings:
    """The settings that access goes by: those of the environment, for the address that is listened on.

    :param remote: whether anybody who reaches the address may read.
    """
    from api.service_settings import AccessMode, ServiceSettings

    found = ServiceSettings().model_copy(update={"host": host, "allowed_hosts": tuple(hosts)})
    return found.model_copy(update={"access": AccessMode.OPEN}) if remote else found


def check_address(host: str, hosts: Sequence[str], data: Path | Place, settings: ServiceSettings) -> None:
    """Refuses to listen where others could read the archive without a key, unless that is asked for.

    :param data: whose keys count.
    :raises UsageError: keys are asked for and there is none; or nobody could reach the server under any allowed name.
    """
    from api.security.control import AccessControl
    from api.security.origins import is_loopback, keys_needed

    if keys_needed(settings) and not AccessControl(data).keys.usable():
        raise UsageError(
            "--host",
            f"{host} asks for keys, and none has been made that is valid",
            "run quotegraph keys create NAME, leave the default 127.0.0.1, or add --insecure-allow-remote where the "
            "network is trusted",
        )
    if host in _EVERYWHERE and not hosts and not is_loopback(host):
        raise UsageError(
            "--allowed-host", f"is needed with --host {host}", "give the name by which clients reach this machine"
        )


def run_http(
    server: Server, data: Path | Place, host: str, port: int, hosts: Sequence[str], settings: ServiceSettings
) -> None:
    """Serves any number of clients at ``http://host:port/mcp`` until it is stopped."""
    import uvicorn

    sys.stderr.write(f"quotegraph: MCP at http://{f'[{host}]' if ':' in host else host}:{port}{PATH}\n")
    app = guarded(http_app(server, host, hosts), data, settings)
    uvicorn.run(app, host=host, port=port, log_level="warning")
