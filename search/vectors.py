"""What every encoder does before and after its model: texts mended, vectors brought to unit length."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from search.types import Encoder, Vectors

#: Below this length a vector has no direction that could be trusted.
SHORTEST = 1e-6


def unit(vectors: Vectors) -> Vectors:
    """Rows scaled to unit length; a row that is zero or not finite becomes one fixed unit vector."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    broken = ~np.isfinite(lengths[:, 0]) | (lengths[:, 0] < SHORTEST)
    vectors = np.where(broken[:, None], np.float32(1.0), vectors)
    lengths[broken] = np.sqrt(vectors.shape[1])
    return np.asarray(vectors / lengths, dtype=np.float32)


def mended(text: str) -> str:
    """The text with whole surrogate pairs joined and lone halves replaced by U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class Truncated:
    """The first numbers of another encoder's vectors, at unit length again: for models trained for that (Matryoshka).

    :param dimensions: how many, 1 to those of ``encoder``.
    """

    def __init__(self, encoder: Encoder, dimensions: int) -> None:
        self._encoder = encoder
        self._dimensions = dimensions

    @property
    def name(self) -> str:
        """That of the whole encoder."""
        return self._encoder.name

    @property
    def folder(self) -> Path | None:
        """That of the whole encoder."""
        return getattr(self._encoder, "folder", None)

    @property
    def dimensions(self) -> int:
        """Length of one vector."""
        return self._dimensions

    @property
    def fingerprint(self) -> str:
        """Of the whole encoder, and the number of dimensions."""
        return f"{self._encoder.fingerprint}-{self._dimensions}"

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """As the whole encoder, shape (len(texts), dimensions)."""
        return unit(self._encoder.encode(texts, query=query)[:, : self._dimensions])
