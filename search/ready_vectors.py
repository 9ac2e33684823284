"""Vectors that were made elsewhere, for the index to take instead of making them again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np

from search.types import Encoder, Vectors


class Ready(Protocol):
    """Gives vectors."""

    def completed(self, texts: Sequence[tuple[str, str]], encoder: Encoder) -> Vectors:
        """The vectors of statements, given as ids and texts; shape (count, dimensions)."""


class ReadyVectors:
    """Vectors by statement id and text: of a statement that reads otherwise by now (a correction) none is used."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[str, Vectors]] = {}

    def __len__(self) -> int:
        return len(self._held)

    def put(self, texts: Iterable[tuple[str, str]], vectors: Vectors) -> None:
        """Adds vectors.

        :param texts: ids of statements with the texts that the vectors were made from.
        :param vectors: in the same order, shape (count, dimensions), unit length, float32.
        """
        for (name, text), vector in zip(texts, vectors, strict=True):
            self._held[name] = text, vector

    def completed(self, texts: Sequence[tuple[str, str]], encoder: Encoder) -> Vectors:
        """The vectors of statements, those that are not ready made now; what is ready is given out once.

        :param texts: ids and texts.
        :returns: shape (count, dimensions).
        """
        held = [self._held.pop(name, None) for name, _ in texts]
        ready = [found is not None and found[0] == text for found, (_, text) in zip(held, texts, strict=True)]
        if not any(ready):
            return encoder.encode([text for _, text in texts])
        vectors = np.zeros((len(texts), encoder.dimensions), dtype=np.float32)
        for row, found in enumerate(held):
            if found is not None and ready[row]:
                vectors[row] = found[1]
        missing = [row for row, is_ready in enumerate(ready) if not is_ready]
        if missing:
            vectors[missing] = encoder.encode([texts[row][1] for row in missing])
        return vectors
