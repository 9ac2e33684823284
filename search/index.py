"""The vectors of all statements: exact search over them, under any filter, kept in step with the store.

Exact on purpose: approximate indexes lose hits under a filter, and a full scan is fast enough for the press archives
that one machine holds (100,000 statements of 256 dimensions: a few milliseconds).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from corpus.errors import IndexMismatchError
from corpus.store.records import Changes, StoredStatement
from search import index_files
from search.index_files import Manifest
from search.types import Encoder, Vectors

_BATCH = 2048  # statements read and embedded at a time
_SCAN_SHARE = 0.25  # of all vectors allowed: from here on one scan of everything is faster than gathering rows
_REMEDY = "run `quotegraph rebuild`"

Keys = npt.NDArray[np.int64]


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


@dataclass(frozen=True)
class _State:
    """One moment of the index; never changed, only replaced, so that readers need no lock."""

    index: Any
    sequence: int

    @cached_property
    def keys(self) -> Keys:
        """The keys in the order of the vectors."""
        return np.asarray(_faiss().vector_to_array(self.index.id_map), dtype=np.int64)

    @cached_property
    def vectors(self) -> Vectors:
        """The vectors themselves, a view of FAISS's memory, shape (count, dimensions)."""
        flat = _faiss().downcast_index(self.index.index)
        count, dimensions = int(flat.ntotal), int(flat.d)
        if count == 0:
            return np.zeros((0, dimensions), dtype=np.float32)
        view: Vectors = _faiss().rev_swig_ptr(flat.get_xb(), count * dimensions).reshape(count, dimensions)
        return view

    @cached_property
    def order(self) -> npt.NDArray[np.intp]:
        """Row numbers in ascending order of their keys."""
        return np.argsort(self.keys)

    def rows(self, keys: Keys) -> npt.NDArray[np.intp]:
        """Where the vectors of these keys are; keys without a vector are left out."""
        if not len(self.keys):
            return np.zeros(0, dtype=np.intp)
        ascending = self.keys[self.order]
        places = np.minimum(np.searchsorted(ascending, keys), len(ascending) - 1)
        found: npt.NDArray[np.intp] = self.order[places[ascending[places] == keys]]
        return found


class VectorIndex:
    """Vectors by statement id, in a folder of their own.

    Readers and one writer may use one object from several threads, and several processes one folder.

    :param folder: where the index is kept; made on the first ``sync``.
    :param encoder: makes the vectors; must be the one that made those in the folder.
    :raises IndexMismatchError: the folder holds vectors of another encoder, or a damaged file.
    """

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self._folder = folder
        self._encoder = encoder
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
        return [_as_id(key) for key in self._state.keys.tolist()]

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
            return [Scored(_as_id(k), float(s)) for k, s in zip(keys[0].tolist(), scores[0], strict=True) if s > -2]
        rows, products = _products(state, vector, _as_keys(allowed))
        best = _best(products, limit)
        return [Scored(_as_id(int(state.keys[rows[i]])), float(products[i])) for i in best]

    def scores(self, vector: Vectors, ids: Sequence[str]) -> dict[str, float]:
        """The closeness of each of the statements that has a vector, by id."""
        state = self._state
        rows, products = _products(state, vector, _as_keys(ids))
        return {_as_id(key): float(p) for key, p in zip(state.keys[rows].tolist(), products, strict=True)}

    def sync(self, store: StatementSource) -> Synced:
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
            going = _as_keys([*changes.removed, *coming])
            kept = np.ones(len(state.keys), dtype=bool)
            kept[state.rows(going)] = False
            keys, vectors = self._embedded(store, coming)
            self._replace(
                store,
                np.concatenate([state.keys[kept], keys]),
                np.concatenate([state.vectors[kept], vectors]),
                changes.sequence,
            )
            return Synced(len(keys), int((~kept).sum()))

    def rebuild(self, store: StatementSource) -> Synced:
        """Makes all vectors anew, whatever the folder held before."""
        with index_files.writing(self._folder):
            changes = store.changes_since(0)
            keys, vectors = self._embedded(store, [*changes.added, *changes.changed])
            self._replace(store, keys, vectors, changes.sequence)
            return Synced(len(keys), 0)

    @classmethod
    def rebuilt(cls, folder: Path, encoder: Encoder, store: StatementSource) -> VectorIndex:
        """A new index in a folder whose old one is damaged or of another encoder or store."""
        index = cls.__new__(cls)
        index._folder, index._encoder, index._state = folder, encoder, _empty(encoder)
        index.rebuild(store)
        return index

    def _load(self) -> _State:
        found = index_files.read(self._folder)
        if found is None:
            return _empty(self._encoder)
        manifest, content = found
        if manifest.fingerprint != self._encoder.fingerprint or manifest.dimensions != self._encoder.dimensions:
            raise IndexMismatchError(
                f"{self._folder}: the index was made with the encoder {manifest.encoder!r}, not with this "
                f"{self._encoder.name!r}; choose that one, or {_REMEDY}"
            )
        return _State(_deserialized(content, manifest, self._folder), manifest.sequence)

    def _checked_start(self, state: _State, store: StatementSource) -> int:
        manifest = index_files.read_manifest(self._folder)
        strange = manifest is not None and manifest.store != store.identity
        if strange or state.sequence > store.sequence():
            raise IndexMismatchError(f"{self._folder}: the index was made from another store; {_REMEDY}")
        return state.sequence

    def _embedded(self, store: StatementSource, ids: Sequence[str]) -> tuple[Keys, Vectors]:
        keys: list[Keys] = [np.zeros(0, dtype=np.int64)]
        vectors: list[Vectors] = [np.zeros((0, self._encoder.dimensions), dtype=np.float32)]
        for start in range(0, len(ids), _BATCH):
            found = list(store.statements(ids[start : start + _BATCH]))
            if found:
                keys.append(_as_keys([one.statement.id for one in found]))
                vectors.append(self._encoder.encode([one.statement.text for one in found]))
        return np.concatenate(keys), np.concatenate(vectors)

    def _replace(self, store: StatementSource, keys: Keys, vectors: Vectors, sequence: int) -> None:
        index = _new_index(self._encoder.dimensions)
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
        )
        index_files.write(self._folder, manifest, _faiss().serialize_index(index))
        self._state = _State(index, sequence)


@cache
def _faiss() -> Any:
    import faiss  # a fifth of a second: only where vectors are

    # One thread a query: several only wait for each other where questions come in parallel (process-wide setting).
    faiss.omp_set_num_threads(1)
    return faiss


def _new_index(dimensions: int) -> Any:
    faiss = _faiss()
    return faiss.IndexIDMap2(faiss.IndexFlatIP(dimensions))


def _empty(encoder: Encoder) -> _State:
    return _State(_new_index(encoder.dimensions), 0)


def _deserialized(content: index_files.Bytes, manifest: Manifest, folder: Path) -> Any:
    index = _faiss().deserialize_index(content)
    if index.ntotal != manifest.count or index.d != manifest.dimensions:
        raise IndexMismatchError(f"{folder}: the index is damaged (it does not fit its manifest); {_REMEDY}")
    return index


def _products(state: _State, vector: Vectors, keys: Keys) -> tuple[npt.NDArray[np.intp], Vectors]:
    """The rows of the keys that have a vector, and their inner products with ``vector``."""
    rows = state.rows(np.unique(keys))
    if len(rows) > _SCAN_SHARE * len(state.keys):
        return rows, (state.vectors @ vector)[rows]
    return rows, state.vectors[rows] @ vector


def _best(products: Vectors, limit: int) -> npt.NDArray[np.intp]:
    if len(products) > limit:
        chosen = np.argpartition(-products, limit - 1)[:limit]
        return chosen[np.argsort(-products[chosen], kind="stable")]
    return np.argsort(-products, kind="stable")


def _as_keys(ids: Iterable[str]) -> Keys:
    """Statement ids (16 hex digits) as the signed 64-bit numbers that FAISS wants: the same bits."""
    joined = bytes.fromhex("".join(ids))
    return np.frombuffer(joined, dtype=">i8").astype(np.int64)


def _as_id(key: int) -> str:
    return f"{key & 0xFFFF_FFFF_FFFF_FFFF:016x}"
