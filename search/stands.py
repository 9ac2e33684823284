"""Who stands where on some topics taken together, the strongest stances first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from corpus.types import Polarity
from search.catalogue import Floats, Ints
from search.sums import Groups, Sums, day_of

SIDED = 0.15
"""Mean score from which a speaker's statements on a topic, taken together, take a side; as in ``graph.aggregate``."""


@dataclass(frozen=True, slots=True)
class Stand:
    """All that a speaker says of some topics.

    :param score: −1 to 1.
    """

    id: str
    name: str
    score: float
    statements: int
    first_seen: str | None
    last_seen: str | None


@dataclass(frozen=True, slots=True)
class Side:
    """The speakers of one side.

    :param total: how many there are.
    :param speakers: the first of them.
    """

    total: int
    speakers: tuple[Stand, ...]


def stands(sums: Sums, topics: Collection[str], limit: int | None = None) -> dict[Polarity, Side]:
    """Named speakers by side: the strongest stance first, then those with most statements, then by name.

    :param topics: ids: a topic with those below it, for instance.
    :param limit: the most speakers of a side that are told of.
    """
    parts = sums.parts(topics)
    groups = Groups(parts.speaker)
    score = np.array(parts.score, dtype=np.float64)
    count = groups.sums(parts.statements)
    means = [round(value, 3) for value in (groups.sums(score * parts.statements) / np.maximum(count, 1)).tolist()]
    mean = np.array(means, dtype=np.float64)
    both = (groups.sums(parts.both) > 0) | ((groups.sums(score < 0) > 0) & (groups.sums(score > 0) > 0))
    first, last = groups.span(parts.first)[0], groups.span(parts.last)[1]
    side = np.select([mean >= SIDED, mean <= -SIDED, both], [0, 1, 2], 3)
    speaker = groups.keys[0]
    texts = sums.catalogue.coding.entities.texts

    def made(place: int) -> Stand:
        who = int(speaker[place])
        name = sums.name_of(who) or texts[who]
        return Stand(
            texts[who], name, means[place], int(count[place]), day_of(int(first[place])), day_of(int(last[place]))
        )

    found = {}
    for code, polarity in enumerate((Polarity.SUPPORTIVE, Polarity.SCEPTICAL, Polarity.MIXED, Polarity.NEUTRAL)):
        places = np.flatnonzero(side == code)
        chosen = [made(place) for place in _strongest(places, np.abs(mean), count, limit).tolist()]
        ranked = sorted(chosen, key=lambda one: (-abs(one.score), -one.statements, one.name, one.id))
        found[polarity] = Side(len(places), tuple(ranked[:limit]))
    return {polarity: found[polarity] for polarity in Polarity}


def _strongest(places: Ints, strength: Floats, count: Floats, limit: int | None) -> Ints:
    """The places that come first, with all that are level with the last of them: names decide among those."""
    if limit is None or len(places) <= limit:
        return places
    ranked = places[np.lexsort((-count[places], -strength[places]))]
    last = ranked[limit - 1]
    ahead = (strength[places] > strength[last]) | (
        (strength[places] == strength[last]) & (count[places] >= count[last])
    )
    return np.asarray(places[ahead])
