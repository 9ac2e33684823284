"""A Ray cluster of several nodes on this machine, each with processes of its own, of which one can be killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

_STORE = 150 * 2**20  # bytes of shared memory of a node


class Nodes:
    """The nodes of a cluster.

    :param count: how many, the head included.
    :param cpus: processors that each of them declares.
    """

    def __init__(self, count: int, cpus: int) -> None:
        from ray.cluster_utils import Cluster

        self._cpus = cpus
        head = {"num_cpus": cpus, "object_store_memory": _STORE, "include_dashboard": False}
        self._cluster = Cluster(initialize_head=True, head_node_args=head)
        self.others: list[Any] = [self.add() for _ in range(count - 1)]

    @property
    def address(self) -> str:
        """Where the head answers."""
        return str(self._cluster.address)

    def add(self) -> Any:
        """Starts one more."""
        return self._cluster.add_node(num_cpus=self._cpus, object_store_memory=_STORE)

    @property
    def alive(self) -> list[Any]:
        """The nodes that were not killed."""
        return [self._cluster.head_node, *self._cluster.worker_nodes]

    def raylet(self, node: Any) -> int:
        """The process that all others of a node belong to."""
        return int(node.all_processes["raylet"][0].process.pid)

    def kill(self, node: Any) -> int:
        """Kills a node and everything on it with signal 9, as a machine that loses power; how many processes."""
        victims = family(self.raylet(node))
        for process in victims:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self._cluster.worker_nodes.discard(node)
        return len(victims)

    def close(self) -> None:
        """Ends all of it."""
        self._cluster.shutdown()


@contextmanager
def nodes(count: int = 3, cpus: int = 1) -> Iterator[Nodes]:
    """Nodes that are ended afterwards."""
    made = Nodes(count, cpus)
    try:
        yield made
    finally:
        made.close()


def family(process: int) -> list[int]:
    """A process and all below it."""
    found = [process]
    for each in found:
        for task in Path(f"/proc/{each}/task").glob("*/children"):
            with suppress(OSError):
                found += [child for child in map(int, task.read_text().split()) if child not in found]
    return found
