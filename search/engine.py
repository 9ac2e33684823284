"""From a question to people and their statements: reads it, finds evidence, weighs stances, groups by speaker."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TypeVar

import numpy as np

from corpus.errors import StoreError, UsageError
from corpus.store import Store, StoredStatement
from corpus.topics import TopicScheme
from corpus.types import Language, Polarity, SpeakerType
from search.catalogue import NOBODY, TYPES, Catalogue, Floats, Ints
from search.conditions import StoreNames, merged
from search.findings import Findings
from search.index_state import as_id, as_keys
from search.indexed_store import IndexedStore, OutrunError
from search.lexical import LexicalIndex
from search.naming import topic_of
from search.question import topics_of, understand
from search.question_language import question_language
from search.ranking import hits
from search.reasons import reason
from search.replies import reply_to
from search.reranker import Reranker, reranked
from search.retrieval import Retriever, Signals, Subject
from search.same_words import same_words
from search.scope import Scope
from search.stances import Stances
from search.statement_ids import ids_of
from search.summary import Empty, summary
from search.types import Answer, Encoder, Filters, Hit, Intent, Interpretation
from search.vector_search import VectorSearch
from search.voices import Voices
from search.weighed import Weighed

T = TypeVar("T")
#: Told of a part of answering a question, and how many seconds it took.
OnStage = Callable[[str, float], None]
_NEAREST = 3
_ATTEMPTS = 5
_FEWEST_READ, _SPARE = 120, 6  # statements of the topics asked for that search reads: at least, and for every one shown
_LOOKED_THROUGH = 100  # statements at a time that are looked through for a name
_HALF = 1e-6  # of the last decimal: numbers so near a half are rounded one by one
_LEAST_SHOWN, _LEAST_OF_BEST = 0.08, 0.2  # relevance that a search shows: at least, and as a share of the best


class Engine(IndexedStore):
    """Answers questions over one store; one object may serve several threads.

    :param index: vectors of the store's statements, made by ``encoder``.
    :param lexical: words of the same statements.
    :param scheme: the topics that the statements are tagged with.
    :param signals: what ranking goes by; all, unless one is left out to measure what it is worth.

    Its ``reranker``, where one is set, reads the best statements again and has half a say in their order. Its
    ``on_stage`` is told how many seconds each part of answering a question took: ``follow`` (the store),
    ``understand``, ``find``, ``weigh``, ``reply``.
    """

    def __init__(
        self,
        store: Store,
        index: VectorSearch,
        lexical: LexicalIndex,
        encoder: Encoder,
        scheme: TopicScheme,
        signals: Signals | None = None,
    ) -> None:
        self.signals = signals or Signals()
        self.reranker: Reranker | None = None
        self.on_stage: OnStage = _ignored
        self._names = StoreNames(store)
        super().__init__(store, index, lexical, encoder, scheme)

    def _take(self, scheme: TopicScheme) -> None:
        super()._take(scheme)
        self._scope = Scope(self.store, scheme, lambda: self.columns)
        self._stances = Stances(scheme, self._stance_model)
        self.__dict__.pop("_retriever", None)
        self._topics: tuple[int, frozenset[str]] = (-1, frozenset())

    def warm(self) -> None:
        """Works out beforehand what the first questions would wait for."""
        super().warm()
        self._retriever.warm()

    def ask(
        self, question: str, *, limit: int = 10, overrides: Filters | None = None, today: date | None = None
    ) -> Answer:
        """Answers a question in Polish or English.

        :param limit: most speakers on each side.
        :param overrides: conditions that replace those read from the question; ``topic`` and ``stance`` replace what
            it asks.
        :param today: what "last year" counts from; the current day when left out.
        :raises UsageError: the question has no words, or a condition makes no sense.
        """
        began = time.perf_counter()
        if not any(letter.isalnum() for letter in question):
            raise UsageError("question", "has no words", "ask for instance who is sceptical about cloud incentives")
        with self._stage("follow"):
            self.take_over()
        return self._consistently(lambda: self._answer(question, limit, overrides, today, began))

    def _consistently(self, answer: Callable[[], T]) -> T:
        """An answer from one moment of the store; once more where the store has outrun the columns in memory."""
        for _ in range(_ATTEMPTS):
            try:
                with self.store.snapshot():
                    return answer()
            except OutrunError:
                self._advance()
        raise StoreError("the store changes faster than a question can be answered; ask again")

    def _answer(self, question: str, limit: int, overrides: Filters | None, today: date | None, began: float) -> Answer:
        with self._stage("understand"):
            read = self._overridden(understand(question, self.scheme, self._names, today), overrides)
        subject = Subject(read.target, read.language, read.topics if self.signals.topic else ())
        with self._stage("find"):
            evidence = self._evidence(subject, self._allowed(read), read)
        read = replace(read, unknown_names=self._unknown(read, evidence))
        with self._stage("weigh"):
            found = self._voices(self._reranked(evidence, question), subject, read)
        with self._stage("reply"):
            return self._reply(read, found, subject, limit, began)

    def _reply(self, read: Interpretation, found: Voices, subject: Subject, limit: int, began: float) -> Answer:
        asked = read if self.signals.stance else replace(read, stance=None)
        reply = reply_to(asked, found, self._scope.bearers(read.anchor), self.scheme, limit)
        nearest = () if len(found) else self._nearest(subject, read)
        labels = [self.scheme.label(topic, read.language) for topic in nearest]
        person = read.filters.person if read.filters.person not in read.unknown_names else None
        return Answer(
            interpretation=read,
            answers=reply.answers,
            opposing=reply.opposing,
            summary=summary(read, reply, self._subject_name(read), Empty(labels, self._names.shown(person))),
            took_ms=round((time.perf_counter() - began) * 1000, 2),
            nearest_topics=nearest,
            topics=reply.topics,
            sides={side: reply.counted.sides.get(side, 0) for side in Polarity},
        )

    def search(self, text: str, filters: Filters | None = None, limit: int = 10) -> list[Hit]:
        """The statements closest to a text in topic, meaning and words, best first.

        :param text: a phrase or a sentence in either language; empty for all that meet the filters, newest first.
        :param filters: conditions, applied exactly and before anything is ranked.
        """
        self.take_over()
        return self._consistently(lambda: self._search(text, filters, limit))

    def _search(self, text: str, filters: Filters | None, limit: int) -> list[Hit]:
        filters = self._checked(filters or Filters())
        language = question_language(text, self.scheme) if text.strip() else Language.EN
        allowed = self._scope.ids(filters, language)
        topics = topics_of(text, language, self.scheme) if text.strip() else ()
        subject = Subject(text.strip(), language, topics or ((filters.topic,) if filters.topic else ()))
        if subject.text:
            most = max(_FEWEST_READ, _SPARE * limit)
            found = _worth_showing(self._retriever.find(subject, allowed, most))
            evidence = self._reranked(found, subject.text)
        else:
            evidence = self._all(allowed, newest_first=True)
        return self._shown(evidence, subject, limit)

    def like(self, statement_id: str, filters: Filters | None = None, limit: int = 10) -> list[Hit]:
        """The statements closest in meaning to a given one, best first; the same words elsewhere are no answer.

        :param filters: conditions, applied exactly and before anything is ranked.
        :raises NotFoundError: no statement has the id.
        """
        self.take_over()
        return self._consistently(lambda: self._like(statement_id, filters, limit))

    def _like(self, statement_id: str, filters: Filters | None, limit: int) -> list[Hit]:
        model = self.store.statement(statement_id)
        filters = self._checked(filters or Filters())
        allowed = self._scope.ids(filters, model.statement.language)
        subject = Subject(model.statement.text, model.statement.language)
        vector = self.encoder.encode([model.statement.text])[0]
        among = ids_of(allowed)
        evidence = self._retriever.closest(*self.index.closest(vector, 2 * limit + _SPARE, among))
        other = [not same_words(found.statement.text, model.statement.text) for found in self._statements(evidence)]
        return self._shown(self._reranked(evidence.among(np.flatnonzero(other)), subject.text), subject, limit)

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.on_stage(name, time.perf_counter() - began)

    def _shown(self, evidence: Findings, subject: Subject, limit: int) -> list[Hit]:
        """The best as hits; the same words in several outlets count once, so more are weighed where there are such."""
        weighed: list[Weighed] = []
        found: Sequence[Hit] = ()
        while len(found) <= limit and len(weighed) < len(evidence):
            some = np.arange(len(weighed), min(len(weighed) + 2 * limit, len(evidence)))
            weighed += self._weighed(evidence.among(some), subject)
            found = hits(weighed, [one.relevance for one in weighed])
        return list(found[:limit])

    def _reranked(self, evidence: Findings, question: str) -> Findings:
        return evidence if self.reranker is None else reranked(self.reranker, evidence, question, self._statements)

    def _overridden(self, read: Interpretation, overrides: Filters | None) -> Interpretation:
        overrides = self._checked(overrides or Filters())
        return replace(
            read,
            filters=replace(merged(read.filters, overrides), topic=None, stance=None),
            topics=(overrides.topic,) if overrides.topic else read.topics,
            target=self.scheme.label(overrides.topic, read.language) if overrides.topic else read.target,
            stance=overrides.stance or read.stance,
        )

    def _checked(self, filters: Filters) -> Filters:
        """The filters with the topic's id in place of its label.

        :raises UsageError: no such topic.
        """
        if filters.topic is None:
            return filters
        return replace(filters, topic=topic_of(self.scheme, filters.topic))

    @cached_property
    def _retriever(self) -> Retriever:
        return Retriever(
            self.store,
            self.index,
            self.lexical,
            self.encoder,
            self.scheme,
            self.calibration,
            self.signals,
            lambda: None if self.columns is None else self.columns.catalogue,
        )

    def _evidence(self, subject: Subject, allowed: Collection[str] | None, read: Interpretation) -> Findings:
        if subject.text:
            found = self._retriever.find(subject, allowed)
            return found.among(found.suffices)
        # Without a subject the conditions are the question ("what did … say"); with neither there is no question.
        return self._all(frozenset() if allowed is None and read.stance is None else allowed)

    def _all(self, allowed: Collection[str] | None, *, newest_first: bool = False) -> Findings:
        if self.columns is None:
            ids = self.store.statement_ids(newest_first=newest_first)
            return Findings.certain(
                *self._retriever.rows(as_keys(ids if allowed is None else [name for name in ids if name in allowed]))
            )
        catalogue = self.columns.catalogue
        rows = np.arange(len(catalogue))
        if (among := ids_of(allowed)) is not None:
            rows = among.rows_of(catalogue)
        if newest_first:
            rows = rows[np.argsort(-catalogue.day[rows], kind="stable")]
        return Findings.certain(catalogue, rows)

    def _voices(self, evidence: Findings, subject: Subject, read: Interpretation) -> Voices:
        """The speakers of what was found, or their firms where those are asked for."""
        side, score = self._stances.over(
            evidence.catalogue,
            evidence.rows,
            subject,
            lambda rows: [found.statement for found in self._read(evidence.catalogue, rows)],
        )
        firms = self._scope.firms(self._without_firm(evidence)) if read.intent is Intent.FIRMS else None
        return Voices(
            evidence,
            _rounded(evidence.relevance),
            side,
            score,
            lambda places: self._weighed(evidence.among(np.array(places, dtype=np.int64)), subject),
            firms,
        )

    def _without_firm(self, evidence: Findings) -> list[str]:
        """The ids of the people whose statements name no firm."""
        catalogue, rows = evidence.catalogue, evidence.rows
        person = catalogue.speaker_type[rows] == TYPES.index(SpeakerType.PERSON)
        speakers = catalogue.speaker[rows][person & (catalogue.firm[rows] == NOBODY)]
        return [catalogue.coding.entities.texts[code] for code in np.unique(speakers).tolist() if code != NOBODY]

    def _statements(self, evidence: Findings) -> list[StoredStatement]:
        return self._read(evidence.catalogue, evidence.rows)

    def _read(self, catalogue: Catalogue, rows: Ints) -> list[StoredStatement]:
        """The statements of rows, all of them.

        :raises OutrunError: the store has lost one of them since the columns were read.
        """
        found = self._retriever.statements(map(as_id, catalogue.key[rows].tolist()))
        if len(found) != len(rows):
            raise OutrunError
        return found

    def _weighed(self, evidence: Findings, subject: Subject) -> list[Weighed]:
        statements = self._statements(evidence)
        stances = self._stances.of([found.statement for found in statements], subject)
        relevance = evidence.relevance.tolist()
        return [
            Weighed(found, round(relevance[place], 4), stance, reason(evidence.evidence(place, found), subject))
            for place, (found, stance) in enumerate(zip(statements, stances, strict=True))
        ]

    def _allowed(self, read: Interpretation) -> Collection[str] | None:
        """The ids of the statements that meet the question's conditions; ``None``: all do."""
        allowed = self._scope.allowed(read)
        for phrase in read.phrases:
            allowed = frozenset(self._retriever.with_phrase(phrase, allowed))
        return allowed

    def _unknown(self, read: Interpretation, evidence: Findings) -> tuple[str, ...]:
        """Names that nobody bears; those that statements speak of are subjects, no unknown people."""
        if not read.unknown_names:
            return ()
        left = {name: name.casefold() for name in read.unknown_names if name != read.filters.person}
        for start in range(0, len(evidence), _LOOKED_THROUGH):
            if not left:
                break
            rows = evidence.rows[start : start + _LOOKED_THROUGH]
            text = "\n".join(self._retriever.texts(evidence.catalogue, rows)).casefold()
            left = {name: folded for name, folded in left.items() if folded not in text}
        return tuple(name for name in read.unknown_names if name == read.filters.person or name in left)

    def _subject_name(self, read: Interpretation) -> str:
        if read.topics:
            return ", ".join(self.scheme.label(topic, read.language) for topic in read.topics)
        return read.target

    def _nearest(self, subject: Subject, read: Interpretation) -> tuple[str, ...]:
        """The topics closest to the question that there are statements about; of a person asked for, their own."""
        if not subject.text:
            return ()
        known = self._known_topics()
        if read.filters.person is not None:
            own = self._scope.topics_of(read.filters.person, read)
            known = own.intersection(known) or known
        return self.calibration.nearest(self._retriever.meaning(subject), known, _NEAREST)

    def _known_topics(self) -> Collection[str]:
        """The topics that there are statements about; looked up again when the store has changed."""
        catalogue = None if self.columns is None else self.columns.catalogue
        sequence = self.store.sequence() if catalogue is None else catalogue.sequence
        if self._topics[0] != sequence:
            topics = catalogue.topics_met if catalogue else frozenset(entry.topic for entry in self.store.topics())
            self._topics = sequence, topics
        return self._topics[1]


def _ignored(stage: str, seconds: float) -> None:
    """Where nobody measures."""


def _rounded(values: Floats) -> Floats:
    """To four decimals, exactly as :func:`round` does, which alone knows what the halves are."""
    scaled = values * 10_000
    found = np.rint(scaled) / 10_000
    for place in np.flatnonzero(np.abs(np.abs(scaled - np.floor(scaled)) - 0.5) < _HALF).tolist():
        found[place] = round(float(values[place]), 4)
    return np.asarray(found)


def _worth_showing(evidence: Findings) -> Findings:
    """The evidence without what has next to nothing to do with the text, or next to nothing beside the best."""
    best = float(evidence.relevance[0]) if len(evidence) else 0.0
    return evidence.among(evidence.relevance >= max(_LEAST_SHOWN, _LEAST_OF_BEST * best))
