"""Writing a trained encoder as a folder that sentence-transformers (and model2vec) loads."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file, save
from tokenizers import Tokenizer

_MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"},
    {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
]
_CONFIG: dict[str, object] = {
    "model_type": "SentenceTransformer",
    "prompts": {},
    "default_prompt_name": None,
    "similarity_fn_name": "cosine",
}


def quantise(table: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Each row as whole numbers from −127 to 127 and the factor that gives the row back.

    A quarter of the bytes; the mean over a sentence's tokens evens the rounding out.
    """
    factors = np.maximum(np.abs(table).max(axis=1), 1e-12) / 127.0
    return np.round(table / factors[:, None]).astype(np.int8), factors.astype(np.float32)


def read_table(folder: Path) -> npt.NDArray[np.float32]:
    """The table that ``write_folder`` wrote, multiplied out; shape (pieces, dimensions)."""
    tensors = load_file(folder / "model.safetensors")
    return np.asarray(tensors["embeddings"] * tensors["weights"][:, None], dtype=np.float32)


def write_folder(out: Path, tokenizer: Tokenizer, table: npt.NDArray[np.float32]) -> None:
    """Write the encoder: StaticEmbedding, then Normalize. The model card is left as it is.

    The table takes the names of model2vec (``embeddings``, ``weights``), which is the one form in which
    sentence-transformers reads 8-bit rows and multiplies them out itself.
    """
    (out / "1_Normalize").mkdir(parents=True, exist_ok=True)
    numbers, factors = quantise(table)
    (out / "model.safetensors").write_bytes(save({"embeddings": numbers, "weights": factors}))
    # Unindented: half the size, and nobody reads 32,000 lines.
    (out / "tokenizer.json").write_text(tokenizer.to_str(pretty=False), encoding="utf-8")
    _write_json(out / "modules.json", _MODULES)
    _write_json(out / "config_sentence_transformers.json", _CONFIG)
    _write_json(out / "1_Normalize" / "config.json", {})


def _write_json(file: Path, content: object) -> None:
    file.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
