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

    __slots__ = ("__weakref__", "_count", "_keys", "catalogue", "mask", "name")

    def __init__(self, keys: Keys) -> None:
        keys.flags.writeable = False
        self._keys: Keys | None = keys
        self._count = len(keys)
        self.catalogue: Catalogue | None = None
        self.mask: Bools | None = None
        self.name: object = None

    @classmethod
    def chosen(cls, catalogue: Catalogue, mask: Bools, name: object = None) -> StatementIds:
        """The chosen statements of a catalogue.

        :param mask: never to be changed.
        :param name: of a choice that comes again, also from later catalogues; hashable.
        """
        made = cls.__new__(cls)
        made.catalogue, made.mask, made.name = catalogue, mask, name
        made._keys, made._count = None, int(np.count_nonzero(mask))
        return made

    @property
    def keys(self) -> Keys:
        """The ids as numbers, ascending."""
        known = self._keys
        if known is None:
            assert self.catalogue is not None and self.mask is not None  # noqa: S101 - one or the other is given
            known = self.catalogue.keys(self.mask)
            known.flags.writeable = False
            self._keys = known
        return known

    def mask_of(self, catalogue: Catalogue) -> Bools:
        """Which statements of a catalogue are among them."""
        if self.mask is not None and self.catalogue is catalogue:
            return self.mask
        found = np.zeros(len(catalogue), dtype=bool)
        found[catalogue.rows(self.keys)[0]] = True
        return found

    def rows_of(self, catalogue: Catalogue) -> Ints:
        """Where they are in a catalogue, ascending."""
        return np.flatnonzero(self.mask_of(catalogue))

    def having(self, keys: Keys) -> Bools:
        """Which of some ids, as numbers, are among them."""
        if self._keys is None and self.catalogue is not None and self.mask is not None:
            found = np.zeros(len(keys), dtype=bool)
            rows, there = self.catalogue.rows(keys)
            found[there] = self.mask[rows]
            return found
        among = self.keys
        if not len(among):
            return np.zeros(len(keys), dtype=bool)
        return np.asarray(among[np.minimum(np.searchsorted(among, keys), len(among) - 1)] == keys)

    def common(self, other: StatementIds) -> StatementIds:
        """Those that both have."""
        if self.catalogue is not None and self.mask is not None:
            return StatementIds.chosen(self.catalogue, self.mask & other.mask_of(self.catalogue))
        if other.catalogue is not None:
            return other.common(self)
        few, many = sorted((self, other), key=len)
        return StatementIds(few.keys[many.having(few.keys)])

    def together(self, other: StatementIds) -> StatementIds:
        """Those that either has."""
        if self.mask is not None and other.mask is not None and self.catalogue is other.catalogue is not None:
            return StatementIds.chosen(other.catalogue, self.mask | other.mask)
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
