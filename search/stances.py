"""The stance of statements towards what was asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from corpus.stance import judge
from corpus.stance_rules import Verdict
from corpus.topic_words import split_words
from corpus.topics import TopicScheme
from corpus.types import Language, Opinion, Polarity, Statement
from search.catalogue import NEUTRAL, SIDES, Bools, Catalogue, Floats, Ints
from search.lexical import query_words
from search.retrieval import Subject

if TYPE_CHECKING:
    from search.stance_model import Pair, StanceModel

_UNPLACED = 0.6  # what a stance is worth when the statement does not name the subject
_NEAR = 0.15  # scores closer to 0 than this are no side
_REMEMBERED = 20_000
_SPLIT = 5_000  # texts whose words are kept
_FORMS = 50_000  # words whose lemmas are kept
Places = tuple[tuple[int, int], ...]


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
        self._by_judge = lru_cache(maxsize=_REMEMBERED)(self._judge)
        self._of_topics = lru_cache(maxsize=_REMEMBERED)(self._topic_places)
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
            wanted = _together(around, subject.topics)
            opinions = opinions or [opinion for opinion in statement.opinions if opinion.topic in wanted]
        if not opinions and not subject.text:
            opinions = [opinion for opinion in statement.opinions if opinion.polarity is not Polarity.NEUTRAL]
        if not opinions:
            return None
        best = max(opinions, key=lambda opinion: opinion.relevance)
        return Stance(best.polarity, best.score, tuple(cue.exact for cue in best.cues))

    def over(
        self, catalogue: Catalogue, rows: Ints, subject: Subject, read: Callable[[Ints], Sequence[Statement]]
    ) -> tuple[Ints, Floats]:
        """The same as :meth:`of`, for many statements and without the words that show it.

        :param read: some of the rows → their statements; those that have no stored opinion are read.
        :returns: for each row the place of its side in ``SIDES``, and the score.
        """
        best = self._best_opinions(catalogue, rows, subject)
        side, score = np.full(len(rows), NEUTRAL), np.zeros(len(rows))
        stored = best >= 0
        side[stored] = catalogue.opinions.side[best[stored]]
        score[stored] = catalogue.opinions.score[best[stored]]
        fresh = np.flatnonzero(~stored)
        if len(fresh):
            for place, stance in zip(fresh.tolist(), self.of(read(rows[fresh]), subject), strict=True):
                side[place], score[place] = SIDES.index(stance.polarity), stance.score
        return side, score

    def _best_opinions(self, catalogue: Catalogue, rows: Ints, subject: Subject) -> Ints:
        """For each row the place of the opinion that tells its stance; -1 where none does."""
        opinions = catalogue.opinions
        places, owner = catalogue.opinions_of(rows)
        best = np.full(len(rows), -1, dtype=np.int64)
        if not subject.text:
            _take_best(best, owner, places, opinions.relevance, opinions.side[places] != NEUTRAL)
        for around in (self._scheme.broader, self._scheme.narrower):  # what comes later takes the place of the former
            wanted = catalogue.coding.topics.among({name for topic in subject.topics for name in around(topic)})
            _take_best(best, owner, places, opinions.relevance, wanted[opinions.topic[places]])
        return best

    def _judge(self, text: str, language: Language, places: Places, cue: str | None, placed: bool) -> Stance:
        return _weighed(text, judge(text, language, places, cue), placed=placed)

    def _judged(self, statement: Statement, subject: Subject) -> Stance:
        text, language = statement.text, statement.language
        places = self._places(text, language, subject)
        cue = statement.cue.exact if statement.cue else None
        return self._by_judge(text, language, places, cue, bool(places) or not subject.text)

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

    def _places(self, text: str, language: Language, subject: Subject) -> Places:
        """Where the statement speaks of the subject: places of its topics, else of its words."""
        places = self._of_topics(text, language, subject.topics)
        if places:
            return places
        wanted = frozenset[str]().union(*query_words(subject.text, subject.language))
        lemmas, words = _words(text, language)
        if wanted.isdisjoint(lemmas):
            return ()
        return tuple((start, end) for start, end, own in words if not wanted.isdisjoint(own))

    def _topic_places(self, text: str, language: Language, asked: tuple[str, ...]) -> Places:
        topics = {name for topic in asked for name in (*self._scheme.narrower(topic), *self._scheme.broader(topic))}
        if not topics:
            return ()
        return tuple((match.start, match.end) for match in self._scheme.match(text, language) if match.topic in topics)


@lru_cache(maxsize=_SPLIT)
def _words(text: str, language: Language) -> tuple[frozenset[str], tuple[tuple[int, int, frozenset[str]], ...]]:
    """The lemmas of a text, and where each of its words that carry meaning stands, with its own."""
    words = split_words(text)
    placed = [
        (start, end, _lemmas(form, language))
        for form, start, end in zip(words.forms, words.starts, words.ends, strict=True)
    ]
    kept = tuple(one for one in placed if one[2])
    return frozenset[str]().union(*(own for _, _, own in kept)), kept


@lru_cache(maxsize=_FORMS)
def _lemmas(form: str, language: Language) -> frozenset[str]:
    """The possible lemmas of a word; none of one that carries no meaning."""
    return frozenset[str]().union(*query_words(form, language))


@lru_cache(maxsize=1_000)
def _together(around: Callable[[str], Collection[str]], topics: tuple[str, ...]) -> frozenset[str]:
    """The topics around each of some topics."""
    return frozenset(name for topic in topics for name in around(topic))


def _take_best(best: Ints, owner: Ints, places: Ints, relevance: Floats, wanted: Bools) -> None:
    """Takes for each row the wanted opinion of the highest relevance, of equals the first."""
    chosen = np.flatnonzero(wanted)
    order = chosen[np.lexsort((chosen, -relevance[places[chosen]], owner[chosen]))]
    rows, first = np.unique(owner[order], return_index=True)
    best[rows] = places[order[first]]


def _weighed(text: str, verdict: Verdict, *, placed: bool) -> Stance:
    """A verdict about a subject that the statement names counts in full."""
    cues = tuple(text[cue.start : cue.end] for cue in verdict.cues)
    if placed:
        return Stance(verdict.polarity, verdict.score, cues)
    score = _UNPLACED * verdict.score
    return Stance(verdict.polarity if abs(score) >= _NEAR else Polarity.NEUTRAL, score, cues)
