"""One moment of the vector index in memory: FAISS's vectors with the ids they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.errors import IndexMismatchError
from search import index_files
from search.index_files import Manifest
from search.types import Encoder, Vectors

_SCAN_SHARE = 0.25  # of all vectors allowed: from here on one scan of everything is faster than gathering rows
_REMEDY = "run `quotegraph rebuild`"

Keys = npt.NDArray[np.int64]


@dataclass(frozen=True)
class State:
    """One moment of the index; never changed, only replaced, so that readers need no lock."""

    index: Any
    sequence: int

    @cached_property
    def keys(self) -> Keys:
        """The keys in the order of the vectors."""
        return np.asarray(load_faiss().vector_to_array(self.index.id_map), dtype=np.int64)

    @cached_property
    def vectors(self) -> Vectors:
        """The vectors themselves, a view of FAISS's memory, shape (count, dimensions)."""
        flat = load_faiss().downcast_index(self.index.index)
        count, dimensions = int(flat.ntotal), int(flat.d)
        if count == 0:
            return np.zeros((0, dimensions), dtype=np.float32)
        view: Vectors = load_faiss().rev_swig_ptr(flat.get_xb(), count * dimensions).reshape(count, dimensions)
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


@cache
def load_faiss() -> Any:
    """FAISS, loaded when first needed."""
    import faiss  # a fifth of a second: only where vectors are

    # One thread a query: several only wait for each other where questions come in parallel (process-wide setting).
    faiss.omp_set_num_threads(1)
    return faiss


def new_index(dimensions: int) -> Any:
    """An empty FAISS index of exact inner products."""
    faiss = load_faiss()
    return faiss.IndexIDMap2(faiss.IndexFlatIP(dimensions))


def empty(encoder: Encoder) -> State:
    """The state of an index that holds nothing yet."""
    return State(new_index(encoder.dimensions), 0)


def deserialized(content: index_files.Bytes, manifest: Manifest, folder: Path) -> Any:
    """FAISS's index from the bytes of its file.

    :raises IndexMismatchError: it does not fit the manifest.
    """
    index = load_faiss().deserialize_index(content)
    if index.ntotal != manifest.count or index.d != manifest.dimensions:
        raise IndexMismatchError(f"{folder}: the index is damaged (it does not fit its manifest); {_REMEDY}")
    return index


def products_of(state: State, vector: Vectors, keys: Keys) -> tuple[npt.NDArray[np.intp], Vectors]:
    """The rows of the keys that have a vector, and their inner products with ``vector``."""
    rows = state.rows(np.unique(keys))
    if len(rows) > _SCAN_SHARE * len(state.keys):
        return rows, (state.vectors @ vector)[rows]
    return rows, state.vectors[rows] @ vector


def best_of(products: Vectors, limit: int) -> npt.NDArray[np.intp]:
    """The rows of the highest products, highest first; ties in the order they come."""
    if len(products) > limit:
        chosen = np.argpartition(-products, limit - 1)[:limit]
        return chosen[np.argsort(-products[chosen], kind="stable")]
    return np.argsort(-products, kind="stable")


def as_keys(ids: Iterable[str]) -> Keys:
    """Statement ids (16 hex digits) as the signed 64-bit numbers that FAISS wants: the same bits."""
    joined = bytes.fromhex("".join(ids))
    return np.frombuffer(joined, dtype=">i8").astype(np.int64)


def as_id(key: int) -> str:
    """The statement's id behind a key."""
    return f"{key & 0xFFFF_FFFF_FFFF_FFFF:016x}"
