"""Changes of mind: when a speaker passed from one side to the other, by dates and by what they say of it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.types import Language, Polarity, Statement, StatementKind
from search.question_stance import opposite

if TYPE_CHECKING:
    from search.weighed import Weighed

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


def change_of(statements: Sequence[Weighed]) -> Change | None:
    """The change of mind that one speaker's statements about one subject show, if any."""
    dated = [(one.found.date_published, one) for one in statements if one.found.date_published is not None]
    days = sorted({day for day, _ in dated})
    told = [day for day, one in dated if announces(one.found.statement)]
    if told:
        change = _at(dated, min(told), announced=True)
        if change is not None:
            return change
    shown = [change for day in days[1:] if (change := _at(dated, day, announced=False)) is not None]
    return max(shown, key=lambda change: change.since, default=None)


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


def _at(dated: Sequence[tuple[date, Weighed]], day: date, *, announced: bool) -> Change | None:
    """The change on a day: one side before, the other from then on."""
    earlier = [one for when, one in dated if when < day]
    later = [one for when, one in dated if when >= day]
    before, now = _side(earlier), _side(later)
    if announced:  # what is said with it decides, then what is said later; else it is the other side than before
        told = [one for one in later if announces(one.found.statement)]
        now = _side(told) or now or (opposite(before) if before else None)
    if now is None or (not announced and (before is None or before is now)):
        return None
    until = max((when for when, _ in dated if when < day), default=None)
    if not announced and until is not None and (day - until).days < _APART:
        return None
    return Change(opposite(now) or now, until, now, day, announced)


def _side(statements: Sequence[Weighed]) -> Polarity | None:
    """The side of statements as a whole; ``None`` when they are of two minds or take none."""
    sided = [one for one in statements if one.stance.polarity in (Polarity.SUPPORTIVE, Polarity.SCEPTICAL)]
    weights = [one.relevance * one.stance.score for one in sided]
    total = sum(one.relevance for one in sided)
    size = sum(abs(weight) for weight in weights)
    if not size or abs(sum(weights)) < _CLEAR * total:
        return None
    share = (1 + abs(sum(weights)) / size) / 2
    if share < _PURE:
        return None
    return Polarity.SUPPORTIVE if sum(weights) > 0 else Polarity.SCEPTICAL


@cache
def _patterns(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = tomllib.loads(_PATTERNS.read_text(encoding="utf-8"))[language.value]
    own, reported = (re.compile("|".join(data[name]), re.IGNORECASE) for name in ("own", "reported"))
    return own, re.compile(f"{own.pattern}|{reported.pattern}", re.IGNORECASE)
