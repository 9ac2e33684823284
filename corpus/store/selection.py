"""Conditions on statements as SQL: every value is bound, none is written into the statement."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from corpus.store.records import Conditions

_COLUMNS = {"article_id": "article_id", "speaker_id": "speaker_id", "kind": "kind", "language": "language"}
_AMONG = "(SELECT value FROM json_each({}))"


def where(
    conditions: Conditions, ids: Collection[str] | None = None, *, walking: bool = False
) -> tuple[str, dict[str, Any]]:
    """The condition after ``WHERE`` for table ``statement``, and its values.

    :param ids: further restricts to these statements.
    :param walking: the statements are looked at one by one, and a few that fit are enough.
    """
    parts, values = ["statement.listed = 1"], dict[str, Any]()
    for name, column in _COLUMNS.items():
        if (wanted := conditions.get(name)) is not None:
            parts.append(f"statement.{column} {_one_of(name, wanted, values)}")
    if (firm := conditions.get("firm_id")) is not None:
        among = _one_of("firm_id", firm, values)
        each = (
            f"SELECT number FROM statement WHERE listed = 1 AND {side} {among}" for side in ("firm_id", "speaker_id")
        )
        parts.append(f"statement.number IN ({' UNION ALL '.join(each)})")  # two indexes; an OR would read everything
    if (mentioned := conditions.get("mentions")) is not None:
        one_of = _one_of("mentions", mentioned, values)
        parts.append(
            "statement.number IN (SELECT statement FROM mentioned JOIN entity ON entity.id = mentioned.entity "
            f"WHERE entity.root {one_of})"
        )
    if (role := conditions.get("role")) is not None:
        parts.append("instr(folded(statement.role), :role) > 0")
        values["role"] = role.strip().casefold()
    if (since := conditions.get("since")) is not None:
        parts.append("statement.date_published >= :since")
        values["since"] = since.isoformat()
    if (until := conditions.get("until")) is not None:
        parts.append("statement.date_published <= :until")
        values["until"] = until.isoformat()
    for name, sign in (("min_confidence", ">="), ("max_confidence", "<=")):
        if (bound := conditions.get(name)) is not None:
            parts.append(f"statement.confidence {sign} :{name}")
            values[name] = bound
    for name in ("corrected", "confirmed"):
        if (decided := conditions.get(name)) is not None:
            parts.append(f"statement.{name} = {int(bool(decided))}")
            if decided:  # few are: found by the index of those
                parts.append("statement.number IN (SELECT number FROM statement WHERE extracted IS NOT NULL)")
    parts += _opinion(conditions, values, walking)
    if ids is not None:
        parts.append(f"statement.id {_one_of('ids', list(ids), values)}")
    return " AND ".join(parts), values


def _opinion(conditions: Conditions, values: dict[str, Any], walking: bool) -> list[str]:
    """Topic and stance belong to the same opinion: against one topic is not against another."""
    parts = []
    for name, column in (("topic", "topic"), ("stance", "polarity")):
        if (wanted := conditions.get(name)) is not None:
            parts.append(f"{column} {_one_of(name, wanted, values)}")
    if not parts:
        return []
    if walking:
        return [f"EXISTS (SELECT 1 FROM opinion WHERE statement = statement.number AND {' AND '.join(parts)})"]
    return [f"statement.number IN (SELECT statement FROM opinion WHERE {' AND '.join(parts)})"]


def _one_of(name: str, wanted: object, values: dict[str, Any]) -> str:
    if isinstance(wanted, str):
        values[name] = str(wanted)
        return f"= :{name}"
    assert isinstance(wanted, Collection)  # noqa: S101 - by the type of Conditions
    values[name] = json.dumps([str(value) for value in wanted])
    return f"IN {_AMONG.format(f':{name}')}"
