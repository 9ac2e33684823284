"""The stance of a statement towards what was asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from corpus.stance import judge
from corpus.topic_words import split_words
from corpus.topics import TopicScheme
from corpus.types import Language, Opinion, Polarity, Statement
from search.lexical import query_words
from search.retrieval import Subject

_UNPLACED = 0.6  # what a stance is worth when the statement does not name the subject
_NEAR = 0.15  # scores closer to 0 than this are no side


@dataclass(frozen=True, slots=True)
class Stance:
    """A side with its strength (−1 to 1) and the words that show it."""

    polarity: Polarity
    score: float
    cues: tuple[str, ...] = ()


class Stances:
    """Tells the stance of statements towards subjects."""

    def __init__(self, scheme: TopicScheme) -> None:
        self._scheme = scheme
        self._judged = lru_cache(maxsize=20_000)(self._judge)

    def of(self, statement: Statement, subject: Subject) -> Stance:
        """The stored opinion about the topics asked for, else about broader ones; else a fresh judgement."""
        opinions: list[Opinion] = []
        for around in (self._scheme.narrower, self._scheme.broader):
            wanted = {name for topic in subject.topics for name in around(topic)}
            opinions = opinions or [opinion for opinion in statement.opinions if opinion.topic in wanted]
        if not opinions and not subject.text:
            opinions = [opinion for opinion in statement.opinions if opinion.polarity is not Polarity.NEUTRAL]
        if opinions:
            best = max(opinions, key=lambda opinion: opinion.relevance)
            return Stance(best.polarity, best.score, tuple(cue.exact for cue in best.cues))
        return self._judged(statement, subject)

    def _judge(self, statement: Statement, subject: Subject) -> Stance:
        text = statement.text
        places = self._places(text, statement.language, subject)
        verdict = judge(text, statement.language, places, statement.cue.exact if statement.cue else None)
        cues = tuple(text[cue.start : cue.end] for cue in verdict.cues)
        if places or not subject.text:
            return Stance(verdict.polarity, verdict.score, cues)
        score = _UNPLACED * verdict.score
        return Stance(verdict.polarity if abs(score) >= _NEAR else Polarity.NEUTRAL, score, cues)

    def _places(self, text: str, language: Language, subject: Subject) -> tuple[tuple[int, int], ...]:
        """Where the statement speaks of the subject: places of its topics, else of its words."""
        topics = {
            name for topic in subject.topics for name in (*self._scheme.narrower(topic), *self._scheme.broader(topic))
        }
        places = [(match.start, match.end) for match in self._scheme.match(text, language) if match.topic in topics]
        if places:
            return tuple(places)
        wanted = frozenset[str]().union(*query_words(subject.text, subject.language))
        words = split_words(text)
        return tuple(
            (start, end)
            for form, start, end in zip(words.forms, words.starts, words.ends, strict=True)
            if any(not wanted.isdisjoint(lemmas) for lemmas in query_words(form, language))
        )
