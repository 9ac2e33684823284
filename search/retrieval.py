"""Which statements a question is about, and how much: by topic, by meaning and by words, under exact filters."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.store import Store, StoredStatement
from corpus.topics import TopicScheme
from corpus.types import Language
from search.calibration import Calibration
from search.index import VectorIndex
from search.lexical import LexicalIndex
from search.types import Encoder

_POOL = 60  # statements taken by meaning, and by words
_MOST = 600  # statements read for one question
_BROADER = 0.45  # what a statement about the broader topic counts …
_IN_CONTEXT = 0.9  # … and what it counts, as a share of a direct one, under a headline about the topic itself
_SURE, _LIKELY = 0.6, 0.45  # closeness that is enough alone, and beside another sign
_UNTAGGED = 0.9  # closeness that is enough although the tagger saw none of the topics
_WORDS, _HALF_OF_WORDS = 0.67, 0.5


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked about.

    :param text: the words of the question that name it.
    :param topics: ids of topics; narrower ones count in full.
    """

    text: str
    language: Language
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A statement with its signs of being about the subject, each 0 to 1.

    :param topic: how much its own topics are those asked for.
    :param meaning: closeness of meaning.
    :param words: share of the subject's words that it has.
    :param direct: whether one of its topics is one of those asked for, or narrower.
    """

    found: StoredStatement
    topic: float
    meaning: float
    words: float
    direct: bool

    def relevance(self, by_topic: bool) -> float:
        """The signs as one number, 0 to 1.

        :param by_topic: whether the subject has topics.
        """
        if not by_topic:
            return 0.55 * self.meaning + 0.45 * self.words
        if self.topic:
            return 0.7 * self.topic + 0.2 * self.meaning + 0.1 * self.words
        return 0.45 * self.meaning + 0.15 * self.words

    def suffices(self, by_topic: bool) -> bool:
        """Whether it is about the subject beyond doubt."""
        if self.direct:
            return True
        if by_topic:
            if self.meaning >= _UNTAGGED:
                return True
            beside = self.topic > 0 and (self.meaning >= _LIKELY or self.words >= _HALF_OF_WORDS)
            return beside or self.words > 0.99
        if self.meaning >= _SURE or self.words >= _WORDS:
            return True
        return self.words >= _HALF_OF_WORDS and self.meaning >= _LIKELY / 2


class Retriever:
    """Finds the statements that a subject is about."""

    def __init__(
        self,
        store: Store,
        index: VectorIndex,
        lexical: LexicalIndex,
        encoder: Encoder,
        scheme: TopicScheme,
        calibration: Calibration,
    ) -> None:
        self._store = store
        self._index = index
        self._lexical = lexical
        self._encoder = encoder
        self._scheme = scheme
        self._calibration = calibration
        self._headline_topics = lru_cache(maxsize=10_000)(self._match_headline)
        self._cache: dict[str, StoredStatement] = {}
        self._cached_at = -1

    def find(self, subject: Subject, allowed: Collection[str] | None) -> list[Evidence]:
        """All statements that show any sign of being about the subject, most relevant first.

        :param allowed: ids that may come back; ``None`` allows all.
        """
        labels = [self._scheme.label(topic, subject.language) for topic in subject.topics]
        vector = self._encoder.encode([". ".join([subject.text, *labels])], query=True)[0]
        words = {one.id: one.score for one in self._lexical.search(subject.text, subject.language, _POOL, allowed)}
        ids = dict.fromkeys(self._tagged(subject, allowed))
        products = self._index.scores(vector, list(ids))
        if len(ids) > _MOST:
            ids = dict.fromkeys(sorted(ids, key=lambda name: -products.get(name, -1.0))[:_MOST])
        close = {one.id: one.score for one in self._index.search(vector, _POOL, allowed)}
        products |= close
        ids |= dict.fromkeys([*close, *words])
        missing = [name for name in ids if name not in products]
        products |= self._index.scores(vector, missing) if missing else {}
        evidence = [
            self._evidence(found, subject, products.get(found.id, -1.0), words.get(found.id, 0.0))
            for found in self.statements(ids)
        ]
        by_topic = bool(subject.topics)
        return sorted(evidence, key=lambda one: -one.relevance(by_topic))

    def statements(self, ids: Iterable[str]) -> list[StoredStatement]:
        """Statements by id, those read before from memory until the store changes."""
        sequence = self._store.sequence()
        if sequence != self._cached_at or len(self._cache) > 50 * _MOST:
            self._cache, self._cached_at = {}, sequence
        wanted, cache = list(ids), self._cache
        missing = [name for name in wanted if name not in cache]
        if missing:
            cache.update((found.id, found) for found in self._store.statements(missing))
        return [cache[name] for name in wanted if name in cache]

    def _tagged(self, subject: Subject, allowed: Collection[str] | None) -> Sequence[str]:
        wanted = {name for topic in subject.topics for name in self._around(topic)}
        if not wanted:
            return ()
        ids = self._store.statement_ids(topic=wanted)
        return ids if allowed is None else [name for name in ids if name in allowed]

    def _around(self, topic: str) -> set[str]:
        return {*self._scheme.narrower(topic), *self._scheme.broader(topic)}

    def _match_headline(self, headline: str | None, language: Language) -> frozenset[str]:
        return frozenset(match.topic for match in self._scheme.match(headline, language)) if headline else frozenset()

    def _evidence(self, found: StoredStatement, subject: Subject, product: float, words: float) -> Evidence:
        direct = broader = 0.0
        for asked in subject.topics:
            narrower, above = self._scheme.narrower(asked), self._scheme.broader(asked)
            for opinion in found.statement.opinions:
                if opinion.topic in narrower:
                    direct = max(direct, _weight(opinion.relevance))
                elif opinion.topic in above:
                    # "The incentives pay for our work", under the headline "Cloud incentives win a convert".
                    if not narrower.isdisjoint(self._headline_topics(found.headline, found.statement.language)):
                        direct = max(direct, _IN_CONTEXT * _weight(opinion.relevance))
                    broader = max(broader, _BROADER * opinion.relevance)
        meaning = self._calibration.closeness(product)
        return Evidence(found, max(direct, broader), meaning, words, direct > 0)


def _weight(relevance: float) -> float:
    """A clearly named topic counts in full, one inherited from the words around the statement by about half."""
    return min(1.0, 1.25 * relevance)
