"""Statements with their signs of being about a subject, as columns, and what the signs come to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from corpus.store import StoredStatement
from search.catalogue import Bools, Catalogue, Floats, Ints

_THEME = 0.65  # what a statement counts in an article that is about the topic, when it names none itself …
_BOTH = 0.3  # … and what that adds to a topic of its own
LENT = 0.455  # up to this a topic was lent by the sentences around …
_ALONE = 0.65  # … and counts so much where the article is not about it
_ABOUT = 0.3  # from so much theme on it is enough alone
_SURE, _LIKELY = 0.6, 0.45  # closeness that is enough alone, and beside another sign
_RELATED = 0.3  # a broader topic that is enough beside closeness
_UNTAGGED = 0.9  # closeness that is enough although the tagger saw none of the topics
_WORDS, _HALF_OF_WORDS = 0.67, 0.5


@dataclass(frozen=True, slots=True)
class Evidence:
    """A statement with its signs of being about the subject, each 0 to 1.

    :param topic: how much its own topics are those asked for.
    :param meaning: closeness of meaning.
    :param words: share of the subject's words that it has.
    :param direct: whether one of its topics is one of those asked for, or narrower.
    :param theme: how much it is about them as a part of its article.
    :param reranked: what a cross-encoder says, where one was asked.
    """

    found: StoredStatement
    topic: float
    meaning: float
    words: float
    direct: bool
    theme: float = 0.0
    reranked: float | None = None


@dataclass(frozen=True)
class Findings:
    """Statements with their signs, each an array of one number (0 to 1) for each statement; see :class:`Evidence`.

    :param rows: of the statements in the catalogue.
    :param by_topic: whether the subject has topics.
    """

    catalogue: Catalogue
    rows: Ints
    topic: Floats
    meaning: Floats
    words: Floats
    direct: Bools
    theme: Floats
    by_topic: bool
    reranked: Floats | None = None

    @classmethod
    def certain(cls, catalogue: Catalogue, rows: Ints) -> Findings:
        """Statements that are what is asked for because they meet the conditions."""
        ones = np.ones(len(rows))
        return cls(catalogue, rows, ones, ones, ones, np.ones(len(rows), dtype=bool), 0 * ones, False)

    def __len__(self) -> int:
        return len(self.rows)

    def among(self, places: Ints | Bools) -> Findings:
        """The findings at some places, in their order."""
        return replace(
            self,
            rows=self.rows[places],
            topic=self.topic[places],
            meaning=self.meaning[places],
            words=self.words[places],
            direct=self.direct[places],
            theme=self.theme[places],
            reranked=None if self.reranked is None else self.reranked[places],
        )

    def best_first(self) -> Findings:
        """The same by relevance; equals stay in their order."""
        return self.among(np.argsort(-self.relevance, kind="stable"))

    def evidence(self, place: int, found: StoredStatement) -> Evidence:
        """One of them, with its statement."""
        return Evidence(
            found,
            float(self.topic[place]),
            float(self.meaning[place]),
            float(self.words[place]),
            bool(self.direct[place]),
            float(self.theme[place]),
            None if self.reranked is None else float(self.reranked[place]),
        )

    @cached_property
    def relevance(self) -> Floats:
        """The signs as one number, 0 to 1."""
        own = self._own_relevance()
        return own if self.reranked is None else (own + self.reranked) / 2

    def _own_relevance(self) -> Floats:
        if not self.by_topic:
            return 0.55 * self.meaning + 0.45 * self.words
        topic = self._subject()
        named = 0.7 * topic + 0.2 * self.meaning + 0.1 * self.words
        return np.where(topic != 0, named, 0.45 * self.meaning + 0.15 * self.words)

    def _subject(self) -> Floats:
        """Their own topics and their articles' themes together."""
        indirect = np.maximum(self.topic, _THEME * self.theme)
        both = np.minimum(1.0, self.topic + _BOTH * self.theme)
        lent = (self.topic <= min(1.0, 1.25 * LENT)) & (self.theme == 0)
        return np.where(self.direct, np.where(lent, _ALONE * self.topic, both), indirect)

    @cached_property
    def suffices(self) -> Bools:
        """Which are about the subject beyond doubt."""
        if self.by_topic:
            beside = (self.topic > 0) & (self.meaning >= _LIKELY) & ((self.words > 0) | (self.topic >= _RELATED))
            enough = (self.theme >= _ABOUT) | (self.meaning >= _UNTAGGED) | beside | (self.words > 0.99)
        else:
            enough = (self.meaning >= _SURE) | (self.words >= _WORDS)
            enough |= (self.words >= _HALF_OF_WORDS) & (self.meaning >= _LIKELY / 2)
        return np.asarray(self.direct | enough)


def joined(first: Findings, second: Findings) -> Findings:
    """Both, one after the other; of one catalogue."""
    return replace(
        first,
        rows=np.concatenate([first.rows, second.rows]),
        topic=np.concatenate([first.topic, second.topic]),
        meaning=np.concatenate([first.meaning, second.meaning]),
        words=np.concatenate([first.words, second.words]),
        direct=np.concatenate([first.direct, second.direct]),
        theme=np.concatenate([first.theme, second.theme]),
    )
