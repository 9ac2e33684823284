"""Starts the service on a Ray cluster, and ends it when told to."""

from __future__ import annotations

import signal
import sys
import threading

from api.service_settings import ServiceSettings
from corpus.errors import StoreError
from search.cluster.connection import connected
from search.encoder_settings import EncoderSettings

NAME = "quotegraph"


def serve_on_cluster(
    settings: ServiceSettings, encoder: EncoderSettings, address: str, shards: int, replicas: int
) -> int:
    """Serves until a signal comes (SIGTERM, SIGINT); killed, it leaves the service running on the cluster.

    :param address: as ``search.cluster.connection.connected`` takes it.
    :param shards: parts of the index, at least 1.
    :param replicas: of each part, at least 1; on nodes of their own where there are so many.
    :returns: exit status.
    :raises StoreError: the service does not start.
    """
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    settings = settings.model_copy(update={"data": settings.data.absolute()})
    with connected(address):
        start(settings, encoder, shards, replicas)
        sys.stdout.write(
            f"quotegraph: http://{settings.host}:{settings.port} (documentation at /docs), {shards} shards with "
            f"{replicas} replicas each; Ctrl+C stops it\n"
        )
        sys.stdout.flush()
        ended.wait()
        stop()
    return 0


def start(settings: ServiceSettings, encoder: EncoderSettings, shards: int, replicas: int) -> None:
    """Puts the service on the connected cluster, and waits until it can answer.

    :raises StoreError: it does not start.
    """
    import ray
    from ray import serve
    from ray.serve.config import HTTPOptions, ProxyLocation

    from api.cluster.deployments import Plan, application

    alive = [node for node in ray.nodes() if node["Alive"]]  # type: ignore[no-untyped-call]
    machines = {node["NodeManagerAddress"] for node in alive}
    # Nodes that share a machine would ask for the same port.
    where = ProxyLocation.EveryNode if len(machines) == len(alive) else ProxyLocation.HeadOnly
    serve.start(
        proxy_location=where,
        http_options=HTTPOptions(host=settings.host, port=settings.port, request_timeout_s=None),
        logging_config={"log_level": "WARNING", "enable_access_log": False},
    )
    plan = Plan(shards, replicas, len(alive) > replicas)
    try:
        serve.run(application(settings, encoder, plan), name=NAME, route_prefix="/", blocking=False)
    except RuntimeError as error:
        raise StoreError(f"the service does not start on the cluster: {' '.join(str(error).split())[:500]}") from error


def stop() -> None:
    """Takes the service off the cluster."""
    from ray import serve

    serve.shutdown()  # type: ignore[no-untyped-call]
