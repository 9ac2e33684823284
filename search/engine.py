"""From a question to people and their statements: reads it, finds evidence, weighs stances, groups by speaker."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cached_property

from corpus.errors import UsageError
from corpus.store import Store
from corpus.topics import TopicScheme
from corpus.types import Language, Polarity
from search.conditions import StoreNames, allowed_ids, merged
from search.index import VectorIndex
from search.indexed_store import IndexedStore
from search.lexical import LexicalIndex
from search.naming import topic_of
from search.question import topics_of, understand
from search.question_language import question_language
from search.ranking import hits, voices
from search.reasons import reason
from search.replies import reply_to
from search.reranker import Reranker, reranked
from search.retrieval import Evidence, Retriever, Signals, Subject
from search.same_words import same_words
from search.scope import Scope
from search.stances import Stances
from search.summary import Empty, summary
from search.types import Answer, Encoder, Filters, Hit, Intent, Interpretation
from search.weighed import Weighed

#: Told of a part of answering a question, and how many seconds it took.
OnStage = Callable[[str, float], None]
_NEAREST = 3
_FEWEST_READ, _SPARE = 120, 6  # statements of the topics asked for that search reads: at least, and for every one shown
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
        index: VectorIndex,
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
        self._scope = Scope(self.store, scheme)
        self._stances = Stances(scheme, self._stance_model)
        self.__dict__.pop("_retriever", None)
        self._topics: tuple[int, Sequence[str]] = (-1, ())

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
            self.refresh()
        with self._stage("understand"):
            read = self._overridden(understand(question, self.scheme, self._names, today), overrides)
        subject = Subject(read.target, read.language, read.topics if self.signals.topic else ())
        with self._stage("find"):
            evidence = self._evidence(subject, self._allowed(read), read)
        read = replace(read, unknown_names=self._unknown(read, evidence))
        with self._stage("weigh"):
            weighed = self._weighed(self._reranked(evidence, question, bool(subject.topics)), subject)
        with self._stage("reply"):
            return self._answer(read, subject, weighed, limit, began)

    def _answer(
        self, read: Interpretation, subject: Subject, weighed: Sequence[Weighed], limit: int, began: float
    ) -> Answer:
        found = voices(
            weighed, self._scope.firms(one.found for one in weighed) if read.intent is Intent.FIRMS else None
        )
        asked = read if self.signals.stance else replace(read, stance=None)
        reply = reply_to(asked, found, self._scope.bearers(read.anchor), self.scheme, limit)
        nearest = () if found else self._nearest(subject, read)
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
            sides={side: sum(voice.stance is side for voice in reply.counted) for side in Polarity},
        )

    def search(self, text: str, filters: Filters | None = None, limit: int = 10) -> list[Hit]:
        """The statements closest to a text in topic, meaning and words, best first.

        :param text: a phrase or a sentence in either language; empty for all that meet the filters, newest first.
        :param filters: conditions, applied exactly and before anything is ranked.
        """
        self.refresh()
        filters = self._checked(filters or Filters())
        language = question_language(text, self.scheme) if text.strip() else Language.EN
        allowed = allowed_ids(filters, self.store, self.scheme, language)
        topics = topics_of(text, language, self.scheme) if text.strip() else ()
        subject = Subject(text.strip(), language, topics or ((filters.topic,) if filters.topic else ()))
        if subject.text:
            most = max(_FEWEST_READ, _SPARE * limit)
            found = _worth_showing(self._retriever.find(subject, allowed, most), bool(topics))
            evidence = self._reranked(found, subject.text, bool(topics))
        else:
            evidence = self._all(allowed, newest_first=True)
        return self._shown(evidence, subject, limit)

    def like(self, statement_id: str, filters: Filters | None = None, limit: int = 10) -> list[Hit]:
        """The statements closest in meaning to a given one, best first; the same words elsewhere are no answer.

        :param filters: conditions, applied exactly and before anything is ranked.
        :raises NotFoundError: no statement has the id.
        """
        self.refresh()
        model = self.store.statement(statement_id)
        filters = self._checked(filters or Filters())
        allowed = allowed_ids(filters, self.store, self.scheme, model.statement.language)
        subject = Subject(model.statement.text, model.statement.language)
        vector = self.encoder.encode([model.statement.text])[0]
        closest = {one.id: one.score for one in self.index.search(vector, 2 * limit + _SPARE, allowed)}
        evidence = [
            Evidence(found, 0.0, self.calibration.closeness(closest[found.id]), 0.0, False)
            for found in self._retriever.statements(closest)
            if not same_words(found.statement.text, model.statement.text)
        ]
        evidence = self._reranked(evidence, subject.text, False)
        return self._shown(evidence, subject, limit)

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.on_stage(name, time.perf_counter() - began)

    def _shown(self, evidence: Sequence[Evidence], subject: Subject, limit: int) -> list[Hit]:
        """The best as hits; the same words in several outlets count once, so more are weighed where there are such."""
        weighed: list[Weighed] = []
        found: Sequence[Hit] = ()
        while len(found) <= limit and len(weighed) < len(evidence):
            weighed += self._weighed(evidence[len(weighed) : len(weighed) + 2 * limit], subject)
            found = hits(weighed, [one.relevance for one in weighed])
        return list(found[:limit])

    def _reranked(self, evidence: list[Evidence], question: str, by_topic: bool) -> list[Evidence]:
        return evidence if self.reranker is None else reranked(self.reranker, evidence, question, by_topic)

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
            self.store, self.index, self.lexical, self.encoder, self.scheme, self.calibration, self.signals
        )

    def _evidence(self, subject: Subject, allowed: frozenset[str] | None, read: Interpretation) -> list[Evidence]:
        if subject.text:
            by_topic = bool(subject.topics)
            return [one for one in self._retriever.find(subject, allowed) if one.suffices(by_topic)]
        # Without a subject the conditions are the question ("what did … say"); with neither there is no question.
        return [] if allowed is None and read.stance is None else self._all(allowed)

    def _all(self, allowed: frozenset[str] | None, *, newest_first: bool = False) -> list[Evidence]:
        ids = self.store.statement_ids(newest_first=newest_first)
        chosen = ids if allowed is None else [name for name in ids if name in allowed]
        return [Evidence(found, 1.0, 1.0, 1.0, True) for found in self._retriever.statements(chosen)]

    def _weighed(self, evidence: Sequence[Evidence], subject: Subject) -> list[Weighed]:
        by_topic = bool(subject.topics)
        stances = self._stances.of([one.found.statement for one in evidence], subject)
        return [
            Weighed(one.found, round(one.relevance(by_topic), 4), stance, reason(one, subject))
            for one, stance in zip(evidence, stances, strict=True)
        ]

    def _allowed(self, read: Interpretation) -> frozenset[str] | None:
        """The ids of the statements that meet the question's conditions; ``None``: all do."""
        allowed = self._scope.allowed(read)
        for phrase in read.phrases:
            allowed = frozenset(self._retriever.with_phrase(phrase, allowed))
        return allowed

    def _unknown(self, read: Interpretation, evidence: Sequence[Evidence]) -> tuple[str, ...]:
        """Names that nobody bears; those that statements speak of are subjects, no unknown people."""
        return tuple(
            name
            for name in read.unknown_names
            if name == read.filters.person
            or not any(name.casefold() in one.found.statement.text.casefold() for one in evidence)
        )

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
            known = [topic for topic in known if topic in own] or known
        vector = self.encoder.encode([subject.text], query=True)[0]
        return self.calibration.nearest(vector, known, _NEAREST)

    def _known_topics(self) -> Sequence[str]:
        """The topics that there are statements about; counted again when the store has changed."""
        sequence = self.store.sequence()
        if self._topics[0] != sequence:
            self._topics = sequence, [entry.topic for entry in self.store.topics()]
        return self._topics[1]


def _ignored(stage: str, seconds: float) -> None:
    """Where nobody measures."""


def _worth_showing(evidence: Sequence[Evidence], by_topic: bool) -> list[Evidence]:
    """The evidence without what has next to nothing to do with the text, or next to nothing beside the best."""
    best = evidence[0].relevance(by_topic) if evidence else 0.0
    least = max(_LEAST_SHOWN, _LEAST_OF_BEST * best)
    return [one for one in evidence if one.relevance(by_topic) >= least]
