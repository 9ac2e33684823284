"""Filters on their way to the shards: small ones go with each question, large ones once to every replica."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from hashlib import blake2b
from threading import Lock

import numpy as np

from search.cluster.parts import shard_of
from search.segment_rows import Keys

_LARGE = 4_096  # keys (32 kB)
_KEPT = 16  # filters of a router
_KEPT_BYTES = 256 * 2**20  # of a replica


@dataclass(frozen=True, slots=True)
class NamedKeys:
    """Keys that a replica keeps.

    :param name: a digest of them.
    :param keys: ``None`` for those that the replica should have.
    """

    name: str
    keys: Keys | None

    def known(self) -> NamedKeys:
        """The same, for one who should have them."""
        return replace(self, keys=None)


Filter = Keys | NamedKeys | None


class Filters:
    """Takes filters apart by shard; those that come again are taken apart once."""

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
                known = self._kept[id(among)] = among, [_named(part) for part in self.split(among)]
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            return known[1]

    def split(self, keys: Keys) -> list[Keys]:
        """The keys of each shard, in their order."""
        shards = shard_of(keys, self._shards)
        return [keys[shards == number] for number in range(self._shards)]


class KeptKeys:
    """The large filters that one replica was sent last.

    :param most: bytes of all of them together; the latest is kept however large it is.
    """

    def __init__(self, most: int = _KEPT_BYTES) -> None:
        self._most = most
        self._kept: OrderedDict[str, Keys] = OrderedDict()
        self._guard = Lock()

    def keys(self, named: NamedKeys) -> Keys | None:
        """The keys; ``None`` for some that are not here and have to be sent."""
        with self._guard:
            found = self._kept.pop(named.name, None) if named.keys is None else named.keys
            if found is None:
                return None
            self._kept[named.name] = found
            while len(self._kept) > 1 and sum(one.nbytes for one in self._kept.values()) > self._most:
                self._kept.popitem(last=False)
            return found


def _named(part: Keys) -> Filter:
    if len(part) <= _LARGE:
        return part
    return NamedKeys(blake2b(np.ascontiguousarray(part).tobytes(), digest_size=16).hexdigest(), part)
