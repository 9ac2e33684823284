"""One moment of the vector index in memory: its segments, searched as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from search.index_files import Entry
from search.segment import Segment, best_of
from search.segment_rows import Keys, Rows
from search.types import Vectors

if TYPE_CHECKING:  # it is made of what this knows
    from search.statement_ids import StatementIds

_GROWN = 2  # a segment joins newer ones that have at least half as many vectors together
_REMOVED = 0.3  # of a segment's vectors: from here on it is written anew without them


@dataclass(frozen=True)
class State:
    """One moment of the index; never changed, only replaced, so that readers need no lock.

    :param entries: the segments as the manifest names them, oldest first.
    """

    segments: tuple[Segment, ...]
    entries: tuple[Entry, ...]
    sequence: int

    @cached_property
    def count(self) -> int:
        """How many vectors count."""
        return sum(map(len, self.segments))

    def search(
        self, vector: Vectors, limit: int, allowed: Keys | StatementIds | None, *, coarse: bool = False
    ) -> tuple[Keys, Vectors]:
        """The keys closest to a vector with their inner products, closest first."""
        keys, products = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.float32)]
        for segment in self.segments:
            rows = None if allowed is None else _rows(segment, allowed)
            if rows is None or len(rows):
                found, their = segment.search(vector, limit, rows, coarse=coarse)
                keys.append(np.asarray(segment.keys[found]))
                products.append(their)
        joined = np.concatenate(products)
        return closest_of(np.concatenate(keys), joined, limit)

    def products(self, vector: Vectors, keys: Keys) -> tuple[Keys, Vectors]:
        """Those of the keys that have a vector, and their inner products with it."""
        found, products = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.float32)]
        for segment in self.segments if len(keys) else ():
            rows = segment.rows.of_keys(keys)
            found.append(np.asarray(segment.keys[rows]))
            products.append(segment.products(vector, rows))
        return np.concatenate(found), np.concatenate(products)

    def all_keys(self) -> Iterator[int]:
        """All keys that count."""
        for segment in self.segments:
            yield from segment.keys[segment.alive].tolist()

    def lowest(self, count: int) -> Keys:
        """The lowest keys that count, ascending, at most ``count``."""
        keys = np.concatenate([np.zeros(0, dtype=np.int64), *(one.keys[one.alive] for one in self.segments)])
        if len(keys) > count:
            keys = np.partition(keys, count - 1)[:count]
        return np.sort(keys)

    def vectors(self, keys: Keys) -> tuple[Keys, Vectors]:
        """Those of the keys that have a vector, ascending, with the vectors."""
        found, vectors = [np.zeros(0, dtype=np.int64)], []
        for segment in self.segments:
            rows = segment.rows.of_keys(keys)
            if len(rows):
                found.append(np.asarray(segment.keys[rows]))
                vectors.append(segment.vectors(rows))
        joined = np.concatenate(found)
        order = np.argsort(joined)
        return joined[order], np.concatenate(vectors)[order] if vectors else np.zeros((0, 0), dtype=np.float32)


def _rows(segment: Segment, allowed: Keys | StatementIds) -> Rows:
    return segment.rows.of_keys(allowed) if isinstance(allowed, np.ndarray) else segment.rows.of_chosen(allowed)


def closest_of(keys: Keys, products: Vectors, limit: int) -> tuple[Keys, Vectors]:
    """The keys with the highest products, highest first, equals by key; they do not depend on the order given."""
    best = best_of(products, limit, keys)
    return keys[best], products[best]


def to_merge(segments: Sequence[tuple[int, int]]) -> range:
    """Which segments to write anew as one, so that there are never many and none is written often.

    A vector is written again about as often as the index doubles.

    :param segments: how many vectors each has that count, and how many it was written with, oldest first.
    :returns: places, always up to the newest; empty when none needs it.
    """
    start, joint = len(segments), 0
    while start and (start == len(segments) or segments[start - 1][0] <= _GROWN * joint):
        start -= 1
        joint += segments[start][0]
    thin = [place for place, (left, written) in enumerate(segments) if written - left > _REMOVED * written]
    start = min([start, *thin])
    return range(start, len(segments)) if len(segments) - start > 1 or thin else range(0)


def as_keys(ids: Iterable[str]) -> Keys:
    """Statement ids (16 hex digits) as the signed 64-bit numbers that indexes want: the same bits."""
    joined = bytes.fromhex("".join(ids))
    return np.frombuffer(joined, dtype=">i8").astype(np.int64)


def as_id(key: int) -> str:
    """The statement's id behind a key."""
    return f"{key & 0xFFFF_FFFF_FFFF_FFFF:016x}"
