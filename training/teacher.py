"""What a contextual English encoder thinks of the pairs' English side: the measure of meaning to learn from.

Translations alone teach which sentences say the same; how close two different sentences are is learned here.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training.data import Pair

Vectors = npt.NDArray[np.float32]

#: Sources whose English was written by people for people; only these are worth the teacher's time.
TAUGHT = (
    "tatoeba",
    "stsb_mt_train_dev",
    "ms_dynamics365_operations",
    "ms_project_operations",
    "ms_partner_center",
    "ms_office_alchemy",
    "ms_customer_insights",
    "ms_m365_docs",
    "gnome_user_docs",
    "privacyguides",
    "mozilla_www",
    "mozilla_legal",
    "opensource_guide",
    "monero_site",
)


def choose(pairs: Sequence[Pair], count: int, longest: int, seed: int) -> list[int]:
    """Choose the pairs that the teacher reads: everyday language and captions wholly, then a sample of the rest.

    :param count: how many at most.
    :param longest: words that an English sentence may have: the teacher's time grows with its length.
    :returns: positions in ``pairs``.
    """
    rng = random.Random(seed)
    short = [
        position
        for position, pair in enumerate(pairs)
        if pair.source in TAUGHT and 2 <= len(pair.english.split()) <= longest
    ]
    rng.shuffle(short)
    short.sort(key=lambda position: pairs[position].source not in TAUGHT[:2])
    return sorted(short[:count])


def encode(model: str, texts: Sequence[str]) -> Vectors:
    """The teacher's vectors.

    :param model: name or folder that sentence-transformers loads.
    :returns: shape (len(texts), dimensions of the teacher), rows of unit length.
    """
    from sentence_transformers import SentenceTransformer  # slow to import

    teacher = SentenceTransformer(model, device="cpu")
    return np.asarray(
        teacher.encode(list(texts), batch_size=64, normalize_embeddings=True, show_progress_bar=False), dtype=np.float32
    )


@dataclass(frozen=True, slots=True)
class Teacher:
    """An English encoder to learn from.

    :param model: name or folder that sentence-transformers loads.
    :param title: what the model card calls it, with its licence.
    :param cache: file (.npz) that keeps its vectors between runs; made by this teacher, or not there yet.
    """

    model: str
    title: str
    cache: Path | None = None


def cached(teacher: Teacher, texts: Sequence[str]) -> Vectors:
    """The teacher's vectors, as far as possible from its cache, which then holds all of them (16 bits a number)."""
    file = teacher.cache
    if file is None:
        return encode(teacher.model, texts)
    known: dict[str, npt.NDArray[np.float16]] = {}
    if file.exists():
        with np.load(file) as kept:
            known = dict(zip(kept["texts"].tolist(), kept["vectors"], strict=True))
    missing = sorted(set(texts) - known.keys())
    if missing:
        known |= dict(zip(missing, encode(teacher.model, missing).astype(np.float16), strict=True))
        file.parent.mkdir(parents=True, exist_ok=True)
        np.savez(file, texts=np.array(list(known)), vectors=np.stack(list(known.values())))
    return np.stack([known[text] for text in texts]).astype(np.float32)


def principal(vectors: Vectors, dimensions: int) -> tuple[Vectors, Vectors]:
    """The directions that carry most of the vectors' length (no centring, so that angles are kept as far as possible).

    :returns: the projection, shape (dimensions of the teacher, ``dimensions``), and the share of the squared length
        along each direction, falling.
    """
    values, directions = np.linalg.eigh(vectors.T @ vectors)
    order = np.argsort(-values)[:dimensions]
    return directions[:, order].astype(np.float32), (values[order] / values.sum()).astype(np.float32)
