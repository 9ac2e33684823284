"""People whose name may be that of two: with the evidence for and against, for people to decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

from corpus.names import fold
from corpus.store.dismissing import NAMESAKES, Dismissing


@dataclass(frozen=True, slots=True)
class Namesakes:
    """A person who may be two.

    :param reasons: which firms they speak for at the same time.
    :param doubts: why it may be one person at both.
    """

    id: str
    name: str
    firms: tuple[str, str]
    firm_ids: tuple[str, str]
    reasons: tuple[str, ...]
    doubts: tuple[str, ...]


@dataclass(slots=True)
class _Held:
    """What a person says for one firm."""

    id: str
    name: str
    days: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)


class Suspecting(Dismissing):
    """Suggestions of separations; nothing is separated here."""

    def namesakes(self) -> list[Namesakes]:
        """People who speak for two firms at the same time, those without doubts first; dismissed ones are left out.

        The times overlap when the firms share a month, or one is named between two dates of the other. One firm after
        another is a change of job; articles without a date say nothing of time.
        """
        held: defaultdict[tuple[str, str], dict[str, _Held]] = defaultdict(dict)
        with self._db.snapshot():
            rows, dismissed = self._db.query(_SAID), self.dismissed(NAMESAKES)
        for row in rows:
            firms = held[row["speaker_id"], row["name"]]
            firm = firms.setdefault(row["firm_id"], _Held(row["firm_id"], row["firm"]))
            firm.articles.add(row["article_id"])
            firm.days.update([row["date_published"]] if row["date_published"] else ())
            firm.roles.update([row["role"]] if row["role"] else ())
        found = [one for person, firms in held.items() for one in _suspects(*person, list(firms.values()))]
        found = [one for one in found if frozenset((one.id, *one.firm_ids)) not in dismissed]
        return sorted(found, key=lambda one: (len(one.doubts), one.name, one.id, one.firms))


def _suspects(identifier: str, name: str, firms: list[_Held]) -> Iterator[Namesakes]:
    for one, other in combinations(sorted(firms, key=lambda firm: (-len(firm.articles), firm.id)), 2):
        reason = _at_once(one, other)
        if not reason:
            continue
        reasons, doubts = [reason], []
        if one.roles and other.roles and not one.roles & other.roles:
            reasons.append(f"other roles: {_listed(one.roles)}; {_listed(other.roles)}")
        if one.articles & other.articles:
            doubts.append("one article gives both firms")
        if set(fold(one.name).split()) & set(fold(other.name).split()):
            doubts.append("the firms have a word of their names in common")
        yield Namesakes(identifier, name, (one.name, other.name), (one.id, other.id), tuple(reasons), tuple(doubts))


def _at_once(one: _Held, other: _Held) -> str:
    """How two firms are held at the same time, in words; empty when they are not."""
    months = {day[:7] for day in one.days} & {day[:7] for day in other.days}
    if months:
        return f"two firms at the same time: {one.name} and {other.name} in {min(months)}"
    for inner, outer in ((one, other), (other, one)):
        first, last = min(outer.days, default=""), max(outer.days, default="")
        between = min((day for day in inner.days if first < day < last), default="")
        if between:
            return f"two firms at the same time: {inner.name} on {between}, {outer.name} from {first} to {last}"
    return ""


def _listed(roles: set[str]) -> str:
    return ", ".join(sorted(roles))


_SAID = """
SELECT DISTINCT speaker_id, person.name, statement.firm_id, firm.name AS firm, role, article_id, date_published
FROM statement JOIN entity AS person ON person.id = speaker_id JOIN entity AS firm ON firm.id = statement.firm_id
WHERE listed = 1 AND person.kind = 'person' ORDER BY speaker_id, firm_id, article_id, role NULLS FIRST
"""
