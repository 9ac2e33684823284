"""A cross-encoder that the user names reads question and statement together, and has a say in the order.

Importing torch takes seconds: only on request.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from corpus.errors import InputError
from search.cross_encoder import first_line, load_cross_encoder
from search.model_files import local_name
from search.retrieval import Evidence

#: Of the best statements so many are read again.
DEPTH = 50
_BATCH = 32
_REMEDY = "give the folder or the hub's name of a cross-encoder with one output, or leave the option out"


class Reranker:
    """Any model with one output that sentence-transformers loads as a cross-encoder; its own code is never run.

    :param name_or_path: a folder, or a model's name on the hub.
    :raises InputError: it cannot be loaded, or gives more than one number.
    """

    def __init__(self, name_or_path: str) -> None:
        self.name = local_name(name_or_path)
        self._model = load_cross_encoder("reranker", name_or_path, _REMEDY)
        if self._model.num_labels != 1:
            problem = f"gives {self._model.num_labels} numbers for a pair, not one"
            raise InputError(f"reranker {self.name}", problem, _REMEDY)

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """How well each text fits the question, 0 to 1.

        :raises InputError: the model fails, for instance for want of memory.
        """
        if not texts:
            return []
        try:
            found = self._model.predict(
                [(question, text) for text in texts], batch_size=_BATCH, show_progress_bar=False, convert_to_numpy=True
            )
        except (RuntimeError, ValueError, IndexError, TypeError) as error:
            raise InputError(f"reranker {self.name}", f"cannot rank: {first_line(error)}", _REMEDY) from error
        ranked = np.nan_to_num(np.asarray(found, dtype=np.float64).reshape(len(texts)))
        if ranked.min() < 0 or ranked.max() > 1:  # a model whose own activation is none gives logits
            ranked = 1 / (1 + np.exp(-np.clip(ranked, -30, 30)))
        return [float(score) for score in ranked]


def reranked(reranker: Reranker, evidence: Sequence[Evidence], question: str, by_topic: bool) -> list[Evidence]:
    """The evidence in the order that the reranker has half a say in.

    :param evidence: best first; those after the first ``DEPTH`` stay behind, as if nothing had been said for them.
    :param by_topic: whether the question has topics.
    """
    best = evidence[:DEPTH]
    scores = reranker.scores(question, [one.found.statement.text for one in best])
    read = [replace(one, reranked=score) for one, score in zip(best, scores, strict=True)]
    unread = [replace(one, reranked=0.0) for one in evidence[DEPTH:]]
    return sorted([*read, *unread], key=lambda one: -one.relevance(by_topic))
