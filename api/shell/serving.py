"""Runs the service: one process, or several under uvicorn's supervisor."""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
from contextlib import ExitStack
from tempfile import TemporaryDirectory

import uvicorn
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from api.security.origins import is_loopback, keys_needed
from api.service_settings import ServiceSettings
from api.shell.factory import Task
from api.shell.logs import configure
from api.shell.protocol import BoundedProtocol
from corpus.errors import UsageError
from search.encoder_settings import EncoderSettings

METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # as prometheus-client calls it; must be set before that is imported
_BACKLOG = 1024  # connections that wait to be taken
_HEALTH_CHECK = 30  # seconds a worker may be deaf before it is replaced; vectors are made in one long call
_REMEDIES = {
    errno.EADDRINUSE: ("--port", "is in use by another program", "give another --port, or 0 for any free one"),
    errno.EACCES: ("--port", "needs rights that this user has not", "give a --port from 1024 up"),
    errno.EADDRNOTAVAIL: ("--host", "is no address of this machine", "give 127.0.0.1, or 0.0.0.0 for all of them"),
}


def serve(settings: ServiceSettings, encoder: EncoderSettings) -> int:
    """Serves until a signal comes (SIGTERM, SIGINT); requests at hand are finished.

    :param encoder: counts in place of what the settings say of it.
    :returns: exit status: 0, or 1 where the application cannot start.
    :raises UsageError: the address cannot be listened on.
    """
    with ExitStack() as held:
        listening = held.enter_context(listen(settings.host, settings.port))
        configure(settings.log_format)
        Task(settings, encoder).hand_over()
        _announce(settings, listening.getsockname()[1])
        if settings.workers == 1:
            return _run_one(settings, listening)
        os.environ[METRICS_FOLDER] = held.enter_context(TemporaryDirectory(prefix="quotegraph-metrics-"))
        return _run_several(settings, listening)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens.

    :param port: 0 for any free one.
    :raises UsageError: it cannot be had; the message says what to give instead.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        found = socket.socket(family, kind, protocol)
    except (socket.gaierror, UnicodeError) as error:
        raise UsageError("--host", f"{host} is no address", "give 127.0.0.1, or 0.0.0.0 for all of them") from error
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(address)
        found.listen(_BACKLOG)  # now, so that a second program is told at once
    except OSError as error:
        found.close()
        option, trouble, remedy = _REMEDIES.get(error.errno or 0, ("--host", str(error.strerror), ""))
        raise UsageError(
            option, f"{port} on {host} {trouble}" if option == "--port" else f"{host} {trouble}", remedy
        ) from error
    found.set_inheritable(True)
    return found


def _config(settings: ServiceSettings) -> uvicorn.Config:
    return uvicorn.Config(
        "api.shell.factory:create",
        factory=True,
        workers=settings.workers,
        loop="auto",
        http=BoundedProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        backlog=_BACKLOG,
        timeout_graceful_shutdown=settings.stop_seconds,
        timeout_worker_healthcheck=_HEALTH_CHECK,
    )


def _run_one(settings: ServiceSettings, listening: socket.socket) -> int:
    # uvicorn raises the signal again once it has stopped; stopping when told to is no failure.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    try:
        uvicorn.Server(_config(settings)).run(sockets=[listening])
    except SystemExit as ended:
        return 1 if ended.code else 0
    return 0


def _run_several(settings: ServiceSettings, listening: socket.socket) -> int:
    supervisor = Multiprocess(_config(settings), sockets=[listening])
    supervisor.run()
    return 1 if any(worker.exitcode == STARTUP_FAILURE for worker in supervisor.processes) else 0


def _announce(settings: ServiceSettings, port: int) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    lines = [f"quotegraph: http://{host}:{port} (documentation at /docs); Ctrl+C stops it"]
    if keys_needed(settings):
        lines.append("quotegraph: requests must show a key; `quotegraph keys create NAME` makes one")
    elif not is_loopback(settings.host):
        lines.append("quotegraph: everybody who reaches this address may read and change everything (access = open)")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
