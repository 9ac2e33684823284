"""The trained head: a small network over words that says how likely each stance is, and which words made it so.

Two convolutions over the words (a vector for each word, what the lexicon says of it, where it stands to the target),
then four weighted means over the words and one linear layer. The last steps are sums over words, so what each word
brings can be read off exactly. ``training/stance_head.py`` makes the weights.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from corpus.stance_features import TARGET_COLUMNS, Features, Numbers
from corpus.stance_lexicon import english_keys, polish_keys
from corpus.types import Language

WEIGHTS = Path(__file__).parent / "data" / "stance_head.npz"
_ONE_THREAD = 250_000  # multiplications; OpenBLAS takes a second thread from 262,144
#: The order of the classes.
SUPPORTIVE, SCEPTICAL, NEUTRAL = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Leaning:
    """What the head says.

    :param probabilities: of supportive, sceptical and neutral; they sum to 1.
    :param words: what each word of the statement brings to supportive (above 0) or sceptical (below 0).
    """

    probabilities: Numbers
    words: Numbers


class Head:
    """The network, from a file of weights.

    :param file: made by ``training/stance_head.py``.
    """

    def __init__(self, file: Path = WEIGHTS) -> None:
        with np.load(file) as stored:
            arrays = {name: stored[name] for name in stored.files}
        self._rows_of = self.rows_of(arrays["keys"].tobytes().decode("utf-8").split("\n"))
        table = arrays["table"].astype(np.float32) * arrays["scales"].astype(np.float32)[:, None]
        self._table = np.vstack([np.zeros((1, table.shape[1]), dtype=np.float32), table])
        small = {name: array.astype(np.float32) for name, array in arrays.items() if name not in ("keys", "table")}
        self._layers = [(small["first"], small["first_bias"]), (small["second"], small["second_bias"])]
        self._attention, self._attention_bias = small["attention"], small["attention_bias"]
        self._out = small["out"]  # (means, width, classes)
        self._whole, self._bias = small["whole"], small["bias"]

    def read(self, features: Features, language: Language) -> Leaning:
        """The leaning of a statement with at least one word."""
        rows = [self._rows_of(word.lower(), language) for word in features.words]
        values = np.concatenate((self._table[rows], features.columns), axis=1)
        for weights, bias in self._layers:
            values = _convolved(values, weights, bias)
        seen = np.concatenate((values, features.columns[:, -TARGET_COLUMNS:]), axis=1) @ self._attention
        shares = _softmax(seen + self._attention_bias)
        # what each word brings to each class: its share in each of the means, times what the mean is worth
        brought = (values @ self._out * shares.T[:, :, None]).sum(axis=0)
        scores = brought.sum(axis=0) + features.whole @ self._whole + self._bias
        leaning = brought[:, SUPPORTIVE] - brought[:, SCEPTICAL]
        return Leaning(_softmax(scores), leaning[features.cue_words :])

    @staticmethod
    def rows_of(keys: Sequence[str]) -> Callable[[str, Language], int]:
        """What finds the row of a lower-cased word, 0 where it has none.

        Polish words are found by lemma, by the most frequent one where a word may be a form of several; English ones
        as they are, rare forms by their base form.

        :param keys: language and word ("en:growth"), the most frequent first.
        """
        numbers = {key: number for number, key in enumerate(keys, 1)}

        @lru_cache(maxsize=32_768)
        def row(word: str, language: Language) -> int:
            if language is Language.PL:
                forms = sorted(polish_keys(word) - {word}) or [word]
            else:
                forms = [word] if f"{language.value}:{word}" in numbers else sorted(english_keys(word))
            found = (numbers.get(f"{language.value}:{form}", 0) for form in forms)
            return min((number for number in found if number), default=0)

        return row


def _convolved(values: Numbers, weights: Numbers, bias: Numbers) -> Numbers:
    """Each word with the one before and the one after it, zeros beyond the ends; negative results are cut to 0."""
    count, width = values.shape
    side_by_side = np.empty((count, 3 * width), dtype=np.float32)
    side_by_side[0, :width] = 0.0
    side_by_side[1:, :width] = values[:-1]
    side_by_side[:, width : 2 * width] = values
    side_by_side[:-1, 2 * width :] = values[1:]
    side_by_side[-1, 2 * width :] = 0.0
    convolved = _product(side_by_side, weights)
    convolved += bias
    return np.maximum(convolved, 0.0, out=convolved)


def _product(rows: Numbers, weights: Numbers) -> Numbers:
    """``rows @ weights``, in pieces so small that the linear algebra library keeps to one thread.

    With two threads for a product of a few microseconds, most of the time is spent waiting on a
    machine that does other things as well (measured: 3.7 ms in place of 0.05).
    """
    step = max(1, _ONE_THREAD // weights.size)
    if len(rows) <= step:
        return np.asarray(rows @ weights)
    return np.concatenate([rows[start : start + step] @ weights for start in range(0, len(rows), step)])


def _softmax(scores: Numbers) -> Numbers:
    """Along the first axis."""
    raised: Numbers = scores - np.maximum.reduce(scores, axis=0)
    np.exp(raised, out=raised)
    raised /= np.add.reduce(raised, axis=0)
    return raised


@cache
def bundled_head() -> Head:
    """The bundled one, read once."""
    return Head()
