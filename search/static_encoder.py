"""The static encoder, a table of vectors read without torch: the bundled bilingual one, or any StaticEmbedding."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from corpus.errors import InputError
from search.types import Vectors
from search.vectors import SHORTEST, mended

#: The name of the bundled one.
STATIC = "static"
_BUNDLED_FOLDER = Path(__file__).parent / "models" / "bilingual-static"

# A batch of tokens whose rows fit into the processor's cache is several times faster than one big gather.
_TOKENS_PER_CHUNK = 4096
_TEXTS_PER_BATCH = 4096

_Ids = npt.NDArray[np.int64]


class StaticEncoder:
    """Mean of one vector per word piece: the bundled encoder, or any folder with a StaticEmbedding.

    Gives the vectors that sentence-transformers gives for the same folder (with ``normalize_embeddings=True``), except
    that a text without any word gets the vector of the unknown word instead of zeros.

    :param folder: a folder in sentence-transformers format holding ``tokenizer.json`` and ``model.safetensors``.
    :raises InputError: if a file is missing or cannot be read, or the two do not belong together.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or _BUNDLED_FOLDER
        self._name = STATIC if folder is None else str(folder)
        self._tokenizer = read_tokenizer(self._folder / "tokenizer.json")
        self._rows = _read_table(self._folder / "model.safetensors")
        if self._tokenizer.get_vocab_size() > len(self._rows):
            raise InputError(
                str(self._folder),
                f"the tokenizer has {self._tokenizer.get_vocab_size()} entries, the table only {len(self._rows)} rows",
                "copy both files from the same model",
            )
        self._fallback = self._vector_for_nothing()
        self._fingerprint: str | None = None

    @property
    def name(self) -> str:
        """``static``, or the folder."""
        return self._name

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return self._folder

    @property
    def dimensions(self) -> int:
        """Length of one vector."""
        return int(self._rows.shape[1])

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the tokenizer's and the table's bytes (first 16 hex digits)."""
        if self._fingerprint is None:
            digest = hashlib.sha256()
            for file in ("tokenizer.json", "model.safetensors"):
                digest.update((self._folder / file).read_bytes())
            self._fingerprint = digest.hexdigest()[:16]
        return self._fingerprint

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """Embed texts; questions and statements alike.

        :returns: float32, shape (len(texts), dimensions), unit rows, finite for every input.
        """
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for start in range(0, len(texts), _TEXTS_PER_BATCH):
            batch = texts[start : start + _TEXTS_PER_BATCH]
            self._means(self._ids(batch), vectors[start : start + len(batch)])
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        empty = lengths[:, 0] < SHORTEST
        vectors[empty], lengths[empty] = self._fallback, 1.0
        vectors /= lengths
        return vectors

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        try:
            encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        except (TypeError, UnicodeError):  # half a surrogate pair cannot be written as UTF-8
            encodings = self._tokenizer.encode_batch_fast([mended(text) for text in texts], add_special_tokens=False)
        return [encoding.ids for encoding in encodings]

    def _means(self, ids: list[list[int]], out: Vectors) -> None:
        """Write the mean row of each text's tokens into ``out``; zeros for a text without tokens."""
        counts = np.fromiter(map(len, ids), dtype=np.int64, count=len(ids))
        tokens = np.fromiter(chain.from_iterable(ids), dtype=np.int64, count=int(counts.sum()))
        ends = np.cumsum(counts)
        for first, last in _chunks(counts):
            start = ends[first] - counts[first]
            out[first:last] = _sums(self._rows[tokens[start : ends[last - 1]]], counts[first:last])
        out /= np.maximum(counts, 1)[:, None].astype(np.float32)

    def _vector_for_nothing(self) -> Vectors:
        unknown = self._tokenizer.token_to_id("[UNK]")
        row = self._rows[unknown if unknown is not None else 0]
        length = float(np.linalg.norm(row))
        if length < SHORTEST:
            row, length = np.ones_like(row), float(np.sqrt(len(row)))
        return np.asarray(row / length, dtype=np.float32)


def read_tokenizer(file: Path) -> Tokenizer:
    """A ``tokenizer.json``, without padding and cutting.

    :raises InputError: if it cannot be read.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise InputError(str(file), "the encoder's tokenizer cannot be read", "reinstall or copy the model") from error
    try:
        tokenizer = Tokenizer.from_str(text)
    except Exception as error:  # tokenizers raises bare Exception
        raise InputError(str(file), f"not a tokenizer: {error}", "reinstall or copy the model") from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _read_table(file: Path) -> Vectors:
    """One row per token, float32.

    Read as sentence-transformers reads it: either ``embedding.weight``, or in the form of model2vec, where tokens may
    share rows (``mapping``) and rows may be 8-bit numbers to be multiplied by a factor per token (``weights``).
    """
    try:
        tensors = load_file(file)
    except (OSError, SafetensorError) as error:
        raise InputError(str(file), "the encoder's table cannot be read", "reinstall or copy the model") from error
    rows = tensors.get("embedding.weight", tensors.get("embeddings"))
    if rows is None or rows.ndim != 2 or not len(rows):
        raise InputError(str(file), "holds no table of token vectors", "give the folder of a StaticEmbedding model")
    if "mapping" in tensors:
        rows = rows[tensors["mapping"]]
    table = np.ascontiguousarray(rows, dtype=np.float32)
    return table * tensors["weights"][:, None].astype(np.float32) if "weights" in tensors else table


def _chunks(counts: _Ids) -> Iterator[tuple[int, int]]:
    """Ranges of texts with about ``_TOKENS_PER_CHUNK`` tokens together, at least one text each."""
    bins = (np.cumsum(counts) - counts) // _TOKENS_PER_CHUNK
    starts = np.flatnonzero(np.diff(bins, prepend=-1))
    yield from zip(starts.tolist(), [*starts[1:].tolist(), len(counts)], strict=True)


def _sums(rows: Vectors, counts: _Ids) -> Vectors:
    """Sum consecutive groups of rows; zeros for an empty group."""
    sums = np.zeros((len(counts), rows.shape[1]), dtype=np.float32)
    filled = counts > 0
    if filled.any():
        starts = (np.cumsum(counts) - counts)[filled]
        sums[filled] = np.add.reduceat(rows, starts, axis=0)
    return sums
