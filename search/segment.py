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
from typing import Any

import numpy as np
import numpy.typing as npt

from search import ten_bits
from search.segment_rows import Keys, Rows, SegmentRows
from search.types import Vectors

_CHUNK = 32_768  # vectors decoded at a time
_LAST_BITS = np.float32(1e-6)  # by which products in single precision may be wrong
_FEW = 4_096  # allowed vectors: so few are ranked by their ten bits at once
#: Vectors that one thread scans.
SHARD = 262_144
_CANDIDATES = 1_000  # of the scan of bits; at 200,000 vectors .999 of the ten best are among so many
_MORE = 3_000  # under a filter, where the closest may be far from the question and near each other
_COARSE = 500
_UNEVEN = 2  # times its even share of the candidates that one shard may have
_GATHERED = 0.25  # of the vectors: of so many allowed ones the bits are copied before they are scanned
_QUERY_BITS = 8
_QUERIES_KEPT = 64

Margins = Vectors | np.float32
Chunks = Iterable[tuple[Keys, Vectors]]


def load_faiss() -> Any:
    """FAISS, loaded when first needed; in the calling thread it works without further ones."""
    faiss = _faiss()
    # Several only wait for each other, at full speed, where questions come in parallel. A setting of each thread.
    faiss.omp_set_num_threads(1)
    return faiss


@cache
def _faiss() -> Any:
    import faiss  # a fifth of a second: only where vectors are

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

    def without(self, removed: Rows) -> Segment:
        """The same vectors, of which these rows count no more."""
        made = Segment(self.keys, removed, self.arrays, self.bits)
        if "rows" in self.__dict__:  # the keys stay as they are
            made.__dict__["rows"] = SegmentRows(self.keys, removed, self.rows)
        return made

    @property
    def written(self) -> int:
        """How many vectors the file has, removed ones included."""
        return len(self.keys)

    @cached_property
    def rows(self) -> SegmentRows:
        """Where the vectors of statements are, of those that still count."""
        return SegmentRows(self.keys, self.removed)

    @property
    def alive(self) -> npt.NDArray[np.bool_]:
        """Whether each row still counts."""
        return self.rows.alive

    def search(self, vector: Vectors, limit: int, rows: Rows | None, *, coarse: bool = False) -> tuple[Rows, Vectors]:
        """The rows closest to a vector with their inner products, closest first.

        :param rows: those that may come back; ``None`` for all that count.
        :param coarse: whether some of the last ones may be missing, for the sake of speed.
        """
        if rows is None and len(self.removed):
            rows = np.flatnonzero(self.alive)
        if self.bits and (rows is None or len(rows) > max(_FEW, limit)):
            rows = self._candidates(vector, limit, rows, coarse=coarse)
        chosen = np.arange(len(self.keys)) if rows is None else rows
        if len(chosen) > limit:
            chosen = chosen[_hopeful(*self._near_products(vector, chosen, everything=rows is None), limit)]
        products = self.products(vector, chosen)
        best = best_of(products, limit, self.keys[chosen])
        return chosen[best], products[best]

    def products(self, vector: Vectors, rows: Rows) -> Vectors:
        """The inner products of some rows with a vector.

        The same vectors get the same product whatever is calculated beside them.
        """
        if self.bits:
            return self._query(vector).products(self._high, self._low, self.arrays["scales"], rows)
        wide = np.asarray(vector, dtype=np.float64)
        return np.asarray(self.arrays["vectors"][rows].astype(np.float64) @ wide, dtype=np.float32)

    def _near_products(self, vector: Vectors, rows: Rows, *, everything: bool) -> tuple[Vectors, Margins]:
        """Nearly the same and faster, and how far each may be off."""
        if self.bits:
            return self._query(vector).estimates(self._high, self.arrays["scales"], rows)
        vectors = self.arrays["vectors"]
        if everything:
            return vectors @ vector, _LAST_BITS
        if len(rows) > len(vectors) // 4:
            return np.asarray((vectors @ vector)[rows]), _LAST_BITS
        return np.asarray(vectors[rows] @ vector), _LAST_BITS

    def _query(self, vector: Vectors) -> ten_bits.Query:
        """A vector turned as those of the segment are; those asked for last are kept."""
        known = self._queries.get(key := vector.tobytes())
        if known is None:
            if len(self._queries) >= _QUERIES_KEPT:
                self._queries.clear()
            known = self._queries[key] = ten_bits.Query(self._rotation @ vector.astype(np.float64))
        return known

    @cached_property
    def _queries(self) -> dict[bytes, ten_bits.Query]:
        return {}

    @cached_property
    def _rotation(self) -> npt.NDArray[np.float64]:
        return np.asarray(self.arrays["rotation"], dtype=np.float64)

    @cached_property
    def _high(self) -> ten_bits.Bytes:
        """Without numpy's class for mapped memory, which is slow to take rows from."""
        return np.asarray(self.arrays["high"])

    @cached_property
    def _low(self) -> ten_bits.Bytes:
        return np.asarray(self.arrays["low"])

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

    def _candidates(self, vector: Vectors, limit: int, rows: Rows | None, *, coarse: bool) -> Rows:
        turned = self._query(vector).vector.reshape(1, -1)
        wanted = max(_CANDIDATES if rows is None else _MORE, 4 * limit)
        if coarse:
            wanted = max(_COARSE, 2 * limit)
        each = max(1, -(-_UNEVEN * wanted // len(self.bits)))  # of one shard
        edges = None if rows is None else np.searchsorted(rows, np.arange(len(self.bits) + 1) * SHARD)

        def scan(number: int) -> tuple[Vectors, Rows]:
            if rows is None or edges is None:
                return _scan(self.bits[number], turned, min(each, wanted), None)
            chosen = rows[edges[number] : edges[number + 1]] - number * SHARD
            if len(chosen) < _GATHERED * self.bits[number].ntotal:
                part = self.rows.part(rows, number, lambda: _gathered(self.bits[number], chosen))
                products, places = _scan(part, turned, min(each, wanted), None)
                return products, chosen[places]
            mask = np.zeros(self.bits[number].ntotal, dtype=bool)
            mask[chosen] = True
            return _scan(self.bits[number], turned, min(each, wanted), mask)

        scanned = list(_threads().map(scan, range(len(self.bits)))) if len(self.bits) > 1 else [scan(0)]
        products = np.concatenate([products for products, _ in scanned])
        found = np.concatenate([places + number * SHARD for number, (_, places) in enumerate(scanned)])
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


def _gathered(bits: Any, rows: Rows) -> Any:
    """The bits of some rows as an index of their own: passing over all others takes longer than to copy a few."""
    faiss = load_faiss()
    part = faiss.IndexRaBitQ(bits.d, faiss.METRIC_INNER_PRODUCT)
    faiss.copy_array_to_vector(faiss.vector_to_array(bits.center), part.center)
    part.is_trained = True
    codes = faiss.rev_swig_ptr(bits.codes.data(), bits.ntotal * bits.code_size).reshape(bits.ntotal, bits.code_size)
    faiss.copy_array_to_vector(codes[rows].ravel(), part.codes)
    part.ntotal = len(rows)
    return part


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="vectors")


def _hopeful(products: Vectors, margins: Margins, limit: int) -> Rows:
    """The places of those that may be among the highest, where each product may be off by its margin."""
    surely = -np.partition(margins - products, limit - 1)[limit - 1]
    return np.flatnonzero(products + margins >= surely)


def best_of(products: Vectors, limit: int, keys: Keys | None = None) -> Rows:
    """The places of the highest products, highest first; ties by key, without keys in the order they come."""
    if len(products) > limit:
        worst = -np.partition(-products, limit - 1)[limit - 1]
        chosen = np.flatnonzero(products >= worst)
    else:
        chosen = np.arange(len(products))
    ties = chosen if keys is None else keys[chosen]
    return np.asarray(chosen[np.lexsort((ties, -products[chosen]))[:limit]])
