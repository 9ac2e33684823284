"""The articles that a store has already, small enough to be sent to every node."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from search.index_state import as_keys
from search.segment_rows import Keys


class KnownArticles:
    """A set of article ids in eight bytes each.

    :param ids: 16 hex digits each.
    """

    def __init__(self, ids: Collection[str]) -> None:
        self._keys: Keys = np.sort(as_keys(ids))

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str) or not len(self._keys):
            return False
        key = as_keys([name])[0]
        place = int(np.searchsorted(self._keys, key))
        return place < len(self._keys) and bool(self._keys[place] == key)
