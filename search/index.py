"""The vectors of all statements: exact search over them, under any filter, kept in step with the store.

Exact on purpose: approximate indexes lose hits under a filter, and a full scan is fast enough for the press archives
that one machine holds (100,000 statements of 256 dimensions: a few milliseconds).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from corpus.errors import IndexMismatchError
from corpus.store.records import Changes, StoredStatement
from search import index_files
from search.encoder_settings import EncoderSettings
from search.index_encoder import made_with, mismatch
from search.index_files import Manifest
from search.index_state import (
    Keys,
    State,
    as_id,
    as_keys,
    best_of,
    deserialized,
    empty,
    load_faiss,
    new_index,
    products_of,
)
from search.types import Encoder, Vectors

_BATCH = 2048  # most statements read and embedded at a time
_FIRST_BATCH = 64
_QUICK = 0.25  # seconds; a slow encoder gets small batches, so that progress shows
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

    def changes_since(self, sequence: int) -> Changes:
        """Which statements came, changed and went since then."""

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
        self._state = self._load()

    def __len__(self) -> int:
        return int(self._state.index.ntotal)

    @property
    def sequence(self) -> int:
        """The store's change log is followed up to here; 0 for a new index."""
        return self._state.sequence

    @property
    def ids(self) -> list[str]:
        """The ids of all statements with a vector, in the order of ``vectors``."""
        return [as_id(key) for key in self._state.keys.tolist()]

    @property
    def vectors(self) -> Vectors:
        """All vectors, shape (count, dimensions); read them, do not write."""
        return self._state.vectors

    def search(self, vector: Vectors, limit: int, allowed: Collection[str] | None = None) -> list[Scored]:
        """The closest statements, closest first, exactly.

        :param vector: shape (dimensions,).
        :param allowed: ids that may come back; ``None`` allows all. Ids without a vector are passed over.
        """
        state = self._state
        limit = min(limit, int(state.index.ntotal) if allowed is None else len(allowed))
        if limit <= 0:
            return []
        if allowed is None:
            scores, keys = state.index.search(vector.reshape(1, -1), limit)
            return [Scored(as_id(k), float(s)) for k, s in zip(keys[0].tolist(), scores[0], strict=True) if s > -2]
        rows, products = products_of(state, vector, as_keys(allowed))
        best = best_of(products, limit)
        return [Scored(as_id(int(state.keys[rows[i]])), float(products[i])) for i in best]

    def scores(self, vector: Vectors, ids: Sequence[str]) -> dict[str, float]:
        """The closeness of each of the statements that has a vector, by id."""
        state = self._state
        rows, products = products_of(state, vector, as_keys(ids))
        return {as_id(key): float(p) for key, p in zip(state.keys[rows].tolist(), products, strict=True)}

    def sync(self, store: StatementSource, on_embedded: OnEmbedded | None = None) -> Synced:
        """Follows the store: embeds what came or changed, forgets what went, and saves.

        Safe to be killed at any moment and to be run by several processes at once: the next run goes on from the last
        state saved as a whole.

        :raises IndexMismatchError: the index is of another store.
        """
        with index_files.writing(self._folder):
            state = self._load()  # another process may have been faster
            changes = store.changes_since(self._checked_start(state, store))
            self._state = state
            if changes.sequence == state.sequence:
                return Synced(0, 0)
            coming = [*changes.added, *changes.changed]
            going = as_keys([*changes.removed, *coming])
            kept = np.ones(len(state.keys), dtype=bool)
            kept[state.rows(going)] = False
            keys, vectors = self._embedded(store, coming, on_embedded)
            self._replace(
                store,
                np.concatenate([state.keys[kept], keys]),
                np.concatenate([state.vectors[kept], vectors]),
                changes.sequence,
            )
            return Synced(len(keys), int((~kept).sum()))

    def rebuild(self, store: StatementSource, on_embedded: OnEmbedded | None = None) -> Synced:
        """Makes all vectors anew, whatever the folder held before."""
        with index_files.writing(self._folder):
            changes = store.changes_since(0)
            keys, vectors = self._embedded(store, [*changes.added, *changes.changed], on_embedded)
            self._replace(store, keys, vectors, changes.sequence)
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
        index._folder, index._encoder, index._state = folder, encoder, empty(encoder)
        index._settings = settings or EncoderSettings(encoder.name)
        index.rebuild(store, on_embedded)
        return index

    def _load(self) -> State:
        found = index_files.read(self._folder)
        if found is None:
            return empty(self._encoder)
        manifest, content = found
        if manifest.fingerprint != self._encoder.fingerprint or manifest.dimensions != self._encoder.dimensions:
            raise IndexMismatchError(mismatch(self._folder, made_with(manifest, self._folder), self._settings))
        return State(deserialized(content, manifest, self._folder), manifest.sequence)

    def _checked_start(self, state: State, store: StatementSource) -> int:
        manifest = index_files.read_manifest(self._folder)
        strange = manifest is not None and manifest.store != store.identity
        if strange or state.sequence > store.sequence():
            raise IndexMismatchError(f"{self._folder}: the index was made from another store; {_REMEDY}")
        return state.sequence

    def _embedded(
        self, store: StatementSource, ids: Sequence[str], on_embedded: OnEmbedded | None
    ) -> tuple[Keys, Vectors]:
        keys: list[Keys] = [np.zeros(0, dtype=np.int64)]
        vectors: list[Vectors] = [np.zeros((0, self._encoder.dimensions), dtype=np.float32)]
        done, size = 0, _FIRST_BATCH
        while done < len(ids):
            began = time.perf_counter()
            found = list(store.statements(ids[done : done + size]))
            if found:
                keys.append(as_keys([one.statement.id for one in found]))
                vectors.append(self._encoder.encode([one.statement.text for one in found]))
            done += size
            if on_embedded is not None:
                on_embedded(min(done, len(ids)), len(ids))
            size = min(2 * size, _BATCH) if time.perf_counter() - began < _QUICK else size
        return np.concatenate(keys), np.concatenate(vectors)

    def _replace(self, store: StatementSource, keys: Keys, vectors: Vectors, sequence: int) -> None:
        index = new_index(self._encoder.dimensions)
        if len(keys):
            index.add_with_ids(np.ascontiguousarray(vectors, dtype=np.float32), keys)
        manifest = Manifest(
            encoder=self._encoder.name,
            fingerprint=self._encoder.fingerprint,
            dimensions=self._encoder.dimensions,
            store=store.identity,
            sequence=sequence,
            file="",
            checksum="",
            count=len(keys),
            options=self._settings.options(),
        )
        index_files.write(self._folder, manifest, load_faiss().serialize_index(index))
        self._state = State(index, sequence)
