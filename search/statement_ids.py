"""A set of statements as sorted numbers: made from masks and compared with the index without writing any id out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from search.index_state import as_id, as_keys
from search.segment import Keys


class StatementIds(Collection[str]):
    """Ids of statements.

    :param keys: the ids as numbers, ascending, none twice; never to be changed.
    """

    __slots__ = ("keys",)

    def __init__(self, keys: Keys) -> None:
        keys.flags.writeable = False
        self.keys = keys

    def __len__(self) -> int:
        return len(self.keys)

    def __iter__(self) -> Iterator[str]:
        return map(as_id, self.keys.tolist())

    def __contains__(self, identifier: object) -> bool:
        if not isinstance(identifier, str) or not len(self.keys):
            return False
        key = as_keys([identifier])[0]
        place = int(np.searchsorted(self.keys, key))
        return place < len(self.keys) and bool(self.keys[place] == key)


def held(allowed: Collection[str] | None, ids: Sequence[str]) -> list[bool]:
    """Which ids are allowed; all where ``allowed`` is ``None``."""
    if allowed is None:
        return [True] * len(ids)
    if not isinstance(allowed, StatementIds):
        return [name in allowed for name in ids]
    keys, among = as_keys(ids), allowed.keys
    if not len(among):
        return [False] * len(ids)
    found: list[bool] = (among[np.minimum(np.searchsorted(among, keys), len(among) - 1)] == keys).tolist()
    return found
