"""Which statements a question is about, and how much: by topic, by meaning and by words, under exact filters."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from corpus.store import Store, StoredStatement
from corpus.topics import TopicScheme
from corpus.types import Language
from search.calibration import Calibration
from search.catalogue import Catalogue, Floats, Ints
from search.findings import Findings, joined
from search.index import keys_of
from search.index_state import as_id
from search.lexical import LexicalIndex
from search.question_phrases import phrase_finder
from search.segment_rows import Keys
from search.statement_ids import StatementIds
from search.statements_read import StatementsRead
from search.tagged import Tagged
from search.themes import Themes
from search.types import Encoder, Vectors
from search.vector_search import VectorSearch

_WITH_PHRASE = 1000  # statements with the words of a phrase that are looked through
_POOL = 60  # statements taken by meaning, and by words
_FILTERS_KEPT = 4
_VECTORS_KEPT = 4_096  # (of at most 1.5 kB) of questions' subjects
#: Statements read for one question.
MOST = 600
_FEWEST_ARTICLES, _ARTICLES = 12, 15  # of which the other statements are looked at: at least, and one for so many read
_BROADER = 0.45  # what a statement about the broader topic counts …
_IN_CONTEXT = 0.9  # … and what it counts, as a share of a direct one, under a headline about the topic itself
_NAMED = 1.25  # a clearly named topic counts in full, one inherited from the words around the statement by about half


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


_NONE: Keys = np.zeros(0, dtype=np.int64)


class _Signs:
    """A number for each of some statements.

    :param keys: of the statements, none twice.
    :param default: of those for which none is put.
    """

    def __init__(self, keys: Keys, default: float) -> None:
        self._keys = keys
        self._order = np.argsort(keys, kind="stable")
        self._ascending = keys[self._order]
        self._known = np.zeros(len(keys), dtype=bool)
        self.values: Floats = np.full(len(keys), default)

    def put(self, keys: Keys, values: Vectors | Floats) -> None:
        """Sets the numbers of those of the statements that are among these keys; what is put later counts."""
        if len(self._keys) and len(keys):
            found = np.minimum(np.searchsorted(self._ascending, keys), len(self._keys) - 1)
            there = self._ascending[found] == keys
            places = self._order[found[there]]
            self.values[places] = values[there]
            self._known[places] = True

    def missing(self) -> Keys:
        """The keys for which no number was put, ascending."""
        return np.sort(self._keys[~self._known])


def _unique(keys: Keys) -> Keys:
    """The keys, each where it comes first."""
    _, first = np.unique(keys, return_index=True)
    return keys[np.sort(first)]


class Retriever:
    """Finds the statements that a subject is about.

    :param columns: those of all statements, where they are kept; ``None``: what is needed is read for each question.
    """

    def __init__(
        self,
        store: Store,
        index: VectorSearch,
        lexical: LexicalIndex,
        encoder: Encoder,
        scheme: TopicScheme,
        calibration: Calibration,
        signals: Signals | None = None,
        columns: Callable[[], Catalogue | None] = lambda: None,
    ) -> None:
        self._store = store
        self._index = index
        self._lexical = lexical
        self._encoder = encoder
        self._scheme = scheme
        self._calibration = calibration
        self._signals = signals or Signals()
        self._themes = Themes(scheme)
        self._columns = columns
        self._read = StatementsRead(store)
        self._tagged = Tagged(store, columns)
        self._vectors = lru_cache(maxsize=_VECTORS_KEPT)(lambda text: encoder.encode([text], query=True)[0])
        self._filters: list[tuple[Collection[str], StatementIds]] = []

    def find(self, subject: Subject, allowed: Collection[str] | None, most: int = MOST) -> Findings:
        """All statements that show any sign of being about the subject, most relevant first.

        :param allowed: ids that may come back; ``None`` allows all.
        :param most: of the statements tagged with the subject's topics the closest ones, at most so many.
        """
        vector = self.meaning(subject)
        words, shares = self._with_words(subject, allowed)
        tagged, their = self._closest_tagged(vector, subject, allowed, most)
        held = self._ids(allowed)
        # All of them, where they are few: their articles tell what they are about.
        few = _NONE if held is None or len(held) > most else held.keys
        # Where very many are about the topic, those that are only close in meaning do not come near them.
        pool = _POOL if self._signals.dense and len(tagged) < most else 0
        close, products = self._index.closest(vector, pool, held)
        catalogue, rows = self.rows(_unique(np.concatenate([tagged, few, close, words])))
        signs = _Signs(catalogue.key[rows], -1.0)
        signs.put(tagged, their)
        signs.put(close, products)
        signs.put(*self._index.products(vector, signs.missing()))
        said = _Signs(catalogue.key[rows], 0.0)
        said.put(words, shares)
        findings = self._findings(catalogue, rows, subject, signs.values, said.values)
        if subject.topics:
            findings = self._in_articles(findings, subject, allowed, max(_FEWEST_ARTICLES, most // _ARTICLES))
        return findings.best_first()

    def warm(self) -> None:
        """Reads beforehand what comes again with most questions."""
        catalogue = self._columns()
        if catalogue is not None:
            self._themes.warm(catalogue)

    def texts(self, catalogue: Catalogue, rows: Ints) -> list[str]:
        """The words of statements and nothing else, in any order."""
        return [text for _, text in self._read.texts([as_id(key) for key in catalogue.key[rows].tolist()])]

    def meaning(self, subject: Subject) -> Vectors:
        """The vector of a question's subject, its topics with it; those asked for last are kept."""
        labels = [self._scheme.label(topic, subject.language) for topic in subject.topics]
        found: Vectors = self._vectors(". ".join([subject.text, *labels]))
        return found

    def closest(self, keys: Keys, products: Vectors) -> Findings:
        """Statements by their closeness in meaning alone, in the order in which they come."""
        catalogue, rows = self.rows(keys)
        signs = _Signs(catalogue.key[rows], -1.0)
        signs.put(keys, products)
        none = np.zeros(len(rows))
        meaning = self._calibration.closenesses(signs.values)
        return Findings(catalogue, rows, none, meaning, none, np.zeros(len(rows), dtype=bool), none, False)

    def with_phrase(self, phrase: str, allowed: Collection[str] | None) -> list[str]:
        """The ids of the statements that have the words of a phrase next to each other."""
        having = {
            name: None
            for language in Language  # the phrase may be in the other language than the question
            for name in self._lexical.having_all(phrase, language, _WITH_PHRASE, allowed)
        }
        has_phrase = phrase_finder(phrase)
        return [name for name, text in self._read.texts(having) if has_phrase(text)]

    def statements(self, ids: Iterable[str]) -> list[StoredStatement]:
        """Statements by id; what is not listed is left out."""
        return self._read.statements(list(ids))

    def rows(self, keys: Keys) -> tuple[Catalogue, Ints]:
        """Where statements are in a catalogue, in their order; what is not listed is left out."""
        catalogue = self._columns()
        if catalogue is None:
            catalogue = Catalogue.read(self._store, [as_id(key) for key in keys.tolist()])
        return catalogue, catalogue.rows(keys)[0]

    def _with_words(self, subject: Subject, allowed: Collection[str] | None) -> tuple[Keys, Floats]:
        """The statements with words of the subject, and the share of the words that each has."""
        if not self._signals.lexical:
            return _NONE, np.zeros(0)
        return self._lexical.closest(subject.text, subject.language, _POOL, allowed)

    def _closest_tagged(
        self, vector: Vectors, subject: Subject, allowed: Collection[str] | None, most: int
    ) -> tuple[Keys, Vectors]:
        """Of the statements tagged with the subject's topics, or those around them, the closest with their products."""
        wanted = frozenset(name for topic in subject.topics for name in self._around(topic))
        if not wanted:
            return _NONE, np.zeros(0, dtype=np.float32)
        tagged, held = self._tagged.on(wanted), self._ids(allowed)
        among = tagged if held is None else tagged.common(held)
        found, products = self._index.closest(vector, most, among, coarse=True)
        if len(found) < min(most, len(among)):  # a statement that has no vector yet is tagged all the same
            without = np.setdiff1d(among.keys, found)
            found = np.concatenate([found, without])
            products = np.concatenate([products, np.full(len(without), -1.0, dtype=np.float32)])
        return found, products

    def _ids(self, allowed: Collection[str] | None) -> StatementIds | None:
        """The ids of a filter as the index compares them; those of the last filters are kept."""
        if allowed is None or isinstance(allowed, StatementIds):
            return allowed
        known = next((found for ids, found in self._filters if ids is allowed), None)
        if known is None:
            known = StatementIds(keys_of(frozenset(allowed)))
            self._filters = [(allowed, known), *self._filters[: _FILTERS_KEPT - 1]]
        return known

    def _around(self, topic: str) -> set[str]:
        return {*self._scheme.narrower(topic), *self._scheme.broader(topic)}

    def _in_articles(
        self, findings: Findings, subject: Subject, allowed: Collection[str] | None, articles: int
    ) -> Findings:
        """The evidence with the theme of its articles, and with the other statements of those about the subject."""
        topics = frozenset(name for topic in subject.topics for name in self._scheme.narrower(topic))
        promising = findings.rows[np.argsort(-findings.relevance, kind="stable")]
        chosen = list(dict.fromkeys(findings.catalogue.article[promising].tolist()))[:articles]
        if not chosen:
            return findings
        findings, chosen = self._with_articles(findings, chosen)
        catalogue = findings.catalogue
        rows, worth = self._themes.contexts(catalogue, chosen, topics)
        worths = np.zeros(len(catalogue))
        worths[rows] = worth
        seen = np.zeros(len(catalogue), dtype=bool)
        seen[findings.rows] = True
        more = rows[~seen[rows]]
        held = self._ids(allowed)
        if held is not None:
            more = more[held.having(catalogue.key[more]) if held.catalogue is None else held.mask_of(catalogue)[more]]
        added = self._findings(catalogue, more, subject, np.full(len(more), -1.0), np.zeros(len(more)))
        return joined(replace(findings, theme=worths[findings.rows]), replace(added, theme=worths[more]))

    def _with_articles(self, findings: Findings, articles: list[int]) -> tuple[Findings, list[int]]:
        """The findings over a catalogue that has all statements of some articles, and the articles' codes there."""
        catalogue = findings.catalogue
        if self._columns() is not None:
            return findings, articles
        names = [catalogue.coding.articles.texts[code] for code in articles]
        keys = catalogue.key[findings.rows]
        ids = {*map(as_id, keys.tolist()), *self._store.statement_ids(article_id=names)}
        whole = Catalogue.read(self._store, ids)
        rows, there = whole.rows(keys)
        return replace(findings.among(there), catalogue=whole, rows=rows), whole.coding.articles.known(names)

    def _findings(
        self, catalogue: Catalogue, rows: Ints, subject: Subject, products: Floats, words: Floats
    ) -> Findings:
        direct, broader = np.zeros(len(rows)), np.zeros(len(rows))
        places, owner = catalogue.opinions_of(rows)
        topic, relevance = catalogue.opinions.topic[places], catalogue.opinions.relevance[places]
        weight = np.minimum(1.0, _NAMED * relevance)
        for asked in subject.topics:
            narrower, above = self._scheme.narrower(asked), self._scheme.broader(asked)
            own = catalogue.coding.topics.among(narrower)[topic]
            np.maximum.at(direct, owner[own], weight[own])
            around = np.flatnonzero(catalogue.coding.topics.among(above)[topic] & ~own)
            np.maximum.at(broader, owner[around], _BROADER * relevance[around])
            # "The incentives pay for our work", under the headline "Cloud incentives win a convert".
            around = around[self._themes.told(catalogue, rows[owner[around]], narrower)]
            np.maximum.at(direct, owner[around], _IN_CONTEXT * weight[around])
        dense = self._signals.dense
        return Findings(
            catalogue,
            rows,
            np.maximum(direct, broader),
            self._calibration.closenesses(products) if dense else np.zeros(len(rows)),
            words,
            direct > 0,
            np.zeros(len(rows)),
            bool(subject.topics),
        )
