"""Any model that sentence-transformers loads. Importing torch takes seconds: only on request."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from corpus.errors import InputError, UsageError
from search.encoder_settings import Precision
from search.model_files import digest, local_name, model_folder
from search.types import Vectors
from search.vectors import mended, unit

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_BATCH_SIZE = 32
_PROBE = "Kto jest za? Who is for it?"


class SentenceTransformerEncoder:
    """A model of sentence-transformers, from a folder, the hub's local cache, or the hub.

    Code that comes with a model is never run.

    :param name_or_path: a folder, or a model's name on the hub.
    :param device: ``cpu``, ``cuda`` …; ``None`` lets sentence-transformers choose.
    :param batch_size: texts given to the model at once.
    :param precision: the numbers it calculates with; its vectors are float32 in any case.
    :param query_prompt: put before each question; ``None`` for the model's own, empty for none.
    :param passage_prompt: likewise before each statement.
    :raises InputError: if the model cannot be loaded, or not so.
    :raises UsageError: this machine has no such device.
    """

    def __init__(
        self,
        name_or_path: str,
        device: str | None = None,
        batch_size: int = DEFAULT_BATCH_SIZE,
        *,
        precision: Precision = Precision.FLOAT32,
        query_prompt: str | None = None,
        passage_prompt: str | None = None,
    ) -> None:
        self._name = local_name(name_or_path)
        self._batch_size = batch_size
        self._folder = model_folder(name_or_path)
        self._model = _loaded(name_or_path, self._folder, device, precision)
        self._query_prompt = _prompt(self._model, query_prompt, ("query", "question"))
        self._passage_prompt = _prompt(self._model, passage_prompt, ("passage", "document", "corpus"))
        self._dimensions = self._checked_dimensions(precision)
        self._fingerprint: str | None = None

    @property
    def name(self) -> str:
        """The name it was loaded by; of a folder the absolute path."""
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
        """Hash of the model's files and the prompt of passages (first 16 hex digits).

        Not of device and precision, which change the last digits only, nor of the prompt of questions, which changes no
        vector in an index.
        """
        if self._fingerprint is None:
            described = json.dumps([digest(self._folder), self._passage_prompt or ""])
            self._fingerprint = hashlib.sha256(described.encode()).hexdigest()[:16]
        return self._fingerprint

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """Embed texts, with the prompt for questions or passages.

        :returns: float32, shape (len(texts), dimensions), unit rows, always finite.
        :raises InputError: if the model fails, for instance for want of memory.
        """
        clean = [mended(text) for text in texts]
        with_words = [place for place, text in enumerate(clean) if any(map(str.isalnum, text))]
        vectors = np.zeros((len(clean), self._dimensions), dtype=np.float32)
        if with_words:
            vectors[with_words] = self._raw([clean[place] for place in with_words], query=query)
        others = sorted(set(range(len(clean))).difference(with_words))
        wordless = {text: self._wordless(text, query=query) for text in {clean[place] for place in others}}
        for place in others:
            vectors[place] = wordless[clean[place]]
        return unit(vectors)

    def _wordless(self, text: str, *, query: bool) -> Vectors:
        """The vector of a text that may have no token at all, which many models cannot take: zeros then."""
        try:
            return np.asarray(self._raw([text], query=query)[0])
        except InputError:
            return np.zeros(self._dimensions, dtype=np.float32)

    def _raw(self, texts: Sequence[str], *, query: bool) -> Vectors:
        # encode_query and encode_document also choose the right half of a model that has two.
        embed = self._model.encode_query if query else self._model.encode_document
        try:
            found = embed(
                list(texts),
                prompt=self._query_prompt if query else self._passage_prompt,
                batch_size=self._batch_size,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        except (RuntimeError, ValueError, IndexError, TypeError) as error:
            raise InputError(f"encoder {self._name}", f"cannot embed: {_line(error)}", _remedy(error)) from error
        return np.asarray(found, dtype=np.float32)

    def _checked_dimensions(self, precision: Precision) -> int:
        vector = self._raw([_PROBE], query=False)[0]
        if vector.ndim != 1 or not np.isfinite(vector).all():
            raise InputError(
                f"encoder {self._name}",
                f"gives no usable vector with {precision} numbers",
                "choose --precision float32, or another model",
            )
        return len(vector)


def usable_device(device: str | None) -> str | None:
    """The device if this machine has it, else ``None``."""
    return device if device is None or _problem_with(device) is None else None


def _problem_with(device: str) -> str | None:
    import torch

    try:
        torch.zeros(1, device=device)
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        return _line(error)
    return None


def _loaded(name: str, folder: Path, device: str | None, precision: Precision) -> SentenceTransformer:
    try:
        import torch
        from sentence_transformers import SentenceTransformer  # brings torch: seconds
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        problem = _problem_with(device) if device else None
        if problem is None:
            model = SentenceTransformer(str(folder), device=device, local_files_only=True, trust_remote_code=False)
            return model.to(getattr(torch, precision))
    except Exception as error:  # the files, transformers and torch each raise errors of their own
        raise InputError(
            f"encoder {name}",
            f"cannot be loaded: {_line(error)}",
            "give the folder of a downloaded sentence-transformers model, or use the bundled encoder",
        ) from error
    raise UsageError(f"--device {device}", f"this machine has none ({problem})", "leave it out, or give cpu")


def _prompt(model: SentenceTransformer, given: str | None, names: tuple[str, ...]) -> str | None:
    """The prompt given, else the first of the model's that bears one of the names."""
    return (
        given if given is not None else next((model.prompts[name] for name in names if model.prompts.get(name)), None)
    )


def _remedy(error: Exception) -> str:
    return "give a smaller --batch-size" if "memory" in str(error).lower() else "choose another model"


def _line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
