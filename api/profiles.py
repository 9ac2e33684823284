"""People, firms and topics with what the store knows of them, as plain dictionaries, for every door alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict
from typing import Any

from api.positions import pair_dict, standing_dicts
from corpus.store import Merge, Month, Separation, Store, StoredStatement
from corpus.topics import TopicScheme
from graph.positions import changes, contradictions, series
from search.stands import stands
from search.sums import Sums

READ = 5_000
"""Newest statements of somebody from which positions are told."""


def positions_of(said: Iterable[StoredStatement], scheme: TopicScheme) -> list[dict[str, Any]]:
    """Where the speakers of some statements stand, by topic, with the topics' labels."""
    return [{**one, "labels": topic_labels(one["topic"], scheme)} for one in standing_dicts(said)]


def topic_labels(topic: str, scheme: TopicScheme) -> dict[str, str]:
    """A topic's preferred label by language; empty for one that the scheme does not have."""
    known = scheme.topics.get(topic)
    return {language.value: label for language, label in known.pref_label.items()} if known else {}


def turns_of(said: list[StoredStatement], most: int) -> dict[str, list[dict[str, Any]]]:
    """Changes of mind, and both sides on one day, each with both statements; of each the latest.

    :param most: how many of each.
    """
    listed = series(said)
    return {
        "changes_of_mind": [pair_dict(one.topic, one.before, one.after) for one in changes(listed)[-most:]],
        "contradictions": [pair_dict(one.topic, one.one, one.other) for one in contradictions(listed)[-most:]],
    }


def decisions_of(store: Store, identifier: str) -> dict[str, list[dict[str, Any]]]:
    """The standing merges into an entity, and the separations from it or to it: what can be taken back."""
    members, merged = {identifier}, []
    for merge in reversed(store.merges()):
        if merge.to_id in members and merge.undone_at is None:
            members.add(merge.from_id)
            merged.append(merge_dict(merge))
    separated = [
        separation_dict(rule)
        for rule in store.separations()
        if members & {rule.entity_id, rule.other_id} and rule.undone_at is None
    ]
    return {"merged": merged, "separated": separated}


def merge_dict(merge: Merge) -> dict[str, Any]:
    """A merge with who decided it, and who took it back."""
    return asdict(merge)


def separation_dict(rule: Separation) -> dict[str, Any]:
    """A separation with who decided it, and who took it back."""
    return asdict(rule)


def month_dict(month: Month) -> dict[str, Any]:
    """A month of a time line."""
    return {"month": month.month, "statements": month.statements, "by_polarity": dict(month.by_polarity)}


def topic_counts(sums: Sums, topics: Collection[str], limit: int) -> dict[str, Any]:
    """How many statements some topics together have, by side, and who stands where.

    :param limit: the most speakers of a side.
    """
    statements, by_side = sums.counts(topics)
    return {
        "statements": statements,
        "by_polarity": {side.value: count for side, count in by_side.items()},
        "sides": {
            side.value: {"speakers_total": held.total, "speakers": [asdict(one) for one in held.speakers]}
            for side, held in stands(sums, topics, limit).items()
        },
    }
