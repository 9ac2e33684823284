"""Where in a segment of the vector index the statements of a filter are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from weakref import ReferenceType, ref

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:  # both know the rows of a segment
    from search.catalogue import Catalogue
    from search.statement_ids import StatementIds

Keys = npt.NDArray[np.int64]
Rows = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]

_KEPT = 64  # filters that come again
_COPIED = 2  # times the segment's vectors: of so many rows together parts are kept


class SegmentRows:
    """The rows of one segment by keys, and by the statements chosen from a catalogue.

    :param keys: ids as numbers, one for each row.
    :param removed: rows that count no more.
    :param like: of the same keys; what it has worked out of them is taken over.
    """

    def __init__(self, keys: Keys, removed: Rows, like: SegmentRows | None = None) -> None:
        self._keys = keys
        self.alive = np.ones(len(keys), dtype=bool)
        self.alive[removed] = False
        self._all_alive = not len(removed)
        self._order: tuple[Keys, Rows] | None = None if like is None else like._order
        self._followed: tuple[object, int, Rows] | None = None if like is None else like._followed
        self._of_keys: dict[int, tuple[Keys, Rows]] = {}
        self._of_names: dict[object, tuple[ReferenceType[StatementIds], Rows]] = {}
        self._parts: dict[tuple[int, int], tuple[Rows, Any]] = {}

    def of_keys(self, keys: Keys) -> Rows:
        """The rows of keys, of those that still count, ascending."""
        if keys.flags.writeable:
            return self._found(keys)
        known = self._of_keys.get(id(keys))
        if known is None:  # keys that never change are those of filters that come again
            if len(self._of_keys) >= _KEPT:
                self._of_keys.clear()
            known = self._of_keys[id(keys)] = keys, _fixed(self._found(keys))
        return known[1]

    def of_chosen(self, ids: StatementIds) -> Rows:
        """The rows of statements chosen from a catalogue, of those that still count, ascending."""
        catalogue = ids.catalogue
        if catalogue is None:
            return self.of_keys(ids.keys)
        if ids.name is None:
            return self._chosen(catalogue, ids)
        known = self._of_names.get(ids.name)
        if known is None or known[0]() is not ids:
            rows = _fixed(self._chosen(catalogue, ids))
            if known is not None and np.array_equal(known[1], rows):
                rows = known[1]  # what has changed is in other segments: what was made of the rows goes on
            if len(self._of_names) >= _KEPT:
                self._of_names.clear()
            known = self._of_names[ids.name] = ref(ids), rows  # with it all columns of its moment would stay
        return known[1]

    def part(self, rows: Rows, number: int, make: Callable[[], Any]) -> Any:
        """What is made of some rows for one shard; kept where the rows come again."""
        if rows.flags.writeable:
            return make()
        known = self._parts.get((id(rows), number))
        if known is None or known[0] is not rows:
            if sum(len(one) for one, _ in list(self._parts.values())) + len(rows) > _COPIED * len(self._keys):
                self._parts.clear()
            known = self._parts[id(rows), number] = rows, make()
        return known[1]

    def _found(self, keys: Keys) -> Rows:
        if self._order is None:
            order = np.argsort(self._keys, kind="stable")
            self._order = self._keys[order], order
        ascending, order = self._order
        if not len(ascending):
            return np.zeros(0, dtype=np.intp)
        places = np.minimum(np.searchsorted(ascending, keys), len(ascending) - 1)
        found = np.zeros(len(self._keys), dtype=bool)
        found[order[places[ascending[places] == keys]]] = True
        return np.flatnonzero(found & self.alive)

    def _chosen(self, catalogue: Catalogue, ids: StatementIds) -> Rows:
        mask = np.append(ids.mask_of(catalogue), False)  # the last for what the catalogue has not
        found = mask[self._places(catalogue)]
        return np.flatnonzero(found if self._all_alive else found & self.alive)

    def _places(self, catalogue: Catalogue) -> Rows:
        """For each row of the segment its row in a catalogue; -1 for none. Kept for the catalogue asked for last."""
        known = self._followed
        if known is None or known[0] is not catalogue.lineage or known[1] > len(catalogue):
            places = _places_of(self._keys, catalogue)
        elif known[1] == len(catalogue):
            return known[2]
        else:
            places = known[2]
            missing = np.flatnonzero(places < 0)
            if len(missing):
                places = places.copy()
                places[missing] = _places_of(self._keys[missing], catalogue)
        self._followed = catalogue.lineage, len(catalogue), places
        return places


def _places_of(keys: Keys, catalogue: Catalogue) -> Rows:
    rows, there = catalogue.rows(keys)
    places = np.full(len(keys), -1, dtype=np.intp)
    places[there] = rows
    return places


def _fixed(rows: Rows) -> Rows:
    rows.flags.writeable = False
    return rows
