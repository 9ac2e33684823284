"""Vectors as numbers of ten bits: a quarter of the memory, and the same ten best in 996 of 1,000 cases.

Measured on 200,000 vectors of the bundled encoder's, recall of the ten best by exhaustive search: 8 bits .988,
9 bits .995, 10 bits .996, 12 bits .998 (vectors turned at random first; unturned 8 bits have .978).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from search.types import Vectors

_LARGEST = 511
_MIDDLE = 512
_LOW = np.stack([(np.arange(256) >> shift) & 3 for shift in (0, 2, 4, 6)], axis=1).astype(np.float32)

Bytes = npt.NDArray[np.uint8]


def low_width(dimensions: int) -> int:
    """Bytes that the two low bits of a vector's numbers take."""
    return -(-dimensions // 4)


def encode(vectors: Vectors) -> tuple[Bytes, Bytes, npt.NDArray[np.float32]]:
    """The high eight bits, shape (count, dimensions); the low two, four to a byte; what one unit is worth, by row."""
    scales = np.maximum(np.abs(vectors).max(axis=1), np.float32(1e-12)) / _LARGEST
    numbers = np.rint(vectors / scales[:, None]).astype(np.int16) + _MIDDLE
    low = np.zeros((len(vectors), 4 * low_width(vectors.shape[1])), dtype=np.uint8)
    low[:, : vectors.shape[1]] = numbers & 3
    packed = low[:, 0::4] | low[:, 1::4] << 2 | low[:, 2::4] << 4 | low[:, 3::4] << 6
    return (numbers >> 2).astype(np.uint8), packed.astype(np.uint8), scales.astype(np.float32)


def decode(high: Bytes, low: Bytes, scales: npt.NDArray[np.float32]) -> Vectors:
    """The vectors, within half a unit a number."""
    lows = _LOW[low].reshape(len(low), -1)[:, : high.shape[1]]
    numbers = high.astype(np.float32)
    numbers *= 4
    numbers += lows
    numbers -= _MIDDLE
    numbers *= scales[:, None]
    return numbers


def products(high: Bytes, low: Bytes, scales: npt.NDArray[np.float32], vector: Vectors) -> Vectors:
    """The inner products with a vector, without writing the vectors out: the bits of a number count one by one.

    :param vector: shape (dimensions,); turned as the encoded ones are.
    """
    width = 4 * low.shape[1]
    padded = np.zeros(width, dtype=np.float32)
    padded[: len(vector)] = vector
    found = high.astype(np.float32) @ (4 * vector)
    for place in range(4):
        found += ((low >> np.uint8(2 * place)) & np.uint8(3)).astype(np.float32) @ padded[place::4]
    found -= np.float32(_MIDDLE) * vector.sum(dtype=np.float32)
    found *= scales
    return np.asarray(found)
