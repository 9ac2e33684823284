"""What decisions changed: field by field what was read before, and what is read after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.routes.shapes import labels
from corpus.store import Correction, Decision, Store
from corpus.store.corrections import effective
from corpus.topics import TopicScheme
from corpus.types import Speaker, Statement


def changed(decision: Decision, store: Store, scheme: TopicScheme) -> list[dict[str, Any]]:
    """The fields that a decision changed: ``field``, ``labels`` (of a topic), ``before`` and ``after``.

    :returns: texts; ``None`` where nothing is given; sides as their names. Nothing before is known of a statement that
        extraction no longer finds.
    """
    changes: Mapping[str, Any] = decision.correction.changes
    if changes.get("confirmed"):
        return [{"field": "confirmed", "labels": {}, "before": None, "after": None}]
    before = _before(decision, store)
    rows: list[dict[str, Any]] = []
    if "rejected" in changes:
        rows.append(
            {"field": "rejected" if changes["rejected"] else "listed", "labels": {}, "before": None, "after": None}
        )
    if "speaker" in changes:
        after = changes["speaker"][0] if changes["speaker"] else None
        rows.append(_row("speaker", _name(before.speaker) if before else None, after))
    rows += [_row(name, getattr(before, name, None), changes[name]) for name in ("role", "firm") if name in changes]
    for topic, side in changes.get("stances", {}).items():
        held = next((one.polarity.value for one in before.opinions if one.topic == topic), None) if before else None
        rows.append({"field": "stance", "topic": topic, "labels": labels(topic, scheme), "before": held, "after": side})
    return rows


def _before(decision: Decision, store: Store) -> Statement | None:
    """The statement as it read when the decision was made."""
    if decision.statement_id is None:
        return None
    extracted = next((one for one in store.extracted(decision.article_id) if one.id == decision.statement_id), None)
    if extracted is None:
        return None
    earlier = [one for one in store.history(decision.statement_id) if _counted(one, decision.correction)]
    return effective(extracted, _changes(earlier)).statement


def _counted(one: Correction, then: Correction) -> bool:
    return one.id < then.id and (one.undone_at is None or one.undone_at > then.at)


def _changes(corrections: Sequence[Correction]) -> list[Mapping[str, Any]]:
    return [one.changes for one in corrections]


def _name(speaker: Speaker | None) -> str | None:
    return speaker.name if speaker else None


def _row(name: str, before: str | None, after: str | None) -> dict[str, Any]:
    return {"field": name, "labels": {}, "before": before, "after": after}
