"""The files of a segment: written once, read whole or memory-mapped."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from search import ten_bits
from search.segment import SHARD, Chunks, Segment, load_faiss
from search.segment_rows import Keys, Rows
from search.types import Vectors

LARGE = 32_768  # vectors; below, a scan of the vectors themselves takes less than 5 ms
_FILES = {"keys", "vectors", "high", "low", "scales", "rotation"}


def write(folder: Path, count: int, dimensions: int, chunks: Chunks) -> None:
    """Writes the files of a segment into an empty folder.

    :param count: how many vectors the chunks have together.
    """
    if count < LARGE:
        keys, vectors = _joined(dimensions, chunks)
        np.save(folder / "keys.npy", keys)
        np.save(folder / "vectors.npy", vectors)
    else:
        _write_large(folder, count, dimensions, chunks)


def read(folder: Path, removed: Rows) -> Segment:
    """A segment as written; large ones are memory-mapped.

    :raises OSError, ValueError, RuntimeError: files are missing or are not what they should be.
    """
    large = (folder / "high.npy").exists()
    names = sorted(name for name in _FILES if (folder / f"{name}.npy").exists())
    arrays = {name: _loaded(folder, name, large) for name in names}
    if large:
        arrays["rotation"] = np.array(arrays["rotation"])
    files = sorted(folder.glob("bits-*.faiss"), key=lambda path: int(path.stem.removeprefix("bits-")))
    bits = tuple(load_faiss().read_index(str(path)) for path in files)
    keys = np.asarray(arrays.pop("keys"))
    lengths = {len(array) for name, array in arrays.items() if name != "rotation"}
    lengths |= {sum(int(shard.ntotal) for shard in bits)} if large else set()
    if lengths != {len(keys)}:
        raise ValueError("its files do not fit each other")
    return Segment(keys, removed, arrays, bits)


def _loaded(folder: Path, name: str, large: bool) -> npt.NDArray[Any]:
    """A plain array over the mapped file: every piece of a ``memmap`` costs several times as much to cut out."""
    found: npt.NDArray[Any] = np.load(folder / f"{name}.npy", mmap_mode="r" if large else None)
    return found.view(np.ndarray)


def _joined(dimensions: int, chunks: Chunks) -> tuple[Keys, Vectors]:
    keys, vectors = [np.zeros(0, dtype=np.int64)], [np.zeros((0, dimensions), dtype=np.float32)]
    for some, their in chunks:
        keys.append(some)
        vectors.append(their)
    return np.concatenate(keys), np.concatenate(vectors)


def _write_large(folder: Path, count: int, dimensions: int, chunks: Chunks) -> None:
    def array(name: str, kind: type, *shape: int) -> npt.NDArray[Any]:
        path = folder / f"{name}.npy"
        made = np.lib.format.open_memmap(path, mode="w+", dtype=kind, shape=(count, *shape))
        _take_room(path)
        return np.asarray(made)

    keys, scales = array("keys", np.int64), array("scales", np.float32)
    high = array("high", np.uint8, dimensions)
    low = array("low", np.uint8, ten_bits.low_width(dimensions))
    rotation = _rotation(dimensions)
    np.save(folder / "rotation.npy", rotation)
    done, shards = 0, _Shards(folder, dimensions)
    for some, vectors in chunks:
        turned = np.ascontiguousarray(vectors @ rotation.T, dtype=np.float32)
        shards.add(turned)
        place = slice(done, done + len(some))
        keys[place] = some
        high[place], low[place], scales[place] = ten_bits.encode(turned)
        done += len(some)
    shards.close()
    if done != count:
        raise ValueError(f"{done} vectors came in place of {count}")


def _take_room(path: Path) -> None:
    """Has the disk set aside what a file needs: when it is full, writing to mapped memory ends the process.

    :raises OSError: there is not so much room.
    """
    if hasattr(os, "posix_fallocate"):
        descriptor = os.open(path, os.O_RDWR)
        try:
            os.posix_fallocate(descriptor, 0, path.stat().st_size)
        finally:
            os.close(descriptor)


class _Shards:
    """FAISS's bits of the vectors, in files of ``SHARD`` each."""

    def __init__(self, folder: Path, dimensions: int) -> None:
        self._folder = folder
        self._dimensions = dimensions
        self._number = 0
        self._bits: Any = None

    def add(self, vectors: Vectors) -> None:
        while len(vectors):
            if self._bits is None:
                faiss = load_faiss()
                self._bits = faiss.IndexRaBitQ(self._dimensions, faiss.METRIC_INNER_PRODUCT)
                self._bits.train(vectors)  # the mean only
            room = SHARD - int(self._bits.ntotal)
            self._bits.add(vectors[:room])
            vectors = vectors[room:]
            if len(vectors):
                self.close()

    def close(self) -> None:
        """Writes what has come since the last file."""
        if self._bits is not None:
            # Written here, and not by FAISS, so that a full disk is an error as with every other file.
            (self._folder / f"bits-{self._number}.faiss").write_bytes(load_faiss().serialize_index(self._bits).data)
            self._number, self._bits = self._number + 1, None


def _rotation(dimensions: int) -> Vectors:
    """A random turn, by which every number of a vector carries about as much as every other."""
    drawn = np.random.default_rng(20240521).normal(size=(dimensions, dimensions))
    turn, _ = np.linalg.qr(drawn)
    return np.asarray(turn.T, dtype=np.float32)
