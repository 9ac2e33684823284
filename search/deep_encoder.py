"""The deep encoder: a small bilingual transformer that knows the order of words, run by onnxruntime without torch.

sentence-transformers has an ONNX backend, too; it imports torch and transformers first, which takes seconds.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from corpus.errors import InputError
from search.static_encoder import read_tokenizer
from search.types import Vectors
from search.vectors import mended, unit

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

#: The name of the bundled one.
DEEP = "deep"
_BUNDLED_FOLDER = Path(__file__).parent / "models" / "bilingual-deep"
_NETWORK, _TOKENIZER = "network.onnx", "tokenizer.json"

#: Pieces of a text that are read, as its teacher reads them; the rest of a longer text is left out.
_LONGEST = 256
#: Pieces in one batch, with padding: more fall out of the processor's cache, and are slower.
_PIECES_PER_BATCH = 512
#: Texts whose pieces are kept at a time.
_TEXTS_PER_ROUND = 4096

_Ids = npt.NDArray[np.int64]


class DeepEncoder:
    """A BERT with 8-bit weights, joined with a static encoder: the bundled one, or a folder made by the same training.

    :param folder: holds ``tokenizer.json`` and ``network.onnx``.
    :raises InputError: if a file is missing or cannot be read.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or _BUNDLED_FOLDER
        self._name = DEEP if folder is None else str(folder)
        self._tokenizer = _cutting(read_tokenizer(self._folder / _TOKENIZER))
        self._session = _session(self._folder / _NETWORK)
        self._threads = _processors()
        self._dimensions = int(self._session.get_outputs()[0].shape[-1])
        self._fingerprint: str | None = None

    @property
    def name(self) -> str:
        """``deep``, or the folder."""
        return self._name

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return self._folder

    @property
    def dimensions(self) -> int:
        """Length of one vector."""
        return self._dimensions

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the tokenizer's and the network's bytes (first 16 hex digits)."""
        if self._fingerprint is None:
            digest = hashlib.sha256()
            for file in (_TOKENIZER, _NETWORK):
                digest.update((self._folder / file).read_bytes())
            self._fingerprint = digest.hexdigest()[:16]
        return self._fingerprint

    def alone(self) -> None:
        """From now on takes one thread: several only wait for each other where questions come in parallel."""
        self._threads = 1

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """Embed texts; questions and statements alike.

        A text's vector does not depend on the others beyond the last bits of its numbers.

        :returns: float32, shape (len(texts), dimensions), unit rows, finite for every input.
        """
        vectors = np.empty((len(texts), self._dimensions), dtype=np.float32)
        for start in range(0, len(texts), _TEXTS_PER_ROUND):
            ids = self._ids(texts[start : start + _TEXTS_PER_ROUND])
            batches = list(_alike(np.array([len(row) for row in ids], dtype=np.int64)))
            for batch, found in zip(batches, self._all_vectors(ids, batches), strict=True):
                vectors[start + batch] = found
        return unit(vectors)

    def _all_vectors(self, ids: list[list[int]], batches: Sequence[_Ids]) -> Iterator[Vectors]:
        """The vectors of each batch in turn.

        Each batch is one thread's: that takes a sixth less of the processors than two threads for one batch.
        """
        rows = [[ids[text] for text in batch] for batch in batches]
        threads = min(self._threads, len(batches))
        if threads < 2:
            yield from map(self._vectors, rows)
            return
        with ThreadPoolExecutor(threads, thread_name_prefix="encoder") as pool:
            yield from pool.map(self._vectors, rows)

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        try:
            encodings = self._tokenizer.encode_batch_fast(list(texts))
        except (TypeError, UnicodeError):  # half a surrogate pair cannot be written as UTF-8
            encodings = self._tokenizer.encode_batch_fast([mended(text) for text in texts])
        return [encoding.ids for encoding in encodings]

    def _vectors(self, rows: list[list[int]]) -> Vectors:
        """The network's vectors of a few texts; the shorter ones are padded, and the padding masked."""
        longest = max(map(len, rows))
        ids = np.zeros((len(rows), longest), dtype=np.int64)
        mask = np.zeros_like(ids)
        for number, row in enumerate(rows):
            ids[number, : len(row)] = row
            mask[number, : len(row)] = 1
        return np.asarray(self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0], dtype=np.float32)


def is_deep(folder: Path) -> bool:
    """Whether a folder holds a network of this kind."""
    return (folder / _NETWORK).is_file()


def _cutting(tokenizer: Tokenizer) -> Tokenizer:
    tokenizer.enable_truncation(_LONGEST)
    return tokenizer


def _processors() -> int:
    """Those that this process may use; where the system does not tell, all."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _session(file: Path) -> InferenceSession:
    """One that takes a single thread for each run."""
    from onnxruntime import InferenceSession, SessionOptions

    if not file.is_file():
        raise InputError(str(file), "the encoder's network is not there", "reinstall or copy the model")
    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3  # errors come as exceptions
    try:
        return InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors are of no common kind
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise InputError(str(file), f"not a network: {reason}", "reinstall or copy the model") from error


def _alike(lengths: _Ids) -> Iterator[_Ids]:
    """Positions of texts of about one length, together at most ``_PIECES_PER_BATCH`` pieces, at least one text."""
    order = np.argsort(lengths, kind="stable")
    start = 0
    for end in range(1, len(order) + 1):
        if end == len(order) or (end + 1 - start) * lengths[order[end]] > _PIECES_PER_BATCH:
            yield order[start:end]
            start = end
