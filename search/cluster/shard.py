"""One replica of one shard of the vector index: it follows the store by itself, and is asked by the routers."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from corpus.addresses import Place
from corpus.errors import IndexMismatchError
from corpus.store import Store
from search import index_files
from search.cluster.filters import Filter, KeptKeys, NamedKeys
from search.cluster.parts import PartOfStore
from search.encoder_settings import EncoderChoice, EncoderSettings
from search.following import Follower
from search.index import VectorIndex
from search.index_encoder import encoder_of
from search.indexed_vectors import IndexedVectors
from search.opening import INDEX_FOLDER
from search.segment_rows import Keys
from search.types import Encoder, Vectors

FOLDER = "shards"
_EVERY = 0.2  # seconds between two looks at the store


@dataclass(frozen=True, slots=True)
class Found:
    """What a shard answers.

    :param keys: of statements, with their ``products``.
    :param sequence: the store's change log was followed up to here.
    """

    keys: Keys
    products: Vectors
    sequence: int


class Shard:
    """Vectors of the statements of one shard, in a folder of their own that its replicas share.

    One of the replicas indexes what comes, the others take it over; when it is lost, another one does.

    :param data: the data folder as every node sees it, or a database and a folder of the node's own.
    :param encoder: that of the service.
    """

    def __init__(self, data: Path | Place, encoder: EncoderChoice, number: int, shards: int) -> None:
        place = Place.of(data)
        main = place.folder / INDEX_FOLDER
        model, settings = encoder_of(main, encoder)
        self._store = Store.open(place.store, create=False, read_only=True)
        self._part = PartOfStore(self._store, number, shards)
        folder = main / FOLDER / f"{number + 1}-of-{shards}"
        self._syncing = Lock()
        self._filters = KeptKeys()
        with index_files.writing(folder.with_suffix(".opening")):  # one replica makes it, the others find it
            try:
                self._index = self._opened(folder, main, model, settings)
            except IndexMismatchError:  # of another encoder or store, or damaged; the main index says which counts
                shutil.rmtree(folder)
                self._index = self._opened(folder, main, model, settings)
        self._follower = Follower(self._step, folder, _EVERY)

    def _opened(self, folder: Path, main: Path, model: Encoder, settings: EncoderSettings) -> VectorIndex:
        """The shard's index, brought up to date with the vectors that the main index has."""
        index = VectorIndex(folder, model, settings)
        if index.sequence != self._store.sequence():
            index.sync(self._part, ready=IndexedVectors.of(main, model, settings, self._store))
        return index

    async def closest(self, vector: Vectors, limit: int, among: Filter, coarse: bool, at_least: int) -> Found | None:
        """The closest statements of this shard, closest first; ``None`` where the keys of the filter have to be sent.

        :param among: those that may come back.
        :param at_least: the change of the store that must have been taken in.
        """
        return await asyncio.to_thread(self._closest, vector, limit, among, coarse, at_least)

    async def products(self, vector: Vectors, keys: Keys, at_least: int) -> Found:
        """Those of the keys that have a vector, with their closeness."""
        return await asyncio.to_thread(self._products, vector, keys, at_least)

    async def sample(self, count: int) -> tuple[Keys, Vectors]:
        """The vectors with the lowest keys, at most ``count``, with the keys."""
        return await asyncio.to_thread(self._index.lowest, count)

    async def catch_up(self, sequence: int) -> tuple[int, int]:
        """Takes in all changes of the store up to this one; up to which it is then, and how many vectors there are."""
        await asyncio.to_thread(self._caught_up, sequence)
        return self._index.sequence, len(self._index)

    async def state(self) -> tuple[int, int]:
        """Up to which change the store is followed, and how many vectors there are."""
        return self._index.sequence, len(self._index)

    async def ids(self) -> Sequence[str]:
        """The ids of all statements with a vector."""
        return self._index.ids

    def check_health(self) -> None:
        """Called by Ray Serve; a replica whose index is unusable is replaced.

        :raises IndexMismatchError: it is.
        """
        self._follower.check()

    def _closest(self, vector: Vectors, limit: int, among: Filter, coarse: bool, at_least: int) -> Found | None:
        keys = among
        if isinstance(keys, NamedKeys):
            keys = self._filters.keys(keys)
            if keys is None:
                return None
        self._caught_up(at_least)
        sequence = self._index.sequence
        return Found(*self._index.closest(vector, limit, keys, coarse=coarse), sequence)

    def _products(self, vector: Vectors, keys: Keys, at_least: int) -> Found:
        self._caught_up(at_least)
        sequence = self._index.sequence
        return Found(*self._index.products(vector, keys), sequence)

    def _caught_up(self, sequence: int) -> None:
        if self._index.sequence >= sequence:
            return
        with self._syncing:
            self._index.reload()
            if self._index.sequence < sequence:
                self._index.sync(self._part)

    def _step(self, index: bool) -> bool:
        with self._syncing:
            self._index.reload()
            if index and self._index.sequence < self._store.sequence():
                self._index.sync(self._part)
        return self._index.sequence < self._store.sequence()
