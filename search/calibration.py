"""What closeness in meaning is worth: the same number means different things in different encoders."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.topics import TopicScheme
from corpus.types import Language
from search.types import Encoder, Vectors

# In standard deviations above the closeness of unrelated texts. Measured with the bundled encoder, topic labels
# against statements in both languages: 5.5 is that of the best tenth of true pairs, 3.7 is passed by 2 in 1000 untrue.
_NONE, _FULL = 1.0, 5.5
SAMPLE = 2000  #: statements that are enough


@dataclass(frozen=True, slots=True)
class Calibration:
    """The closeness of texts that have nothing to do with each other, and the labels' vectors.

    :param mean: mean inner product of unrelated texts.
    :param deviation: its standard deviation, above 0.
    :param topics: ids, in the order of ``labels``; each stands there once in each language.
    """

    mean: float
    deviation: float
    topics: tuple[str, ...]
    labels: Vectors

    def closeness(self, product: float) -> float:
        """An inner product as 0 (unrelated) to 1 (certainly about the same)."""
        return min(max(((product - self.mean) / self.deviation - _NONE) / (_FULL - _NONE), 0.0), 1.0)

    def closenesses(self, products: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """The closeness of each of many inner products."""
        deviations = (products - self.mean) / self.deviation
        return np.minimum(np.maximum((deviations - _NONE) / (_FULL - _NONE), 0.0), 1.0)

    def nearest(self, vector: Vectors, among: Collection[str], limit: int) -> tuple[str, ...]:
        """The topics whose labels are closest to a vector, closest first."""
        products = self.labels @ vector
        best: dict[str, float] = {}
        wanted = frozenset(among)
        for topic, product in zip(self.topics, products.tolist(), strict=True):
            if topic in wanted:
                best[topic] = max(product, best.get(topic, -1.0))
        return tuple(sorted(best, key=lambda topic: -best[topic])[:limit])


def calibrate(encoder: Encoder, scheme: TopicScheme, vectors: Vectors) -> Calibration:
    """Measures an encoder on topic labels against statements and the scheme's notes, nearly all of them unrelated.

    :param vectors: of about ``SAMPLE`` statements, shape (count, dimensions); may be empty.
    """
    topics = tuple(topic for topic in scheme.topics for _ in Language)
    labels = encoder.encode([scheme.label(topic, language) for topic in scheme.topics for language in Language])
    notes = [topic.scope_note for topic in scheme.topics.values() if topic.scope_note] or ["."]
    texts = np.concatenate([encoder.encode(notes), vectors])
    products = labels @ texts.T
    return Calibration(float(products.mean()), max(float(products.std()), 1e-3), topics, labels)
