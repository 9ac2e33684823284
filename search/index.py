"""The vectors of all statements: search over them under any filter, kept in step with the store.

Every vector is looked at, whatever the filter: graphs and inverted lists lose hits under one. Small indexes are scanned
as they are, large ones by their bits first (:mod:`search.segment`; figures in docs/vector-index.md).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from corpus.errors import IndexMismatchError
from corpus.store.records import Changes, StoredStatement
from search import index_files
from search.encoder_settings import EncoderSettings
from search.index_encoder import made_with, mismatch
from search.index_files import Entry, Manifest
from search.index_state import State, as_id, as_keys, to_merge
from search.ready_vectors import Ready, ReadyVectors
from search.segment import Chunks
from search.segment_rows import Keys
from search.types import Encoder, Vectors

if TYPE_CHECKING:
    from search.statement_ids import StatementIds

_BATCH = 2048  # most statements read and embedded at a time
_FIRST_BATCH = 64
_QUICK = 1.0  # seconds; a slow encoder gets small batches, so that progress shows
_PORTION = (
    32_768  # entries of the store's change log that are taken over and saved at a time, so that memory is bounded
)
_REMEDY = "run `quotegraph rebuild`"

#: Called while vectors are made, with how many are done and how many there will be.
OnEmbedded = Callable[[int, int], None]


class StatementSource(Protocol):
    """What the index needs of a store."""

    @property
    def identity(self) -> str:
        """Tells this store from every other."""

    def sequence(self) -> int:
        """The number of the last change."""

    def changes_since(self, sequence: int, limit: int | None = None) -> Changes:
        """Which statements came, changed and went since then, by so many entries of the log at most."""

    def statements(self, ids: Sequence[str]) -> Iterable[StoredStatement]:
        """The statements with these ids that are still listed."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A statement with its closeness to a vector.

    :param score: inner product; for unit vectors the cosine, −1 to 1.
    """

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class Synced:
    """What following the store came to.

    :param added: vectors made, those of changed statements included.
    :param removed: vectors taken out, likewise.
    """

    added: int
    removed: int


def keys_of(ids: Collection[str]) -> Keys:
    """Ids, none of them twice, as the index compares them, ascending; never to be changed, so that they can be used
    again and again.
    """
    keys = np.sort(as_keys(ids))
    keys.flags.writeable = False
    return keys


class VectorIndex:
    """Vectors by statement id, in a folder of their own.

    Readers and one writer may use one object from several threads, and several processes one folder.

    :param folder: where the index is kept; made on the first ``sync``.
    :param encoder: makes the vectors; must be the one that made those in the folder.
    :param settings: what the encoder was loaded by; remembered beside the vectors.
    :raises IndexMismatchError: the folder holds vectors of another encoder, or a damaged file.
    """

    def __init__(self, folder: Path, encoder: Encoder, settings: EncoderSettings | None = None) -> None:
        self._folder = folder
        self._encoder = encoder
        self._settings = settings or EncoderSettings(encoder.name)
        self._state = State((), (), 0)
        self._state = self._load()

    @property
    def folder(self) -> Path:
        """Where the index is kept."""
        return self._folder

    def __len__(self) -> int:
        return self._state.count

    @property
    def sequence(self) -> int:
        """The store's change log is followed up to here; 0 for a new index."""
        return self._state.sequence

    @property
    def settings(self) -> EncoderSettings:
        """What the encoder was loaded by."""
        return self._settings

    @property
    def ids(self) -> list[str]:
        """The ids of all statements with a vector."""
        return [as_id(key) for key in self._state.all_keys()]

    def sample(self, count: int) -> Vectors:
        """So many vectors, drawn by chance but always the same; all of them when there are fewer.

        They do not depend on how the index came about, or on how it is divided.
        """
        return self.lowest(count)[1]

    def lowest(self, count: int) -> tuple[Keys, Vectors]:
        """The lowest keys, ascending, at most ``count``, with their vectors; ids are digests: it is a chance draw."""
        return self.vectors(self._state.lowest(count))

    def vectors(self, keys: Keys) -> tuple[Keys, Vectors]:
        """Those of the keys that have a vector, ascending, with the vectors, shape (count, dimensions).

        :param keys: ascending.
        """
        found, vectors = self._state.vectors(keys)
        return found, vectors if len(found) else np.zeros((0, self._encoder.dimensions), dtype=np.float32)

    def search(
        self, vector: Vectors, limit: int, allowed: Collection[str] | Keys | None = None, *, coarse: bool = False
    ) -> list[Scored]:
        """The closest statements, closest first.

        :param vector: shape (dimensions,).
        :param allowed: ids that may come back, or their keys as :func:`keys_of` gives them; ``None`` allows all.
            Ids without a vector are passed over.
        :param coarse: whether some of the last ones may be missing, for the sake of speed.
        """
        among = allowed if allowed is None or isinstance(allowed, np.ndarray) else keys_of(frozenset(allowed))
        keys, products = self.closest(vector, limit, among, coarse=coarse)
        return [Scored(as_id(key), product) for key, product in zip(keys.tolist(), products.tolist(), strict=True)]

    def closest(
        self, vector: Vectors, limit: int, among: Keys | StatementIds | None = None, *, coarse: bool = False
    ) -> tuple[Keys, Vectors]:
        """The same as :meth:`search`, as keys and inner products.

        :param among: statements that may come back, or their keys, ascending; ``None`` allows all.
        """
        if limit <= 0 or (among is not None and not len(among)):
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        return self._state.search(vector, limit, among, coarse=coarse)

    def products(self, vector: Vectors, keys: Keys) -> tuple[Keys, Vectors]:
        """The keys that have a vector, and their closeness.

        :param keys: ascending.
        """
        return self._state.products(vector, keys)

    def scores(self, vector: Vectors, ids: Sequence[str]) -> dict[str, float]:
        """The closeness of each of the statements that has a vector, by id."""
        keys, products = self.products(vector, np.unique(as_keys(ids)))
        return {as_id(key): product for key, product in zip(keys.tolist(), products.tolist(), strict=True)}

    def reload(self) -> None:
        """Takes over what another process has written, and makes no vector.

        :raises IndexMismatchError: the folder holds vectors of another encoder now, or a damaged file.
        """
        if index_files.stamp(self._folder) != self._stamp:
            self._state = self._load()

    def sync(self, store: StatementSource, on_embedded: OnEmbedded | None = None, ready: Ready | None = None) -> Synced:
        """Follows the store: embeds what came or changed, forgets what went, and saves.

        :param ready: vectors that the same encoder made elsewhere; those of the statements taken in are used up.

        Safe to be killed at any moment and to be run by several processes at once: the next run goes on from the last
        state saved as a whole.

        :raises IndexMismatchError: the index is of another store.
        """
        last, done = store.sequence(), Synced(0, 0)
        while True:
            taken = self._take_over(store, ready or ReadyVectors(), on_embedded, done.added, last)
            done = Synced(done.added + taken.added, done.removed + taken.removed)
            if self.sequence >= last:
                return done

    def _take_over(
        self, store: StatementSource, ready: Ready, on_embedded: OnEmbedded | None, before: int, last: int
    ) -> Synced:
        """Follows the store for a portion of its log.

        :param before: how many vectors were made for earlier portions.
        :param last: the entry of the log up to which there will be portions.
        """
        with index_files.writing(self._folder):
            state = self._load()  # another process may have been faster
            changes = store.changes_since(self._checked_start(state, store), _PORTION)
            self._state = state
            if changes.sequence == state.sequence:
                return Synced(0, 0)
            coming = [*changes.added, *changes.changed]
            entries, removed = self._without(state, as_keys([*changes.removed, *coming]))
            rest = max(0, last - changes.sequence)  # an entry of the log is a statement, or an article
            shown = on_embedded and (lambda made, portion: on_embedded(before + made, before + portion + rest))
            keys, vectors = self._embedded(store, coming, shown, ready)
            if len(keys):
                entries.append(self._written(len(keys), [(keys, vectors)]))
            self._commit(store, entries, changes.sequence, state.count - removed + len(keys))
            self._merge(store)
            return Synced(len(keys), removed)

    def rebuild(self, store: StatementSource, on_embedded: OnEmbedded | None = None) -> Synced:
        """Makes all vectors anew, whatever the folder held before."""
        with index_files.writing(self._folder):
            changes = store.changes_since(0)
            keys, vectors = self._embedded(store, [*changes.added, *changes.changed], on_embedded, ReadyVectors())
            entries = [self._written(len(keys), [(keys, vectors)])] if len(keys) else []
            self._commit(store, entries, changes.sequence, len(keys))
            return Synced(len(keys), 0)

    @classmethod
    def rebuilt(
        cls,
        folder: Path,
        encoder: Encoder,
        store: StatementSource,
        settings: EncoderSettings | None = None,
        on_embedded: OnEmbedded | None = None,
    ) -> VectorIndex:
        """A new index in a folder whose old one is damaged or of another encoder or store."""
        index = cls.__new__(cls)
        index._folder, index._encoder, index._state = folder, encoder, State((), (), 0)
        index._settings = settings or EncoderSettings(encoder.name)
        index.rebuild(store, on_embedded)
        return index

    def _load(self) -> State:
        self._stamp = index_files.stamp(self._folder)  # before reading: what comes in between is read again
        found = index_files.read(self._folder, zip(self._state.entries, self._state.segments, strict=True))
        if found is None:
            return State((), (), 0)
        manifest, segments = found
        if manifest.fingerprint != self._encoder.fingerprint or manifest.dimensions != self._encoder.dimensions:
            raise IndexMismatchError(mismatch(self._folder, made_with(manifest, self._folder), self._settings))
        return State(tuple(segments), manifest.segments, manifest.sequence)

    def _checked_start(self, state: State, store: StatementSource) -> int:
        manifest = index_files.read_manifest(self._folder)
        strange = manifest is not None and manifest.store != store.identity
        if strange or state.sequence > store.sequence():
            raise IndexMismatchError(f"{self._folder}: the index was made from another store; {_REMEDY}")
        return state.sequence

    def _embedded(
        self, store: StatementSource, ids: Sequence[str], on_embedded: OnEmbedded | None, ready: Ready
    ) -> tuple[Keys, Vectors]:
        keys: list[Keys] = [np.zeros(0, dtype=np.int64)]
        vectors: list[Vectors] = [np.zeros((0, self._encoder.dimensions), dtype=np.float32)]
        done, size = 0, _FIRST_BATCH
        while done < len(ids):
            began = time.perf_counter()
            found = list(store.statements(ids[done : done + size]))
            if found:
                keys.append(as_keys([one.statement.id for one in found]))
                texts = [(one.statement.id, one.statement.text) for one in found]
                vectors.append(ready.completed(texts, self._encoder))
            done += size
            if on_embedded is not None:
                on_embedded(min(done, len(ids)), len(ids))
            size = min(2 * size, _BATCH) if time.perf_counter() - began < _QUICK else size
        return np.concatenate(keys), np.concatenate(vectors)

    def _written(self, count: int, chunks: Chunks) -> Entry:
        return index_files.write_segment(self._folder, count, self._encoder.dimensions, chunks)

    def _without(self, state: State, keys: Keys) -> tuple[list[Entry], int]:
        """The segments' entries with these keys removed, and how many vectors that concerns."""
        entries, removed = [], 0
        for segment, entry in zip(state.segments, state.entries, strict=True):
            rows = segment.rows.of_keys(np.unique(keys))
            removed += len(rows)
            gone = np.union1d(segment.removed, rows)
            entries.append(index_files.write_removed(self._folder, entry, gone) if len(rows) else entry)
        return entries, removed

    def _merge(self, store: StatementSource) -> None:
        """Writes segments anew as one where that pays; the index says the same before and after."""
        state = self._state
        places = to_merge([(len(segment), segment.written) for segment in state.segments])
        if not places:
            return
        merged = [state.segments[place] for place in places]
        count = sum(map(len, merged))
        entries = list(state.entries[: places.start])
        if count:
            entries.append(self._written(count, (chunk for segment in merged for chunk in segment.chunks())))
        self._commit(store, entries, state.sequence, state.count)

    def _commit(self, store: StatementSource, entries: Sequence[Entry], sequence: int, vectors: int) -> None:
        manifest = Manifest(
            encoder=self._encoder.name,
            fingerprint=self._encoder.fingerprint,
            dimensions=self._encoder.dimensions,
            store=store.identity,
            sequence=sequence,
            segments=tuple(entries),
            vectors=vectors,
            options=self._settings.options(),
        )
        index_files.write_manifest(self._folder, manifest)
        self._state = self._load()
