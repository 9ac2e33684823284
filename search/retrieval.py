"""Which statements a question is about, and how much: by topic, by meaning and by words, under exact filters."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.store import Store, StoredStatement
from corpus.topics import TopicScheme
from corpus.types import Language
from search.calibration import Calibration
from search.index import VectorIndex, common, keys_of
from search.lexical import LexicalIndex
from search.question_phrases import has_phrase
from search.segment import Keys
from search.themes import Themes
from search.types import Encoder, Vectors

_WITH_PHRASE = 1000  # statements with words of a phrase that are looked through
_POOL = 60  # statements taken by meaning, and by words
_FILTERS_KEPT = 4
_TOPICS_KEPT = 64  # sets of statements by topics that are kept
#: Statements read for one question.
MOST = 600
_FEWEST_ARTICLES, _ARTICLES = 12, 15  # of which the other statements are looked at: at least, and one for so many read
_THEME = 0.65  # what a statement counts in an article that is about the topic, when it names none itself …
_BOTH = 0.3  # … and what that adds to a topic of its own
_LENT = 0.455  # up to this a topic was lent by the sentences around …
_ALONE = 0.65  # … and counts so much where the article is not about it
_ABOUT = 0.3  # from so much theme on it is enough alone
_BROADER = 0.45  # what a statement about the broader topic counts …
_IN_CONTEXT = 0.9  # … and what it counts, as a share of a direct one, under a headline about the topic itself
_SURE, _LIKELY = 0.6, 0.45  # closeness that is enough alone, and beside another sign
_RELATED = 0.3  # a broader topic that is enough beside closeness
_UNTAGGED = 0.9  # closeness that is enough although the tagger saw none of the topics
_WORDS, _HALF_OF_WORDS = 0.67, 0.5


@dataclass(frozen=True, slots=True)
class Signals:
    """Which signs of a statement being about a subject are looked at; each is left out to measure what it is worth.

    :param dense: closeness of meaning.
    :param lexical: words in common.
    :param topic: topics in common.
    :param stance: the side a statement takes, where a question asks for one.
    """

    dense: bool = True
    lexical: bool = True
    topic: bool = True
    stance: bool = True


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

    @property
    def subject(self) -> float:
        """Its own topics and its article's theme together, 0 to 1."""
        if not self.direct:
            return max(self.topic, _THEME * self.theme)
        if self.topic <= _weight(_LENT) and not self.theme:
            return _ALONE * self.topic
        return min(1.0, self.topic + _BOTH * self.theme)

    def relevance(self, by_topic: bool) -> float:
        """The signs as one number, 0 to 1.

        :param by_topic: whether the subject has topics.
        """
        own = self._own_relevance(by_topic)
        return own if self.reranked is None else (own + self.reranked) / 2

    def _own_relevance(self, by_topic: bool) -> float:
        if not by_topic:
            return 0.55 * self.meaning + 0.45 * self.words
        topic = self.subject
        if topic:
            return 0.7 * topic + 0.2 * self.meaning + 0.1 * self.words
        return 0.45 * self.meaning + 0.15 * self.words

    def suffices(self, by_topic: bool) -> bool:
        """Whether it is about the subject beyond doubt."""
        if self.direct:
            return True
        if by_topic:
            if self.theme >= _ABOUT or self.meaning >= _UNTAGGED:
                return True
            beside = self.topic > 0 and self.meaning >= _LIKELY and (self.words > 0 or self.topic >= _RELATED)
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
        signals: Signals | None = None,
    ) -> None:
        self._store = store
        self._index = index
        self._lexical = lexical
        self._encoder = encoder
        self._scheme = scheme
        self._calibration = calibration
        self._signals = signals or Signals()
        self._themes = Themes(scheme)
        self._by_topics: dict[frozenset[str], tuple[int, frozenset[str], Keys]] = {}
        self._cache: dict[str, StoredStatement] = {}
        self._cached_at = -1
        self._filters: list[tuple[Collection[str], Keys]] = []

    def find(self, subject: Subject, allowed: Collection[str] | None, most: int = MOST) -> list[Evidence]:
        """All statements that show any sign of being about the subject, most relevant first.

        :param allowed: ids that may come back; ``None`` allows all.
        :param most: of the statements tagged with the subject's topics the closest ones, at most so many.
        """
        labels = [self._scheme.label(topic, subject.language) for topic in subject.topics]
        vector = self._encoder.encode([". ".join([subject.text, *labels])], query=True)[0]
        words = self._with_words(subject, allowed)
        products = self._closest_tagged(vector, subject, allowed, most)
        ids = dict.fromkeys(products)
        if allowed is not None and len(allowed) <= most:
            ids |= dict.fromkeys(allowed)  # all of them: their articles tell what they are about
        # Where very many are about the topic, those that are only close in meaning do not come near them.
        pool = _POOL if self._signals.dense and len(products) < most else 0
        among = self._keys(allowed) if pool else None
        close = {one.id: one.score for one in self._index.search(vector, pool, among)} if pool else {}
        products |= close
        ids |= dict.fromkeys([*close, *words])
        missing = [name for name in ids if name not in products]
        products |= self._index.scores(vector, missing) if missing else {}
        evidence = [
            self._evidence(found, subject, products.get(found.id, -1.0), words.get(found.id, 0.0))
            for found in self.statements(ids)
        ]
        by_topic = bool(subject.topics)
        if by_topic:
            evidence = self._in_articles(evidence, subject, allowed, max(_FEWEST_ARTICLES, most // _ARTICLES))
        return sorted(evidence, key=lambda one: -one.relevance(by_topic))

    def with_phrase(self, phrase: str, allowed: Collection[str] | None) -> list[str]:
        """The ids of the statements that have the words of a phrase next to each other."""
        having = {
            one.id: None
            for language in Language  # the phrase may be in the other language than the question
            for one in self._lexical.search(phrase, language, _WITH_PHRASE, allowed)
        }
        return [found.id for found in self.statements(having) if has_phrase(found.statement.text, phrase)]

    def statements(self, ids: Iterable[str]) -> list[StoredStatement]:
        """Statements by id, those read before from memory until the store changes."""
        sequence = self._store.sequence()
        if sequence != self._cached_at or len(self._cache) > 50 * MOST:
            self._cache, self._cached_at = {}, sequence
        wanted, cache = list(ids), self._cache
        missing = [name for name in wanted if name not in cache]
        if missing:
            cache.update((found.id, found) for found in self._store.statements(missing))
        return [cache[name] for name in wanted if name in cache]

    def _with_words(self, subject: Subject, allowed: Collection[str] | None) -> dict[str, float]:
        if not self._signals.lexical:
            return {}
        return {one.id: one.score for one in self._lexical.search(subject.text, subject.language, _POOL, allowed)}

    def _closest_tagged(
        self, vector: Vectors, subject: Subject, allowed: Collection[str] | None, most: int
    ) -> dict[str, float]:
        """Of the statements tagged with the subject's topics, or those around them, the closest with their products."""
        wanted = frozenset(name for topic in subject.topics for name in self._around(topic))
        if not wanted:
            return {}
        tagged, keys = self._tagged(wanted)
        held = self._keys(allowed)
        closest = self._index.search(vector, most, keys if held is None else common(keys, held), coarse=True)
        found = {one.id: one.score for one in closest}
        if len(found) < min(most, len(tagged)):  # a statement that has no vector yet is tagged all the same
            found |= dict.fromkeys((tagged if allowed is None else tagged.intersection(allowed)) - found.keys(), -1.0)
        return found

    def _keys(self, allowed: Collection[str] | None) -> Keys | None:
        """The ids of a filter as the index compares them; those of the last filters are kept."""
        if allowed is None:
            return None
        known = next((keys for ids, keys in self._filters if ids is allowed), None)
        if known is None:
            known = keys_of(frozenset(allowed))
            self._filters = [(allowed, known), *self._filters[: _FILTERS_KEPT - 1]]
        return known

    def _tagged(self, topics: frozenset[str]) -> tuple[frozenset[str], Keys]:
        """The statements with one of the topics, kept until the store changes."""
        sequence, known = self._store.sequence(), self._by_topics
        if known.get(topics, (-1,))[0] != sequence:
            ids = frozenset(self._store.statement_ids(topic=topics))
            if len(known) >= _TOPICS_KEPT:
                known.clear()
            known[topics] = sequence, ids, keys_of(ids)
        return known[topics][1], known[topics][2]

    def _around(self, topic: str) -> set[str]:
        return {*self._scheme.narrower(topic), *self._scheme.broader(topic)}

    def _in_articles(
        self, evidence: Sequence[Evidence], subject: Subject, allowed: Collection[str] | None, articles: int
    ) -> list[Evidence]:
        """The evidence with the theme of its articles, and with the other statements of those about the subject."""
        topics = frozenset(name for topic in subject.topics for name in self._scheme.narrower(topic))
        promising = dict.fromkeys(one.found.statement.article_id for one in sorted(evidence, key=_promise))
        chosen = list(promising)[:articles]
        together: dict[str, list[StoredStatement]] = {}
        for found in self.statements(self._store.statement_ids(article_id=chosen) if chosen else ()):
            together.setdefault(found.statement.article_id, []).append(found)
        contexts: dict[str, float] = {}
        for said in together.values():
            theme = self._themes.theme(said, topics)
            contexts |= self._themes.contexts(said, theme, topics) if theme else {}
        known = {one.found.id for one in evidence}
        more = [
            self._evidence(found, subject, -1.0, 0.0)
            for said in together.values()
            for found in said
            if found.id in contexts and found.id not in known and (allowed is None or found.id in allowed)
        ]
        return [
            replace(one, theme=contexts[one.found.id]) if one.found.id in contexts else one
            for one in [*evidence, *more]
        ]

    def _evidence(self, found: StoredStatement, subject: Subject, product: float, words: float) -> Evidence:
        direct = broader = 0.0
        for asked in subject.topics:
            narrower, above = self._scheme.narrower(asked), self._scheme.broader(asked)
            for opinion in found.statement.opinions:
                if opinion.topic in narrower:
                    direct = max(direct, _weight(opinion.relevance))
                elif opinion.topic in above:
                    # "The incentives pay for our work", under the headline "Cloud incentives win a convert".
                    if not narrower.isdisjoint(self._themes.of_headline(found.headline, found.statement.language)):
                        direct = max(direct, _IN_CONTEXT * _weight(opinion.relevance))
                    broader = max(broader, _BROADER * opinion.relevance)
        meaning = self._calibration.closeness(product) if self._signals.dense else 0.0
        return Evidence(found, max(direct, broader), meaning, words, direct > 0)


def _promise(one: Evidence) -> float:
    """Orders evidence by how much its article promises, most first."""
    return -one.relevance(True)


def _weight(relevance: float) -> float:
    """A clearly named topic counts in full, one inherited from the words around the statement by about half."""
    return min(1.0, 1.25 * relevance)
