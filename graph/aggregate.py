"""Several statements as one edge: what a speaker holds of a topic, which role somebody had in a firm, and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from corpus.types import Opinion, Polarity
from graph.schema import SIDE_COLOURS

if TYPE_CHECKING:
    from corpus.store import StoredStatement

_SIDE = 0.15  # mean score from which a speaker's statements on a topic, taken together, take a side


def side_of(mean: float, *, both: bool) -> str:
    """The side of several statements together.

    :param mean: of their scores, −1 to 1.
    :param both: whether there are supportive and sceptical ones among them.
    """
    return "supportive" if mean >= _SIDE else "sceptical" if mean <= -_SIDE else "mixed" if both else "neutral"


def position(pairs: Sequence[tuple[StoredStatement, Opinion]]) -> dict[str, Any]:
    """A speaker's statements on a topic taken together: mean score of those on a side, how many, since when."""
    sided = [opinion.score for _, opinion in pairs if opinion.polarity is not Polarity.NEUTRAL]
    mean = round(sum(sided) / len(sided), 3) if sided else 0.0
    first, last = span_of([row for row, _ in pairs])
    side = side_of(mean, both={Polarity.SUPPORTIVE, Polarity.SCEPTICAL} <= {opinion.polarity for _, opinion in pairs})
    return {
        "polarity": side,
        "score": mean,
        "weight": float(len(pairs)),
        "first_seen": first,
        "last_seen": last,
        "evidence": [row.statement.id for row, _ in pairs],
        "color": SIDE_COLOURS[side],
    }


def by_role(found: Iterable[StoredStatement]) -> Iterator[tuple[str | None, list[StoredStatement]]]:
    """Statements by the role that their speaker had."""
    roles: dict[str | None, list[StoredStatement]] = defaultdict(list)
    for row in found:
        roles[row.statement.role].append(row)
    yield from roles.items()


def span_of(rows: Iterable[StoredStatement]) -> tuple[str | None, str | None]:
    """The first and the last day of publication, ISO 8601; ``None`` where none is known."""
    days = sorted(row.date_published for row in rows if row.date_published is not None)
    return (days[0].isoformat(), days[-1].isoformat()) if days else (None, None)
