"""Positions of speakers as plain dictionaries, for every door alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from corpus.types import Polarity

if TYPE_CHECKING:
    from corpus.store import Store, StoredStatement
    from corpus.store.summing import Holding
    from corpus.types import Opinion
    from graph.positions import Position, Series


def step_dict(step: Position) -> dict[str, Any]:
    """One position: the day, the side, and the statement that shows it."""
    return {
        "date": step.on.isoformat(),
        "stance": step.opinion.polarity.value,
        "score": step.opinion.score,
        "statement": step.said.id,
        "text": step.said.statement.text,
        "document": step.said.document,
    }


def series_dict(one: Series) -> dict[str, Any]:
    """The positions on a topic, oldest first."""
    return {
        "topic": one.topic,
        "positions": [step_dict(step) for step in one.positions],
        "undated": [said.id for said in one.undated],
    }


def pair_dict(topic: str, one: Position, other: Position) -> dict[str, Any]:
    """Two positions on a topic that do not agree."""
    return {"topic": topic, "before": step_dict(one), "after": step_dict(other)}


def standing_dicts(statements: Iterable[StoredStatement]) -> list[dict[str, Any]]:
    """Where the speakers of some statements stand, by topic, all of them together; the topic spoken of most first.

    :returns: ``topic``, ``statements``, ``by_polarity``, ``stance``, ``score`` (−1 to 1, of those that take a side),
        ``first_seen`` and ``last_seen`` (ISO 8601).
    """
    from graph.aggregate import position

    on: defaultdict[str, list[tuple[StoredStatement, Opinion]]] = defaultdict(list)
    for found in statements:
        for opinion in found.statement.opinions:
            on[opinion.topic].append((found, opinion))
    made = []
    for topic, pairs in on.items():
        held = position(pairs)
        made.append(
            {
                "topic": topic,
                "statements": len(pairs),
                "by_polarity": dict(Counter(opinion.polarity.value for _, opinion in pairs)),
                "stance": held["polarity"],
                "score": held["score"],
                "first_seen": held["first_seen"],
                "last_seen": held["last_seen"],
            }
        )
    return sorted(made, key=lambda one: (-one["statements"], one["topic"]))


def sides_dict(store: Store, topics: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """Who stands where on some topics taken together: named speakers by side, the strongest stance first.

    :param topics: ids: a topic with those below it, for instance.
    """
    from graph.aggregate import side_of

    held: defaultdict[str, list[Holding]] = defaultdict(list)
    for one in store.holdings(topics=topics):
        held[one.speaker_id].append(one)
    names = store.names(held)
    sides: dict[str, list[dict[str, Any]]] = {side.value: [] for side in Polarity}
    for speaker, parts in held.items():
        count = sum(part.statements for part in parts)
        score = round(sum(part.score * part.statements for part in parts) / count, 3)
        both = any(part.both for part in parts) or min(p.score for p in parts) < 0 < max(p.score for p in parts)
        first = sorted(part.first_seen for part in parts if part.first_seen)
        last = sorted(part.last_seen for part in parts if part.last_seen)
        sides[side_of(score, both=both)].append(
            {
                "id": speaker,
                "name": names.get(speaker, speaker),
                "score": score,
                "statements": count,
                "first_seen": first[0] if first else None,
                "last_seen": last[-1] if last else None,
            }
        )
    return {
        side: sorted(found, key=lambda one: (-abs(one["score"]), -one["statements"], one["name"]))
        for side, found in sides.items()
    }
