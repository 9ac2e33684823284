"""Reading many texts with a contextual encoder: batches of one length, and the teacher's vectors kept on disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F  # noqa: N812 - the name that everybody knows
from tokenizers import Tokenizer

from search.types import Vectors
from training.data import Pair
from training.student import Batch, Reader

Positions = npt.NDArray[np.int64]


class Shelf:
    """The teacher's vectors of the pairs' English, kept on disk: each sentence is read once in all epochs and runs.

    :param file: 16-bit numbers, one row a pair; rows not read yet are zero. Written sparsely.
    """

    def __init__(self, file: Path, teacher: Reader, tokenizer: Tokenizer, pairs: Sequence[Pair]) -> None:
        shape = (len(pairs), teacher.dimensions)
        self._rows = np.memmap(file, dtype=np.float16, mode="r+" if file.exists() else "w+", shape=shape)
        self._teacher, self._tokenizer, self._pairs = teacher, tokenizer, pairs

    def read(self, positions: Positions) -> torch.Tensor:
        """Unit vectors of the pairs at the positions, float32."""
        unread = [int(p) for p in np.unique(positions) if not self._rows[p].any()]
        if unread:
            texts = [self._pairs[p].english for p in unread]
            self._rows[unread] = encode(self._teacher, self._tokenizer, texts).astype(np.float16)
            self._rows.flush()
        return F.normalize(torch.from_numpy(self._rows[positions].astype(np.float32)), dim=1)


@torch.no_grad()
def encode(reader: Reader, tokenizer: Tokenizer, texts: Sequence[str], pieces: int = 8_192) -> Vectors:
    """Unit vectors of texts, shape (len(texts), dimensions); texts of one length are read together."""
    rows = [encoding.ids for encoding in tokenizer.encode_batch_fast(list(texts))]
    found = np.zeros((len(texts), reader.dimensions), dtype=np.float32)
    for batch in by_length(np.array([len(row) for row in rows]), pieces):
        whole = Batch.of([rows[p] for p in batch])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found[batch] = reader(whole.ids, whole.mask).numpy()
    return found


def by_length(lengths: npt.NDArray[np.int64], pieces: int) -> Iterator[Positions]:
    """Positions of texts of about one length, with at most so many pieces together, the short ones first."""
    order = np.argsort(lengths, kind="stable")
    start = 0
    for end in range(1, len(order) + 1):
        if end == len(order) or (end + 1 - start) * lengths[order[end]] > pieces:
            yield order[start:end]
            start = end


class Live:
    """The student as an encoder, to be measured while it learns."""

    name = "student"
    fingerprint = ""

    def __init__(self, reader: Reader, tokenizer: Tokenizer) -> None:
        self._reader, self._tokenizer = reader, tokenizer

    @property
    def dimensions(self) -> int:
        """Length of one vector."""
        return self._reader.dimensions

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """Unit vectors, shape (len(texts), dimensions)."""
        return encode(self._reader, self._tokenizer, texts)


class Rows:
    """The pairs as numbers, made once."""

    def __init__(self, tokenizer: Tokenizer, pairs: Sequence[Pair]) -> None:
        self.english = _compact(tokenizer, [pair.english for pair in pairs])
        self.polish = _compact(tokenizer, [pair.polish for pair in pairs])

    def length(self, position: int) -> int:
        """Pieces of the longer side."""
        return max(len(self.english[position]), len(self.polish[position]))


def _compact(tokenizer: Tokenizer, texts: Sequence[str]) -> list[npt.NDArray[np.int32]]:
    found = []
    for start in range(0, len(texts), 10_000):
        encodings = tokenizer.encode_batch_fast(list(texts[start : start + 10_000]))
        found += [np.array(encoding.ids, dtype=np.int32) for encoding in encodings]
    return found
