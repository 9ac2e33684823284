"""The vectors of an index, for another one to take instead of making them again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np

from search.encoder_settings import EncoderSettings
from search.index import StatementSource, VectorIndex
from search.index_state import as_keys
from search.types import Encoder, Vectors


class IndexedVectors:
    """Vectors by statement id.

    :param stale: ids of statements that changed since the index took them in.
    """

    def __init__(self, index: VectorIndex, stale: frozenset[str]) -> None:
        self._index = index
        self._stale = stale

    @classmethod
    def of(cls, folder: Path, encoder: Encoder, settings: EncoderSettings, store: StatementSource) -> Self:
        """Those of an index folder, which may lag behind the store; none where there is no index.

        :raises IndexMismatchError: another encoder made them.
        """
        index = VectorIndex(folder, encoder, settings)
        changes = store.changes_since(min(index.sequence, store.sequence()))
        return cls(index, frozenset([*changes.added, *changes.changed]))

    def completed(self, texts: Sequence[tuple[str, str]], encoder: Encoder) -> Vectors:
        """The vectors of statements, those that the index has not made now.

        :param texts: ids and texts.
        :returns: shape (count, dimensions).
        """
        vectors = np.zeros((len(texts), encoder.dimensions), dtype=np.float32)
        keys = as_keys([name for name, _ in texts])
        known, found = self._index.vectors(np.unique(keys))
        order = np.argsort(known)
        places = np.searchsorted(known, keys, sorter=order) if len(known) else np.zeros(len(keys), dtype=np.intp)
        places = order[np.minimum(places, len(known) - 1)] if len(known) else places
        missing = []
        for row, (name, _) in enumerate(texts):
            if len(known) and known[places[row]] == keys[row] and name not in self._stale:
                vectors[row] = found[places[row]]
            else:
                missing.append(row)
        if missing:
            vectors[missing] = encoder.encode([texts[row][1] for row in missing])
        return vectors
