"""The stance of statements towards what was asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.stance import judge
from corpus.stance_rules import Verdict
from corpus.topic_words import split_words
from corpus.topics import TopicScheme
from corpus.types import Language, Opinion, Polarity, Statement
from search.lexical import query_words
from search.retrieval import Subject

if TYPE_CHECKING:
    from search.stance_model import Pair, StanceModel

_UNPLACED = 0.6  # what a stance is worth when the statement does not name the subject
_NEAR = 0.15  # scores closer to 0 than this are no side
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Stance:
    """A side with its strength (−1 to 1) and the words that show it."""

    polarity: Polarity
    score: float
    cues: tuple[str, ...] = ()


class Stances:
    """Tells the stance of statements towards subjects.

    :param model: gives the model that judges in place of the bundled judge, or ``None``; called when it is needed.
    """

    def __init__(self, scheme: TopicScheme, model: Callable[[], StanceModel | None] = lambda: None) -> None:
        self._scheme = scheme
        self._model = model
        self._judged = lru_cache(maxsize=_REMEMBERED)(self._judge)
        self._by_model: dict[tuple[str, Subject], Stance] = {}

    def of(self, statements: Sequence[Statement], subject: Subject) -> list[Stance]:
        """The stored opinion of each about the topics asked for, else about broader ones; else a fresh judgement.

        :raises InputError: the model that is to judge cannot be loaded, or fails.
        """
        stored = [self._stored(statement, subject) for statement in statements]
        fresh = [one for one, known in zip(statements, stored, strict=True) if known is None]
        model = self._model() if fresh else None
        judged = iter(
            self._asked(model, fresh, subject) if model else [self._judged(statement, subject) for statement in fresh]
        )
        return [known or next(judged) for known in stored]

    def _stored(self, statement: Statement, subject: Subject) -> Stance | None:
        opinions: list[Opinion] = []
        for around in (self._scheme.narrower, self._scheme.broader):
            wanted = {name for topic in subject.topics for name in around(topic)}
            opinions = opinions or [opinion for opinion in statement.opinions if opinion.topic in wanted]
        if not opinions and not subject.text:
            opinions = [opinion for opinion in statement.opinions if opinion.polarity is not Polarity.NEUTRAL]
        if not opinions:
            return None
        best = max(opinions, key=lambda opinion: opinion.relevance)
        return Stance(best.polarity, best.score, tuple(cue.exact for cue in best.cues))

    def _judge(self, statement: Statement, subject: Subject) -> Stance:
        places = self._places(statement.text, statement.language, subject)
        cue = statement.cue.exact if statement.cue else None
        verdict = judge(statement.text, statement.language, places, cue)
        return _weighed(statement.text, verdict, placed=bool(places) or not subject.text)

    def _asked(self, model: StanceModel, statements: Sequence[Statement], subject: Subject) -> list[Stance]:
        """All at once what the model has not been asked yet."""
        remembered = ((one.id, self._by_model.get((one.id, subject))) for one in statements)
        found = {name: stance for name, stance in remembered if stance is not None}
        new = {one.id: one for one in statements if one.id not in found}
        pairs = [self._pair(statement, subject) for statement in new.values()]
        for statement, pair, verdict in zip(new.values(), pairs, model.judge(pairs), strict=True):
            placed = bool(pair.places) or not subject.text
            found[statement.id] = _weighed(statement.text, verdict, placed=placed)
        if len(self._by_model) > _REMEMBERED:
            self._by_model.clear()
        self._by_model.update({(name, subject): found[name] for name in new})
        return [found[one.id] for one in statements]

    def _pair(self, statement: Statement, subject: Subject) -> Pair:
        from search.stance_model import Pair

        labels = [self._scheme.label(topic, statement.language) for topic in subject.topics]
        target = ", ".join(labels) or subject.text
        places = self._places(statement.text, statement.language, subject)
        return Pair(statement.text, target, statement.language, statement.cue.exact if statement.cue else None, places)

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


def _weighed(text: str, verdict: Verdict, *, placed: bool) -> Stance:
    """A verdict about a subject that the statement names counts in full."""
    cues = tuple(text[cue.start : cue.end] for cue in verdict.cues)
    if placed:
        return Stance(verdict.polarity, verdict.score, cues)
    score = _UNPLACED * verdict.score
    return Stance(verdict.polarity if abs(score) >= _NEAR else Polarity.NEUTRAL, score, cues)
