"""The deep encoder: a small bilingual transformer that knows the order of words, run by OpenVINO without torch.

sentence-transformers has backends for such networks, too; it imports torch and transformers first, which takes seconds.
OpenVINO needs 0.6 of onnxruntime's time for a statement (2.1 and 3.5 ms of one core), and the vectors are the same
but for the rounding of activations (cosine .9999).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import local
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from corpus.errors import InputError
from search.static_encoder import read_tokenizer
from search.types import Vectors
from search.vectors import mended, unit

if TYPE_CHECKING:
    from openvino import CompiledModel

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
#: Numbers of an activation that share a factor, as the weights' do.
_BLOCK = 64

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
        self._threads = _processors()
        self._pool: ThreadPoolExecutor | None = None
        self._network = _compiled(self._folder / _NETWORK, self._threads)
        self._requests = local()  # one for each thread: a request serves one text at a time
        self._dimensions = int(self._network.output(0).partial_shape[-1].get_length())
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
        self._network = _compiled(self._folder / _NETWORK, self._threads)
        self._requests = local()

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """Embed texts; questions and statements alike.

        A text's vector does not depend on the others beyond the last bits of its numbers.

        :returns: float32, shape (len(texts), dimensions), unit rows, finite for every input.
        """
        vectors = np.empty((len(texts), self._dimensions), dtype=np.float32)
        for start in range(0, len(texts), _TEXTS_PER_ROUND):
            ids = self._ids(texts[start : start + _TEXTS_PER_ROUND])
            batches = list(_alike(np.array([len(row) for row in ids], dtype=np.int64)))
            found = self._side_by_side([[ids[text] for text in batch] for batch in batches])
            for batch, part in zip(batches, found, strict=True):
                vectors[start + batch] = part
        return unit(vectors)

    def _side_by_side(self, batches: Sequence[list[list[int]]]) -> Iterator[Vectors]:
        """The vectors of batches in their order; each has one thread, which wastes less than several for one batch."""
        if self._threads == 1 or len(batches) == 1:
            return map(self._vectors, batches)
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="encoder")
        return self._pool.map(self._vectors, batches)

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
        if not hasattr(self._requests, "own"):
            self._requests.own = self._network.create_infer_request()
        found = self._requests.own.infer({"input_ids": ids, "attention_mask": mask})
        return np.array(found[0], dtype=np.float32)  # the request's own memory is written over by the next


def is_deep(folder: Path) -> bool:
    """Whether a folder holds a network of this kind."""
    return (folder / _NETWORK).is_file()


def _cutting(tokenizer: Tokenizer) -> Tokenizer:
    tokenizer.enable_truncation(_LONGEST)
    return tokenizer


def _processors() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _compiled(file: Path, threads: int) -> CompiledModel:
    """:param threads: how many batches may be calculated at a time, each by one thread."""
    from openvino import Core

    if not file.is_file():
        raise InputError(str(file), "the encoder's network is not there", "reinstall or copy the model")
    settings = {
        "NUM_STREAMS": str(threads),
        "INFERENCE_NUM_THREADS": str(threads),
        "ENABLE_HYPER_THREADING": "YES",
        "INFERENCE_PRECISION_HINT": "f32",  # not bfloat16 on the processors that have it: vectors are to be the same
        "DYNAMIC_QUANTIZATION_GROUP_SIZE": str(_BLOCK),
        "ENABLE_CPU_PINNING": "NO",  # several processes may share the machine
    }
    try:
        return Core().compile_model(str(file), "CPU", settings)
    except RuntimeError as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[-1]
        raise InputError(str(file), f"not a network: {reason}", "reinstall or copy the model") from error


def _alike(lengths: _Ids) -> Iterator[_Ids]:
    """Positions of texts of about one length, together at most ``_PIECES_PER_BATCH`` pieces, at least one text."""
    order = np.argsort(lengths, kind="stable")
    start = 0
    for end in range(1, len(order) + 1):
        if end == len(order) or (end + 1 - start) * lengths[order[end]] > _PIECES_PER_BATCH:
            yield order[start:end]
            start = end
