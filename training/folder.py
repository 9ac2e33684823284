"""Writing a trained encoder as a folder that sentence-transformers loads."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer


def write_folder(out: Path, tokenizer: Tokenizer, table: npt.NDArray[np.float32]) -> None:
    """Write the encoder: StaticEmbedding, then Normalize."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - slow to import
    from sentence_transformers.models import Normalize, StaticEmbedding  # noqa: PLC0415

    module = StaticEmbedding(tokenizer, embedding_weights=np.array(table))
    SentenceTransformer(modules=[module, Normalize()], device="cpu").save(str(out), create_model_card=False)
