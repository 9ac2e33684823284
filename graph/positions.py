"""Where a speaker stood on a topic, when, and where that changed: every step with the statements behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from corpus.store.records import StoredStatement
from corpus.types import Opinion, Polarity

_OPPOSITES = {Polarity.SUPPORTIVE: Polarity.SCEPTICAL, Polarity.SCEPTICAL: Polarity.SUPPORTIVE}
_FIRM = 0.3  # weaker scores are not enough to say that somebody changed their mind


@dataclass(frozen=True, slots=True)
class Position:
    """What one statement says of a topic.

    :param on: the day of publication.
    :param opinion: the opinion on the topic that counts.
    """

    on: date
    opinion: Opinion
    said: StoredStatement


@dataclass(frozen=True, slots=True)
class Series:
    """A speaker's positions on a topic, oldest first.

    :param topic: the id that was asked for, or that the opinions name.
    :param undated: statements whose article has no date: they are in no order.
    """

    speaker_id: str
    topic: str
    positions: tuple[Position, ...]
    undated: tuple[StoredStatement, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A speaker who took one side and later the other; ``before`` is the last statement on the first side."""

    speaker_id: str
    topic: str
    before: Position
    after: Position


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two statements of one speaker on opposite sides of a topic, published on the same day."""

    speaker_id: str
    topic: str
    one: Position
    other: Position


def series(statements: Iterable[StoredStatement], topics: Iterable[str] | None = None) -> list[Series]:
    """The positions of each speaker on each topic, by speaker and topic.

    :param statements: of any speakers; those of nobody known are left out.
    :param topics: ids that count as one topic, a topic with its narrower ones for instance, the one to be named
        first; without them each topic stands for itself.
    """
    wanted = None if topics is None else list(topics)
    dated: defaultdict[tuple[str, str], list[Position]] = defaultdict(list)
    undated: defaultdict[tuple[str, str], list[StoredStatement]] = defaultdict(list)
    for said in statements:
        if said.speaker_id is None:
            continue
        for topic, opinion in _opinions(said, wanted):
            key = said.speaker_id, topic
            if said.date_published is None:
                undated[key].append(said)
            else:
                dated[key].append(Position(said.date_published, opinion, said))
    found = []
    for key in sorted({*dated, *undated}):
        steps = sorted(dated[key], key=lambda step: step.on)  # keeps the order of the text within a day
        found.append(Series(*key, tuple(steps), tuple(undated[key])))
    return found


def changes(listed: Iterable[Series]) -> list[Change]:
    """Every time that a speaker went from one side to the other, oldest first; what is said between does not count."""
    found = []
    for one in listed:
        before: Position | None = None
        for step in (step for step in one.positions if _takes_a_side(step)):
            if before is not None and _opposite(before, step) and before.on < step.on:
                found.append(Change(one.speaker_id, one.topic, before, step))
            before = step
    return sorted(found, key=lambda change: (change.after.on, change.speaker_id, change.topic))


def contradictions(listed: Iterable[Series]) -> list[Contradiction]:
    """Statements of one speaker on both sides on one day: a contradiction, or a reading that a person should check."""
    found: list[Contradiction] = []
    for one in listed:
        for day in sorted({step.on for step in one.positions}):
            sides = [step for step in one.positions if step.on == day and _takes_a_side(step)]
            pairs = ((a, b) for number, a in enumerate(sides) for b in sides[number + 1 :] if _opposite(a, b))
            found.extend(Contradiction(one.speaker_id, one.topic, a, b) for a, b in pairs)
    return found


def _opinions(said: StoredStatement, topics: list[str] | None) -> Iterator[tuple[str, Opinion]]:
    """The opinions of a statement by the topic that they count for; of several for one the most relevant."""
    if topics is None:
        yield from ((opinion.topic, opinion) for opinion in said.statement.opinions)
        return
    among = [opinion for opinion in said.statement.opinions if opinion.topic in topics]
    if among:
        yield topics[0], max(among, key=lambda opinion: opinion.relevance)


def _takes_a_side(step: Position) -> bool:
    return step.opinion.polarity in _OPPOSITES and abs(step.opinion.score) >= _FIRM


def _opposite(one: Position, other: Position) -> bool:
    return _OPPOSITES[one.opinion.polarity] is other.opinion.polarity
