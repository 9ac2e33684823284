"""From speakers to answers: weighed, the two sides told apart, the best chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest

import numpy as np

from corpus.store import StoredStatement
from corpus.types import Polarity, SpeakerType
from search.catalogue import Bools, Floats, Ints
from search.same_words import Group, grouped
from search.types import Elsewhere, Hit, SpeakerAnswer
from search.voices import Voice, Voices
from search.weighed import Weighed

_MIXED_RANK = 0.5  # what a speaker of two minds counts among those of one
_ASIDE = 0.25  # what a speaker's statement on no side, or the other, counts beside those on the side asked for
_FURTHER = 0.5  # what each further statement of a speaker adds, as a share of the one before
_ORDER = (SpeakerType.PERSON, SpeakerType.ORGANIZATION, SpeakerType.GROUP, SpeakerType.UNKNOWN)
_CLOSE = 0.0111  # scores are compared by two decimals, rounded twice: who is further behind than this is behind


def side(
    found: Voices, polarity: Polarity, limit: int, *, with_mixed: bool = True, among: Bools | None = None
) -> tuple[SpeakerAnswer, ...]:
    """The speakers on one side, strongest first.

    :param with_mixed: whether those of two minds are added, at half their weight.
    :param among: which voices count; all when left out.
    """
    takes = found.takes(polarity)
    chosen, factor = found.on(polarity), np.ones(len(found))
    if with_mixed:
        has = np.bincount(found.voice, takes[found.placed], len(found)) > 0
        mixed = found.on(Polarity.MIXED) & has & ~chosen
        chosen = chosen | mixed
        factor[mixed] = _MIXED_RANK
    if among is not None:
        chosen = chosen & among
    # How well a statement answers who is on a side, 0 to 1: relevance first, then how strong the stance is.
    fit = found.relevance * np.where(takes, 0.5 + 0.5 * np.abs(found.score), _ASIDE)
    return _best(found, np.flatnonzero(chosen), fit, takes, factor, limit)


def everyone(found: Voices, limit: int, among: Bools | None = None) -> tuple[SpeakerAnswer, ...]:
    """All speakers, those with most to say about the subject first.

    :param among: which voices count; all when left out.
    """
    numbers = np.arange(len(found)) if among is None else np.flatnonzero(among)
    return _best(found, numbers, found.relevance, np.ones(len(found.relevance), dtype=bool), np.ones(len(found)), limit)


def of_voices(found: Voices, numbers: Sequence[int], fit: Floats, limit: int) -> tuple[SpeakerAnswer, ...]:
    """Some speakers, by how well their statements fit.

    :param fit: of each finding, 0 to 1.
    """
    every = np.ones(len(fit), dtype=bool)
    return _best(found, np.array(numbers, dtype=np.int64), fit, every, np.ones(len(found)), limit)


def hits(statements: Sequence[Weighed], scores: Sequence[float]) -> tuple[Hit, ...]:
    """Statements as hits; the same words of the same speaker in several documents are one.

    :param scores: of each statement, 0 to 1.
    """
    return tuple(_hit(group) for group in grouped(statements, scores))


@dataclass(frozen=True, slots=True)
class _Scored:
    """A speaker with statements grouped and a score, 0 to 1."""

    voice: Voice
    groups: Sequence[Group]
    score: float


def _scored(voice: Voice, fits: Sequence[float], counts: Sequence[bool], factor: float) -> _Scored:
    """What one speaker is worth as an answer.

    :param fits: how well each statement fits the question, 0 to 1.
    :param counts: whether it adds to the speaker's score.
    """
    shown = sorted(zip(fits, voice.statements, counts, strict=True), key=lambda each: -each[0])
    groups = grouped([one for _, one, _ in shown], [score for score, _, _ in shown])
    counted = {id(one) for _, one, counts_too in shown if counts_too}
    left, share = 1.0, 1.0
    for group in sorted(groups, key=lambda group: -group.score):
        if id(group.best) in counted:
            left *= 1 - group.score * share
            share *= _FURTHER
    return _Scored(voice, groups, round((1 - left) * factor, 4))


def _best(
    found: Voices, numbers: Ints, fit: Floats, counts: Bools, factors: Floats, limit: int
) -> tuple[SpeakerAnswer, ...]:
    """The best as answers, in their order; only those that may be among them are read.

    :param fit: of each finding, 0 to 1; ``counts``: whether it adds to its speaker's score.
    :param factors: of each voice.
    """
    if not len(numbers):
        return ()
    worth = factors[numbers] * found.worth[numbers]
    single = found.counts[numbers] == 1
    # Of one statement the score is known; of several at least what the best one gives, and at most as if all were of
    # other words.
    most = _at_most(found, fit, counts)[numbers] * worth
    certain = np.sort(np.where(single, most, _at_least(found, fit, counts)[numbers] * worth))[::-1]
    least = certain[limit - 1] - _CLOSE if len(certain) >= limit else -1.0
    may = np.flatnonzero(most >= least).tolist()
    several = {place: None for place in may if not single[place]}
    voices = found.read([int(numbers[place]) for place in several])
    exact = {}
    for place, voice in zip(several, voices, strict=True):
        own = found.places(int(numbers[place]))
        exact[place] = _scored(voice, fit[own].tolist(), counts[own].tolist(), float(worth[place]))

    def key(place: int) -> tuple[float, int, int, str]:
        if place in exact:
            return _place(exact[place])
        number = int(numbers[place])
        score = round(float(most[place]), 4)
        return -round(score, 2), _ORDER.index(found.type_of(number)), -1, found.name_of(number)

    chosen = nsmallest(limit, may, key=key)
    read = [place for place in chosen if place not in exact]
    for place, voice in zip(read, found.read([int(numbers[place]) for place in read]), strict=True):
        own = found.places(int(numbers[place]))
        exact[place] = _scored(voice, fit[own].tolist(), counts[own].tolist(), float(worth[place]))
    return tuple(_answer(exact[place]) for place in chosen)


def _at_most(found: Voices, fit: Floats, counts: Bools) -> Floats:
    """For each voice the score, 0 to 1, if no two of its statements were of the same words."""
    placed = found.placed
    adds = np.where(counts[placed], fit[placed], 0.0)
    order = np.lexsort((-adds, found.voice))
    starts = np.cumsum(found.counts) - found.counts
    rank = np.arange(len(order)) - np.repeat(starts, found.counts)
    left = 1 - adds[order] * _FURTHER ** rank.astype(np.float64)
    return np.asarray(1 - np.multiply.reduceat(left, starts))


def _at_least(found: Voices, fit: Floats, counts: Bools) -> Floats:
    """For each voice the score, 0 to 1, that its best statement gives it; 0 where that one does not count."""
    best, other = np.zeros(len(found)), np.zeros(len(found))
    for into, which in ((best, counts[found.placed]), (other, ~counts[found.placed])):
        np.maximum.at(into, found.voice[which], fit[found.placed[which]])
    return np.where(best > other, best, 0.0)


def _place(one: _Scored) -> tuple[float, int, int, str]:
    """Orders speakers, the best first."""
    speaker = one.voice.speaker
    return -round(one.score, 2), _ORDER.index(speaker.type), -len(one.groups), speaker.name


def _answer(one: _Scored) -> SpeakerAnswer:
    voice = one.voice
    latest = max(voice.statements, key=_telling)
    return SpeakerAnswer(
        speaker=voice.speaker,
        speaker_id=voice.id,
        role=latest.found.statement.role,
        firm=latest.found.firm_name or latest.found.statement.firm,
        stance=voice.stance,
        score=one.score,
        hits=tuple(map(_hit, one.groups)),
    )


def _telling(one: Weighed) -> tuple[int, date]:
    """How much a statement tells of its speaker's place: role and firm before either alone, then the latest."""
    statement = one.found.statement
    return bool(statement.role) + bool(statement.firm), one.found.date_published or date.min


def _hit(group: Group) -> Hit:
    one, found = group.best, group.best.found
    return Hit(
        statement=found.statement,
        document=found.document,
        date=found.date_published,
        score=round(group.score, 4),
        stance=one.stance.polarity,
        stance_score=round(one.stance.score, 3),
        reason=one.reason,
        stance_cues=one.stance.cues,
        headline=found.headline,
        publisher=found.publisher,
        url=found.url,
        also_at=tuple(map(_elsewhere, group.others)),
    )


def _elsewhere(found: StoredStatement) -> Elsewhere:
    statement = found.statement
    return Elsewhere(statement.id, statement.article_id, found.document, found.headline, found.date_published)
