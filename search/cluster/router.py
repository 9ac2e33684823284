"""The vector index of a cluster: asks all shards at once and merges what they find."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import StoreError
from search.cluster.calls import Calls
from search.cluster.filters import Filter, Filters, NamedKeys
from search.cluster.shard import Found
from search.index import OnEmbedded, Scored, StatementSource, Synced, keys_of
from search.index_state import as_id, as_keys, closest_of
from search.segment_rows import Keys
from search.statement_ids import StatementIds
from search.types import Encoder, Vectors

_NOBODY = np.zeros(0, dtype=np.int64)


class ShardedIndex:
    """What :class:`search.index.VectorIndex` is in one process; any number of threads may use it.

    A replica that is lost is asked no more by Ray Serve, and its question is asked again of another one; so is one of a
    replica that is slow.

    :param folder: of the index, as every node sees it.
    :param shards: handles of the deployments, in order.
    """

    def __init__(self, folder: Path, encoder: Encoder, shards: Sequence[Any]) -> None:
        self._folder = folder
        self._encoder = encoder
        self._shards = [Calls(number, shard) for number, shard in enumerate(shards, 1)]
        self._filters = Filters(len(shards))
        self._sequence = 0  # all shards have taken in this change
        self._at_least = 0  # every replica that answers must have taken in this one
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def folder(self) -> Path:
        """Where the index is kept."""
        return self._folder

    @property
    def sequence(self) -> int:
        """The store's change log is followed up to here by all shards, when last they were asked."""
        return self._sequence

    @property
    def ids(self) -> list[str]:
        """The ids of all statements with a vector."""
        return [name for found in self._asked("ids", self._each(), long=True) for name in found]

    def sample(self, count: int) -> Vectors:
        """The same vectors as one process would give."""
        found = self._asked("sample", self._each(count), long=True)
        keys = np.concatenate([keys for keys, _ in found])
        return np.asarray(np.concatenate([vectors for _, vectors in found])[np.argsort(keys)[:count]])

    def search(
        self, vector: Vectors, limit: int, allowed: Collection[str] | Keys | None = None, *, coarse: bool = False
    ) -> list[Scored]:
        """The closest statements, closest first."""
        among = allowed if allowed is None or isinstance(allowed, np.ndarray) else keys_of(frozenset(allowed))
        keys, products = self.closest(vector, limit, among, coarse=coarse)
        return [Scored(as_id(key), product) for key, product in zip(keys.tolist(), products.tolist(), strict=True)]

    def closest(
        self, vector: Vectors, limit: int, among: Keys | StatementIds | None = None, *, coarse: bool = False
    ) -> tuple[Keys, Vectors]:
        """The keys closest to a vector with their inner products, closest first.

        :param among: statements that may come back, or their keys, ascending; each shard is sent its own. ``None``
            allows all.
        """
        if limit <= 0 or (among is not None and not len(among)):
            return _joined([])
        keys = among.keys if isinstance(among, StatementIds) else among
        parts = self._filters.parts(keys)
        first = [part.known() if isinstance(part, NamedKeys) else part for part in parts]
        found = self._asked("closest", [self._told(vector, limit, part, coarse) for part in first])
        if any(isinstance(part, NamedKeys) and one is None for part, one in zip(parts, found, strict=True)):
            # A replica that has not seen the filter yet, or not for long.
            missing = [
                part if isinstance(part, NamedKeys) and one is None else _NOBODY
                for part, one in zip(parts, found, strict=True)
            ]
            found += self._asked("closest", [self._told(vector, limit, part, coarse) for part in missing])
        return closest_of(*_joined(found), limit)

    def products(self, vector: Vectors, keys: Keys) -> tuple[Keys, Vectors]:
        """Those of the keys that have a vector, and their closeness.

        :param keys: ascending.
        """
        parts = self._filters.split(keys)
        return _joined(
            self._asked("products", [(vector, part, self._at_least) if len(part) else None for part in parts])
        )

    def scores(self, vector: Vectors, ids: Sequence[str]) -> dict[str, float]:
        """The closeness of each of the statements that has a vector, by id."""
        keys, products = self.products(vector, np.unique(as_keys(ids)))
        return {as_id(key): product for key, product in zip(keys.tolist(), products.tolist(), strict=True)}

    def reload(self) -> None:
        """Asks how far the shards are."""
        self._take(self._asked("state", self._each()))

    def sync(self, store: StatementSource, on_embedded: OnEmbedded | None = None) -> Synced:
        """Lets the shards take in all changes of the store; whatever replica is asked afterwards has done so.

        :param on_embedded: never called: the shards embed.
        """
        sequence, before = store.sequence(), self._count
        self._take(self._asked("catch_up", self._each(sequence), long=True))
        self._at_least = max(self._at_least, sequence)
        return Synced(max(0, self._count - before), max(0, before - self._count))

    def rebuild(self, store: StatementSource, on_embedded: OnEmbedded | None = None) -> Synced:
        """Not while a cluster serves.

        :raises StoreError: always.
        """
        raise StoreError("the index of a cluster that serves cannot be made anew; stop it, then `quotegraph rebuild`")

    def _take(self, states: Sequence[tuple[int, int]]) -> None:
        self._sequence = min(sequence for sequence, _ in states)
        self._count = sum(count for _, count in states)

    def _told(self, vector: Vectors, limit: int, part: Filter, coarse: bool) -> tuple[Any, ...] | None:
        if isinstance(part, np.ndarray) and not len(part):
            return None
        return vector, limit, part, coarse, self._at_least

    def _each(self, *arguments: Any) -> list[tuple[Any, ...] | None]:
        return [arguments] * len(self._shards)

    def _asked(self, method: str, told: Sequence[tuple[Any, ...] | None], *, long: bool = False) -> list[Any]:
        """What the shards answer, in order; ``None`` for those that are not asked.

        :param told: what to tell each shard, ``None`` where there is nothing to ask.
        :param long: vectors may have to be made first.
        """
        calls = [
            shard.start(method, some, long=long) if some is not None else None
            for shard, some in zip(self._shards, told, strict=True)
        ]
        return [call.answer() if call is not None else None for call in calls]


def _joined(found: Sequence[Found | None]) -> tuple[Keys, Vectors]:
    keys = [np.zeros(0, dtype=np.int64), *(one.keys for one in found if one is not None)]
    products = [np.zeros(0, dtype=np.float32), *(one.products for one in found if one is not None)]
    return np.concatenate(keys), np.concatenate(products)
