"""The connection to a Ray cluster."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from corpus.errors import UsageError

OPTION = "--ray"
_LOCAL = "local"


def load_ray() -> ModuleType:
    """Ray, loaded when first needed.

    :raises UsageError: it is not installed.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent anywhere
    os.environ.setdefault("RAY_ENABLE_AUTO_CONNECT", "0")  # what ends late must not start a cluster of its own
    try:
        import ray
    except ImportError as error:
        remedy = "install it with pip install 'quotegraph[cluster]'"
        raise UsageError(OPTION, "needs the package ray, which is not installed", remedy) from error
    return ray


@contextmanager
def connected(address: str) -> Iterator[None]:
    """Connected to a cluster; a connection that is there already is used and left as it is.

    :param address: ``auto`` for the cluster that this machine belongs to, ``local`` for one of its own that ends
        with the command, or ``HOST:PORT``.
    :raises UsageError: there is no cluster, or Ray is not installed.
    """
    if address.startswith("ray://"):  # Ray Client: a connection from outside, over which whole data sets do not go
        remedy = f"run the command on a machine of the cluster, with {OPTION} auto or {OPTION} HOST:PORT"
        raise UsageError(OPTION, "connections from outside the cluster (ray://) are not supported", remedy)
    ray = load_ray()
    if ray.is_initialized():
        yield
        return
    try:
        ray.init(address=address, log_to_driver=False, logging_level=logging.WARNING)
    except (ConnectionError, ValueError, RuntimeError, OSError) as error:
        problem = " ".join(str(error).split())[:200]
        remedy = f"start one with `ray start --head`, or give {OPTION} {_LOCAL}"
        raise UsageError(OPTION, f"no Ray cluster answers at {address} ({problem})", remedy) from error
    try:
        yield
    finally:
        ray.shutdown()
