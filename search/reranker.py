"""A cross-encoder that the user names reads question and statement together, and has a say in the order.

Importing torch takes seconds: only on request.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from corpus.errors import InputError
from corpus.store import StoredStatement
from search.cross_encoder import first_line, load_cross_encoder
from search.findings import Findings
from search.model_files import local_name

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


def reranked(
    reranker: Reranker, findings: Findings, question: str, read: Callable[[Findings], list[StoredStatement]]
) -> Findings:
    """The findings in the order that the reranker has half a say in.

    :param findings: best first; those after the first ``DEPTH`` stay behind, as if nothing had been said for them.
    :param read: findings → their statements.
    """
    best = findings.among(np.arange(min(DEPTH, len(findings))))
    said = np.zeros(len(findings))
    said[: len(best)] = reranker.scores(question, [found.statement.text for found in read(best)])
    return replace(findings, reranked=said).best_first()
