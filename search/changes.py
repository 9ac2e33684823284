"""Changes of mind: when a speaker passed from one side to the other, by dates and by what they say of it."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from corpus.types import Language, Polarity, Statement, StatementKind
from search.question_stance import opposite

_PATTERNS = Path(__file__).parent / "data" / "changes.toml"
_CLEAR = 0.2  # a mean stance nearer to 0 is no side
_APART = 90  # days between the sides of a change that nobody announces; nearer ones are one opinion, unevenly read
_PURE = 0.8  # the part of the statements of a time that must be on its side


@dataclass(frozen=True, slots=True)
class Change:
    """A change of mind.

    :param before: the side left; ``until``: the last day it was held, ``None`` where no statement of then is known.
    :param now: the side held since; ``since``: the first day.
    :param announced: whether the speaker says so.
    """

    before: Polarity
    until: date | None
    now: Polarity
    since: date
    announced: bool


@dataclass(frozen=True, slots=True)
class Course:
    """What one speaker said about one subject over time; all lists of one length, the earliest first.

    :param days: proleptic Gregorian ordinals.
    :param told: whether the words tell of a change of mind.
    :param taken: whether the statement is on one side.
    :param relevance: 0 to 1; ``score`` −1 to 1.
    """

    days: Sequence[int]
    told: Sequence[bool]
    taken: Sequence[bool]
    relevance: Sequence[float]
    score: Sequence[float]


def change_of(course: Course) -> Change | None:
    """The change of mind that a speaker's statements show, if any."""
    sums = _sums(course)
    if True in course.told:
        change = _announced(course, sums, bisect_left(course.days, course.days[course.told.index(True)]))
        if change is not None:
            return change
    starts = [place for place in range(len(course.days) - 1, 0, -1) if course.days[place] != course.days[place - 1]]
    return next((change for start in starts if (change := _shown(course, sums, start)) is not None), None)


def announces(statement: Statement) -> bool:
    """Whether a speaker says of themselves that they think otherwise now."""
    return announced(statement.text, statement.language, statement.kind)


def announced(text: str, language: Language, kind: StatementKind) -> bool:
    """Whether words tell of a change of the speaker's own mind."""
    return _announces(text, language, kind is StatementKind.INDIRECT)


@lru_cache(maxsize=50_000)
def _announces(text: str, language: Language, indirect: bool) -> bool:
    own, reported = _patterns(language)
    return (reported if indirect else own).search(text) is not None


def _announced(course: Course, sums: Sequence[_Sum], start: int) -> Change | None:
    """The change that the speaker tells of, at the first statement of a day."""
    told = [place for place in range(start, len(course.days)) if course.told[place]]
    before = _side(sums[start])
    # What is said with it decides, then what is said later; else it is the other side than before.
    now = _side(_sums(_among(course, told))[-1])
    now = now or _side(_less(sums[-1], sums[start])) or (opposite(before) if before else None)
    if now is None:
        return None
    return Change(opposite(now) or now, _day_before(course, start), now, date.fromordinal(course.days[start]), True)


def _shown(course: Course, sums: Sequence[_Sum], start: int) -> Change | None:
    """The change that nobody tells of: one side before a statement, the other from it on, well apart."""
    if course.days[start] - course.days[start - 1] < _APART:
        return None
    before, now = _side(sums[start]), _side(_less(sums[-1], sums[start]))
    if now is None or before is None or before is now:
        return None
    return Change(opposite(now) or now, _day_before(course, start), now, date.fromordinal(course.days[start]), False)


def _day_before(course: Course, start: int) -> date | None:
    return date.fromordinal(course.days[start - 1]) if start else None


_Sum = tuple[float, float, float]  # of relevance, of relevance times score, and of the latter without its sign
_NOTHING = 1e-9  # differences of sums that are 0 but for rounding


def _sums(course: Course) -> list[_Sum]:
    """The sums over all statements on a side before each place; one more at the end."""
    total = weight = size = 0.0
    sums = [(total, weight, size)]
    for taken, relevance, score in zip(course.taken, course.relevance, course.score, strict=True):
        if taken:
            total, weight, size = total + relevance, weight + relevance * score, size + abs(relevance * score)
        sums.append((total, weight, size))
    return sums


def _less(whole: _Sum, part: _Sum) -> _Sum:
    return whole[0] - part[0], whole[1] - part[1], whole[2] - part[2]


def _among(course: Course, places: Sequence[int]) -> Course:
    return Course(
        [course.days[place] for place in places],
        [course.told[place] for place in places],
        [course.taken[place] for place in places],
        [course.relevance[place] for place in places],
        [course.score[place] for place in places],
    )


def _side(summed: _Sum) -> Polarity | None:
    """The side of statements as a whole; ``None`` when they are of two minds or take none."""
    total, weight, size = summed
    if size <= _NOTHING or abs(weight) < _CLEAR * total:
        return None
    if (1 + abs(weight) / size) / 2 < _PURE:
        return None
    return Polarity.SUPPORTIVE if weight > 0 else Polarity.SCEPTICAL


@cache
def _patterns(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = tomllib.loads(_PATTERNS.read_text(encoding="utf-8"))[language.value]
    own, reported = (re.compile("|".join(data[name]), re.IGNORECASE) for name in ("own", "reported"))
    return own, re.compile(f"{own.pattern}|{reported.pattern}", re.IGNORECASE)
