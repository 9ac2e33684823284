"""A set of statements as a mask over columns, or as sorted numbers: no id is written out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from search.catalogue import Bools, Catalogue, Ints
from search.index_state import as_id, as_keys
from search.segment_rows import Keys


class StatementIds(Collection[str]):
    """Ids of statements.

    :param keys: the ids as numbers, ascending, none twice; never to be changed.
    """

    __slots__ = ("__weakref__", "_count", "_keys", "_mask", "catalogue", "name")

    def __init__(self, keys: Keys) -> None:
        keys.flags.writeable = False
        self._keys: Keys | None = keys
        self._mask: Bools = np.zeros(0, dtype=bool)
        self._count = len(keys)
        self.catalogue: Catalogue | None = None
        self.name: object = None

    @classmethod
    def chosen(cls, catalogue: Catalogue, mask: Bools, name: object = None) -> StatementIds:
        """The chosen statements of a catalogue.

        :param mask: never to be changed.
        :param name: of a choice that comes again, also from later catalogues; hashable.
        """
        made = cls.__new__(cls)
        made.catalogue, made.name = catalogue, name
        made._keys, made._mask, made._count = None, mask, int(np.count_nonzero(mask))
        return made

    @property
    def keys(self) -> Keys:
        """The ids as numbers, ascending."""
        if self._keys is None:
            assert self.catalogue is not None  # noqa: S101 - what has no keys is chosen from one
            keys = self.catalogue.keys(self._mask)
            keys.flags.writeable = False
            self._keys = keys
        return self._keys

    def mask_of(self, catalogue: Catalogue) -> Bools:
        """Which statements of a catalogue are among them; never to be changed."""
        if self.catalogue is catalogue:
            return self._mask
        found = np.zeros(len(catalogue), dtype=bool)
        found[catalogue.rows(self.keys)[0]] = True
        return found

    def rows_of(self, catalogue: Catalogue) -> Ints:
        """Where they are in a catalogue, ascending."""
        return np.flatnonzero(self.mask_of(catalogue))

    def having(self, keys: Keys) -> Bools:
        """Which of some ids, as numbers, are among them."""
        found = np.zeros(len(keys), dtype=bool)
        if self._keys is None and self.catalogue is not None:
            rows, there = self.catalogue.rows(keys)
            found[there] = self._mask[rows]
        elif len(self.keys):
            places = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
            found = np.asarray(self.keys[places] == keys)
        return found

    def common(self, other: StatementIds) -> StatementIds:
        """Those that both have."""
        catalogue = self.catalogue or other.catalogue
        if catalogue is not None:
            return StatementIds.chosen(catalogue, self.mask_of(catalogue) & other.mask_of(catalogue))
        few, many = sorted((self, other), key=len)
        return StatementIds(few.keys[many.having(few.keys)])

    def together(self, other: StatementIds) -> StatementIds:
        """Those that either has."""
        if self.catalogue is not None and self.catalogue is other.catalogue:
            return StatementIds.chosen(self.catalogue, self._mask | other._mask)
        return StatementIds(np.union1d(self.keys, other.keys))

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[str]:
        return map(as_id, self.keys.tolist())

    def __contains__(self, identifier: object) -> bool:
        return isinstance(identifier, str) and bool(self.having(as_keys([identifier]))[0])


def ids_of(allowed: Collection[str] | None) -> StatementIds | None:
    """Ids, none of them twice, as such a set; ``None`` stays."""
    if allowed is None or isinstance(allowed, StatementIds):
        return allowed
    return StatementIds(np.sort(as_keys(allowed)))


def held(allowed: Collection[str] | None, ids: Sequence[str]) -> list[bool]:
    """Which ids are allowed; all where ``allowed`` is ``None``."""
    if allowed is None:
        return [True] * len(ids)
    if not isinstance(allowed, StatementIds):
        return [name in allowed for name in ids]
    found: list[bool] = allowed.having(as_keys(ids)).tolist()
    return found
