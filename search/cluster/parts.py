"""Which shard a statement belongs to, and the part of a store that one shard follows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from corpus.store.records import Changes, StoredStatement
from search.index import StatementSource
from search.index_state import as_keys
from search.segment_rows import Keys, Rows


def shard_of(keys: Keys, shards: int) -> Rows:
    """The shard of each key, 0 up to ``shards`` - 1; ids are digests, so all get about the same share."""
    return np.asarray(keys.view(np.uint64) % np.uint64(shards), dtype=np.intp)


class PartOfStore:
    """The statements of one shard, as the index follows them.

    :param number: of the shard, from 0.
    """

    def __init__(self, store: StatementSource, number: int, shards: int) -> None:
        self._store = store
        self._number = number
        self._shards = shards

    @property
    def identity(self) -> str:
        """That of the store."""
        return self._store.identity

    def sequence(self) -> int:
        """The number of the last change, of whatever shard."""
        return self._store.sequence()

    def changes_since(self, sequence: int, limit: int | None = None) -> Changes:
        """Those that concern the shard."""
        found = self._store.changes_since(sequence, limit)
        return replace(
            found, added=self._own(found.added), changed=self._own(found.changed), removed=self._own(found.removed)
        )

    def statements(self, ids: Sequence[str]) -> Iterable[StoredStatement]:
        """The statements with these ids that are still listed."""
        return self._store.statements(ids)

    def _own(self, ids: Sequence[str]) -> tuple[str, ...]:
        if not ids:
            return ()
        mine = shard_of(as_keys(ids), self._shards) == self._number
        return tuple(name for name, is_mine in zip(ids, mine.tolist(), strict=True) if is_mine)
