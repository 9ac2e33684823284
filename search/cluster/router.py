"""The vector index of a cluster: asks all shards at once and merges what they find."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import QuotegraphError, StoreError
from search.cluster.connection import load_ray
from search.cluster.filters import Filters
from search.cluster.shard import Found
from search.index import OnEmbedded, Scored, StatementSource, Synced, keys_of
from search.index_state import as_id, as_keys, closest_of
from search.segment_rows import Keys
from search.statement_ids import StatementIds
from search.types import Encoder, Vectors

_PATIENCE = 5.0  # seconds for an answer; then another replica is asked
_LONG = 3_600.0  # … where vectors may have to be made first
_ATTEMPTS = 6
_PAUSE = 0.05  # seconds before the second attempt, twice as long before each further one


class ShardedIndex:
    """What :class:`search.index.VectorIndex` is in one process; any number of threads may use it.

    A replica that is lost is asked no more by Ray Serve, and its question is asked again of another one.

    :param folder: of the index, as every node sees it.
    :param shards: handles of the deployments, in order.
    """

    def __init__(self, folder: Path, encoder: Encoder, shards: Sequence[Any]) -> None:
        self._folder = folder
        self._encoder = encoder
        self._shards = shards
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
        return [name for found in self._asked("ids", self._each(), _LONG) for name in found]

    def sample(self, count: int) -> Vectors:
        """The same vectors as one process would give."""
        found = self._asked("sample", self._each(count), _LONG)
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

        def asked() -> list[tuple[Any, ...] | None]:
            parts = self._filters.parts(keys)
            return [
                None
                if isinstance(part, np.ndarray) and not len(part)
                else (vector, limit, part, coarse, self._at_least)
                for part in parts
            ]

        return closest_of(*_joined(self._asked("closest", asked, _PATIENCE)), limit)

    def products(self, vector: Vectors, keys: Keys) -> tuple[Keys, Vectors]:
        """Those of the keys that have a vector, and their closeness.

        :param keys: ascending.
        """
        parts = self._filters.split(keys)
        return _joined(
            self._asked(
                "products",
                lambda: [(vector, part, self._at_least) if len(part) else None for part in parts],
                _PATIENCE,
            )
        )

    def scores(self, vector: Vectors, ids: Sequence[str]) -> dict[str, float]:
        """The closeness of each of the statements that has a vector, by id."""
        keys, products = self.products(vector, np.unique(as_keys(ids)))
        return {as_id(key): product for key, product in zip(keys.tolist(), products.tolist(), strict=True)}

    def reload(self) -> None:
        """Asks how far the shards are."""
        self._take(self._asked("state", self._each(), _PATIENCE))

    def sync(self, store: StatementSource, on_embedded: OnEmbedded | None = None) -> Synced:
        """Lets the shards take in all changes of the store; whatever replica is asked afterwards has done so.

        :param on_embedded: never called: the shards embed.
        """
        sequence, before = store.sequence(), self._count
        self._take(self._asked("catch_up", self._each(sequence), _LONG))
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

    def _each(self, *arguments: Any) -> Callable[[], list[tuple[Any, ...] | None]]:
        return lambda: [arguments] * len(self._shards)

    def _asked(self, method: str, arguments: Callable[[], list[tuple[Any, ...] | None]], patience: float) -> list[Any]:
        """What the shards answer, in order; those that need not be asked are left out.

        :param arguments: gives what to tell each shard, ``None`` where there is nothing to ask.
        """
        asked = [
            (number, getattr(self._shards[number], method).remote(*told))
            for number, told in enumerate(arguments())
            if told is not None
        ]
        return [self._answer(method, number, response, arguments, patience) for number, response in asked]

    def _answer(
        self,
        method: str,
        number: int,
        response: Any,
        arguments: Callable[[], list[tuple[Any, ...] | None]],
        patience: float,
    ) -> Any:
        from ray.exceptions import ObjectLostError, RayTaskError, TaskCancelledError

        lost = load_ray().exceptions.RayActorError, ObjectLostError, TaskCancelledError, TimeoutError
        for attempt in range(_ATTEMPTS):
            try:
                return response.result(timeout_s=patience)
            except RayTaskError as error:
                cause = error.cause
                if isinstance(cause, QuotegraphError):
                    raise cause from error
                if not isinstance(cause, lost) or attempt == _ATTEMPTS - 1:
                    raise
            except lost as error:
                if attempt == _ATTEMPTS - 1:
                    raise StoreError(f"shard {number + 1} of the index does not answer; ask again") from error
            time.sleep(_PAUSE * 2**attempt)
            self._filters.forget()
            response = getattr(self._shards[number], method).remote(*(arguments()[number] or ()))
        raise StoreError(f"shard {number + 1} of the index does not answer; ask again")


def _joined(found: Sequence[Found]) -> tuple[Keys, Vectors]:
    keys = [np.zeros(0, dtype=np.int64), *(one.keys for one in found)]
    products = [np.zeros(0, dtype=np.float32), *(one.products for one in found)]
    return np.concatenate(keys), np.concatenate(products)
