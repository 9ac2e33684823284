"""A part of the vector index: vectors written once and never changed, with the ids they belong to.

A small segment keeps the vectors themselves and scans them. A large one keeps ten bits a number, memory-mapped, and one
bit a number in memory (RaBitQ, Gao & Long 2024, by FAISS): a scan of the bits names the candidates, the ten bits rank
them. Both see every vector and take any filter before they rank, so that no filter costs recall.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from search import ten_bits
from search.types import Vectors

LARGE = 32_768  # vectors; below, a scan of the vectors themselves takes less than 5 ms
_CHUNK = 32_768  # vectors decoded at a time
_FEW = 4_096  # allowed vectors: so few are ranked by their ten bits at once
_SHARD = 262_144  # vectors that one thread scans
_CANDIDATES = 1_000  # of the scan of bits; at 200,000 vectors .999 of the ten best are among so many
_MORE = 3_000  # under a filter, where the closest may be far from the question and near each other
_QUERY_BITS = 8
_FILES = {"keys", "vectors", "high", "low", "scales", "rotation"}

Keys = npt.NDArray[np.int64]
Rows = npt.NDArray[np.intp]
Chunks = Iterable[tuple[Keys, Vectors]]


@cache
def load_faiss() -> Any:
    """FAISS, loaded when first needed."""
    import faiss  # a fifth of a second: only where vectors are

    # One thread a query: several only wait for each other where questions come in parallel (process-wide setting).
    faiss.omp_set_num_threads(1)
    return faiss


@dataclass(frozen=True)
class Segment:
    """Vectors in memory or memory-mapped, with their ids; rows in ``removed`` count no more.

    :param keys: ids as numbers, shape (count,).
    :param removed: rows, ascending.
    """

    keys: Keys
    removed: Rows
    arrays: dict[str, npt.NDArray[Any]]
    bits: tuple[Any, ...]

    def __len__(self) -> int:
        return len(self.keys) - len(self.removed)

    @property
    def written(self) -> int:
        """How many vectors the file has, removed ones included."""
        return len(self.keys)

    @cached_property
    def alive(self) -> npt.NDArray[np.bool_]:
        """Whether each row still counts."""
        alive = np.ones(len(self.keys), dtype=bool)
        alive[self.removed] = False
        return alive

    def rows(self, keys: Keys) -> Rows:
        """Where the vectors of these keys are, of those that still count, ascending."""
        ascending, order = self._sorted
        if not len(ascending):
            return np.zeros(0, dtype=np.intp)
        places = np.minimum(np.searchsorted(ascending, keys), len(ascending) - 1)
        found = order[places[ascending[places] == keys]]
        return np.sort(found[self.alive[found]])

    @cached_property
    def _sorted(self) -> tuple[Keys, Rows]:
        order = np.argsort(self.keys, kind="stable")
        return self.keys[order], order

    def search(self, vector: Vectors, limit: int, rows: Rows | None) -> tuple[Rows, Vectors]:
        """The rows closest to a vector with their inner products, closest first.

        :param rows: those that may come back; ``None`` for all that count.
        """
        if rows is None and len(self.removed):
            rows = np.flatnonzero(self.alive)
        if self.bits and (rows is None or len(rows) > max(_FEW, limit)):
            rows = self._candidates(vector, limit, rows)
        if rows is None and not self.bits:
            products = self.arrays["vectors"] @ vector
            best = best_of(products, limit)
            return best, products[best]
        chosen = rows if rows is not None else np.arange(len(self.keys))
        products = self.products(vector, chosen)
        best = best_of(products, limit)
        return chosen[best], products[best]

    def products(self, vector: Vectors, rows: Rows) -> Vectors:
        """The inner products of some rows with a vector."""
        if not self.bits:
            vectors = self.arrays["vectors"]
            if len(rows) > len(vectors) // 4:
                return np.asarray((vectors @ vector)[rows])
            return np.asarray(vectors[rows] @ vector)
        turned = self.arrays["rotation"] @ vector
        parts = [self._decoded(rows[start : start + _CHUNK]) @ turned for start in range(0, len(rows), _CHUNK)]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of some rows; of a large segment as exactly as ten bits give them."""
        if not self.bits:
            return np.asarray(self.arrays["vectors"][rows])
        return np.asarray(self._decoded(rows) @ self.arrays["rotation"])

    def chunks(self) -> Iterator[tuple[Keys, Vectors]]:
        """All that counts, some at a time."""
        rows = np.flatnonzero(self.alive)
        for start in range(0, len(rows), _CHUNK):
            some = rows[start : start + _CHUNK]
            yield self.keys[some], self.vectors(some)

    def _decoded(self, rows: Rows) -> Vectors:
        arrays = self.arrays
        return ten_bits.decode(arrays["high"][rows], arrays["low"][rows], arrays["scales"][rows])

    def _candidates(self, vector: Vectors, limit: int, rows: Rows | None) -> Rows:
        turned = np.ascontiguousarray(self.arrays["rotation"] @ vector, dtype=np.float32).reshape(1, -1)
        wanted = max(_CANDIDATES if rows is None else _MORE, 4 * limit)
        mask = None
        if rows is not None:
            mask = np.zeros(len(self.keys), dtype=bool)
            mask[rows] = True

        def scan(number: int) -> tuple[Vectors, Rows]:
            first = number * _SHARD
            return _scan(self.bits[number], turned, wanted, None if mask is None else mask[first : first + _SHARD])

        scanned = list(_threads().map(scan, range(len(self.bits)))) if len(self.bits) > 1 else [scan(0)]
        products = np.concatenate([products for products, _ in scanned])
        found = np.concatenate([places + number * _SHARD for number, (_, places) in enumerate(scanned)])
        return np.sort(found[best_of(products, wanted)])


def _scan(bits: Any, turned: Vectors, wanted: int, mask: npt.NDArray[np.bool_] | None) -> tuple[Vectors, Rows]:
    """The closest by their bits, with the products that the bits let expect."""
    faiss = load_faiss()
    parameters = faiss.RaBitQSearchParameters()
    parameters.qb = _QUERY_BITS
    if mask is not None:
        allowed = np.packbits(mask, bitorder="little")
        parameters.sel = faiss.IDSelectorBitmap(len(allowed), faiss.swig_ptr(allowed))
    products, found = bits.search(turned, min(wanted, bits.ntotal), params=parameters)
    valid = found[0] >= 0
    return products[0][valid], found[0][valid].astype(np.intp)


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="vectors")


def write(folder: Path, count: int, dimensions: int, chunks: Chunks) -> None:
    """Writes the files of a segment into an empty folder.

    :param count: how many vectors the chunks have together.
    """
    if count < LARGE:
        keys, vectors = _joined(dimensions, chunks)
        np.save(folder / "keys.npy", keys)
        np.save(folder / "vectors.npy", vectors)
    else:
        _write_large(folder, count, dimensions, chunks)


def read(folder: Path, removed: Rows) -> Segment:
    """A segment as written; large ones are memory-mapped.

    :raises OSError, ValueError, RuntimeError: files are missing or are not what they should be.
    """
    large = (folder / "high.npy").exists()
    names = sorted(name for name in _FILES if (folder / f"{name}.npy").exists())
    arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r" if large else None) for name in names}
    if large:
        arrays["rotation"] = np.array(arrays["rotation"])
    files = sorted(folder.glob("bits-*.faiss"), key=lambda path: int(path.stem.removeprefix("bits-")))
    bits = tuple(load_faiss().read_index(str(path)) for path in files)
    keys = np.asarray(arrays.pop("keys"))
    lengths = {len(array) for name, array in arrays.items() if name != "rotation"}
    lengths |= {sum(int(shard.ntotal) for shard in bits)} if large else set()
    if lengths != {len(keys)}:
        raise ValueError("its files do not fit each other")
    return Segment(keys, removed, arrays, bits)


def best_of(products: Vectors, limit: int) -> Rows:
    """The places of the highest products, highest first; ties in the order they come."""
    if len(products) > limit:
        chosen = np.argpartition(-products, limit - 1)[:limit]
        chosen.sort()
        return np.asarray(chosen[np.argsort(-products[chosen], kind="stable")])
    return np.asarray(np.argsort(-products, kind="stable"))


def _joined(dimensions: int, chunks: Chunks) -> tuple[Keys, Vectors]:
    keys, vectors = [np.zeros(0, dtype=np.int64)], [np.zeros((0, dimensions), dtype=np.float32)]
    for some, their in chunks:
        keys.append(some)
        vectors.append(their)
    return np.concatenate(keys), np.concatenate(vectors)


def _write_large(folder: Path, count: int, dimensions: int, chunks: Chunks) -> None:
    def array(name: str, kind: type, *shape: int) -> npt.NDArray[Any]:
        made = np.lib.format.open_memmap(folder / f"{name}.npy", mode="w+", dtype=kind, shape=(count, *shape))
        return np.asarray(made)

    keys, scales = array("keys", np.int64), array("scales", np.float32)
    high = array("high", np.uint8, dimensions)
    low = array("low", np.uint8, ten_bits.low_width(dimensions))
    rotation = _rotation(dimensions)
    np.save(folder / "rotation.npy", rotation)
    done, shards = 0, _Shards(folder, dimensions)
    for some, vectors in chunks:
        turned = np.ascontiguousarray(vectors @ rotation.T, dtype=np.float32)
        shards.add(turned)
        place = slice(done, done + len(some))
        keys[place] = some
        high[place], low[place], scales[place] = ten_bits.encode(turned)
        done += len(some)
    shards.close()
    if done != count:
        raise ValueError(f"{done} vectors came in place of {count}")


class _Shards:
    """FAISS's bits of the vectors, in files of ``_SHARD`` each."""

    def __init__(self, folder: Path, dimensions: int) -> None:
        self._folder = folder
        self._dimensions = dimensions
        self._number = 0
        self._bits: Any = None

    def add(self, vectors: Vectors) -> None:
        while len(vectors):
            if self._bits is None:
                faiss = load_faiss()
                self._bits = faiss.IndexRaBitQ(self._dimensions, faiss.METRIC_INNER_PRODUCT)
                self._bits.train(vectors)  # the mean only
            room = _SHARD - int(self._bits.ntotal)
            self._bits.add(vectors[:room])
            vectors = vectors[room:]
            if len(vectors):
                self.close()

    def close(self) -> None:
        """Writes what has come since the last file."""
        if self._bits is not None:
            load_faiss().write_index(self._bits, str(self._folder / f"bits-{self._number}.faiss"))
            self._number, self._bits = self._number + 1, None


def _rotation(dimensions: int) -> Vectors:
    """A random turn, by which every number of a vector carries about as much as every other."""
    drawn = np.random.default_rng(20240521).normal(size=(dimensions, dimensions))
    turn, _ = np.linalg.qr(drawn)
    return np.asarray(turn.T, dtype=np.float32)
