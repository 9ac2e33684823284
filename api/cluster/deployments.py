"""The parts of the service as Ray Serve runs them: the shards of the index, and the application that asks them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from ray import serve

from api.service_settings import ServiceSettings
from search.cluster.router import ShardedIndex
from search.cluster.shard import Shard
from search.encoder_settings import EncoderSettings
from search.types import Encoder

_AT_ONCE = 64  # questions that a replica takes at once
_SHARD_SHARE, _FRONT_SHARE = 0.1, 0.2  # of a processor, for Ray to place replicas by: they wait most of the time
_HEALTH_EVERY, _HEALTH_PATIENCE = 2, 10  # seconds
_PATIENCE = 10.0  # seconds that a question waits: when a node is lost, the others have its share until it is replaced


@dataclass(frozen=True, slots=True)
class Plan:
    """What runs on a cluster.

    :param shards: parts of the index.
    :param replicas: of each shard, and of the application.
    :param apart: whether two replicas of one part must be on different nodes.
    """

    shards: int
    replicas: int
    apart: bool


@serve.ingress()
class Front:
    """One process of the application.

    :param shards: handles of the shards' deployments, in order.
    """

    def __init__(self, settings: ServiceSettings, encoder: EncoderSettings, shards: list[Any]) -> None:
        self._settings = settings
        self._encoder = encoder
        self._shards = shards

    def __serve_build_asgi_app__(self) -> FastAPI:
        from api.app import create_app

        settings, shards = self._settings, self._shards

        def open_index(folder: Path, model: Encoder, _: EncoderSettings) -> ShardedIndex:
            return ShardedIndex(folder, model, shards)

        return create_app(
            settings.place,
            self._encoder,
            settings.reranker or None,
            settings,
            follow=True,
            open_index=open_index,
            patience=_PATIENCE,
        )


def application(settings: ServiceSettings, encoder: EncoderSettings, plan: Plan) -> serve.Application:
    """The whole service.

    :param settings: the data folder must be the same under the same path on every node.
    """
    spread: dict[str, Any] = {"max_replicas_per_node": 1} if plan.apart else {}
    common: dict[str, Any] = {
        "num_replicas": plan.replicas,
        "max_ongoing_requests": _AT_ONCE,
        "health_check_period_s": _HEALTH_EVERY,
        "health_check_timeout_s": _HEALTH_PATIENCE,
        "graceful_shutdown_timeout_s": settings.stop_seconds,
        **spread,
    }
    shards = [
        _deployed(Shard, f"shard-{number + 1}", _SHARD_SHARE, common).bind(settings.place, encoder, number, plan.shards)
        for number in range(plan.shards)
    ]
    return _deployed(Front, "front", _FRONT_SHARE, common).bind(settings, encoder, shards)


def _deployed(what: type, name: str, share: float, options: dict[str, Any]) -> serve.Deployment:
    return serve.deployment(name=name, ray_actor_options={"num_cpus": share}, **options)(what)
