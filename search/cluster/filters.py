"""Filters on their way to the shards: small ones go with each question, large ones once to every node."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np

from search.cluster.connection import load_ray
from search.cluster.parts import shard_of
from search.segment_rows import Keys

_LARGE = 4_096  # keys (32 kB)
_KEPT = 16


@dataclass(frozen=True, slots=True)
class SharedKeys:
    """Keys that lie in Ray's object store, from where each node copies them once."""

    name: str
    reference: Any


Filter = Keys | SharedKeys | None


class Filters:
    """Takes filters apart by shard; those that come again are sent once."""

    def __init__(self, shards: int) -> None:
        self._shards = shards
        self._kept: OrderedDict[int, tuple[Keys, list[Filter]]] = OrderedDict()
        self._guard = Lock()

    def parts(self, among: Keys | None) -> list[Filter]:
        """What each shard is to be told.

        :param among: keys, ascending; ``None`` allows all.
        """
        if among is None:
            return [None] * self._shards
        if among.flags.writeable or len(among) <= _LARGE:
            return list(self.split(among))
        with self._guard:
            known = self._kept.get(id(among))
            if known is None:
                known = self._kept[id(among)] = among, [_shared(part) for part in self.split(among)]
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            return known[1]

    def forget(self) -> None:
        """Large filters are sent again: the node that held them may be lost."""
        with self._guard:
            self._kept.clear()

    def split(self, keys: Keys) -> list[Keys]:
        """The keys of each shard, in their order."""
        shards = shard_of(keys, self._shards)
        return [keys[shards == number] for number in range(self._shards)]


def _shared(part: Keys) -> Filter:
    if len(part) <= _LARGE:
        return part
    reference = load_ray().put(np.ascontiguousarray(part))
    return SharedKeys(reference.hex(), reference)
