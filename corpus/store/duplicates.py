"""Pairs of people, or of firms, that may be one: with the reasons for and against, for people to decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from corpus.names import fold
from corpus.store.dismissing import DUPLICATE, Dismissing
from corpus.store.likeness import ONE_LETTER, candidates, likeness

_RARE = 2  # statements: somebody who is quoted more often under a name that differs in a letter is somebody else
_LONG = 7  # letters of a word in which a typing error is more likely than another word
_SEPARATED = """
SELECT one.root AS from_id, other.root AS to_id FROM entity_separation
JOIN entity AS one ON one.id = entity_id JOIN entity AS other ON other.id = other_id WHERE undone_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two entries that may be one.

    :param one: id of the entry with fewer statements, which would become part of ``other``.
    :param reasons: why they may be one, in words.
    :param doubts: why they may be two.
    :param strong: spelling and firm agree, nothing speaks against it, and nobody else comes into question.
    """

    one: str
    one_name: str
    other: str
    other_name: str
    reasons: tuple[str, ...]
    doubts: tuple[str, ...]
    strong: bool


@dataclass(slots=True)
class _Known:
    id: str
    name: str
    keys: set[str] = field(default_factory=set)
    firms: dict[str, str] = field(default_factory=dict)
    speakers: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    statements: int = 0


class Suggesting(Dismissing):
    """Suggestions of merges; nothing is merged here."""

    def duplicates(self, kind: str = "person") -> list[Duplicate]:
        """Pairs that may be one, strong ones first; those that people have split or dismissed are left out.

        :param kind: ``person`` or ``firm``.
        """
        with self._db.snapshot():
            known = self._known_of(kind)
            rows = self._db.query("SELECT from_id, to_id FROM entity_merge WHERE undone_at IS NOT NULL")
            apart = self._db.query(_SEPARATED)
            dismissed = self.dismissed(DUPLICATE)
        parted = {frozenset((row["from_id"], row["to_id"])) for row in (*rows, *apart)} | dismissed
        likenesses: dict[tuple[str, str], str] = {}
        for one, other in _pairs(known, kind):
            alike = _alike(one, other, kind)
            if alike and frozenset((one.id, other.id)) not in parted:
                likenesses[one.id, other.id] = alike
        rivals: defaultdict[str, int] = defaultdict(int)
        for pair in likenesses:
            for identifier in pair:
                rivals[identifier] += 1
        found = []
        for (first, second), alike in likenesses.items():
            alone = rivals[first] == 1 == rivals[second]
            if not alike.startswith(ONE_LETTER) or _is_mistyped(known[first], known[second], alike, alone=alone):
                found.append(_duplicate(known[first], known[second], alike, kind, alone=alone))
        return sorted(found, key=_strongest_first)

    def _known_of(self, kind: str) -> dict[str, _Known]:
        side = "speaker_id" if kind == "person" else "coalesce(firm_id, speaker_id)"
        rows = self._db.query(
            "SELECT named.id, named.name, alias.name AS alias "
            "FROM entity AS named JOIN entity ON entity.root = named.id "
            "JOIN alias ON alias.entity_id = entity.id WHERE named.kind = ? AND EXISTS "
            "(SELECT 1 FROM statement WHERE listed = 1 AND (speaker_id = named.id OR firm_id = named.id))",
            (kind,),
        )
        known: dict[str, _Known] = {}
        for row in rows:
            known.setdefault(row["id"], _Known(row["id"], row["name"])).keys.add(fold(row["alias"]))
        said = self._db.query(
            f"SELECT {side} AS who, article_id, firm_id, entity.name AS firm, speaker_id, count(*) AS n FROM "
            "statement LEFT JOIN entity ON entity.id = firm_id WHERE listed = 1 GROUP BY 1, 2, 3, 4, 5"
        )
        for row in said:
            if (one := known.get(row["who"])) is not None:
                one.statements += row["n"]
                one.articles.add(row["article_id"])
                if row["speaker_id"]:
                    one.speakers.add(row["speaker_id"])
                if row["firm_id"]:
                    one.firms[row["firm_id"]] = row["firm"]
        return known


def _pairs(known: Mapping[str, _Known], kind: str) -> Iterator[tuple[_Known, _Known]]:
    """Pairs that may be alike; the one with fewer statements first."""
    for pair in candidates({one.id: one.keys for one in known.values()}, kind):
        one, other = sorted((known[name] for name in pair), key=lambda entry: (entry.statements, entry.id))
        yield one, other


def _alike(one: _Known, other: _Known, kind: str) -> str:
    """How two names are alike; empty when they are not."""
    for a in sorted(one.keys):
        for b in sorted(other.keys):
            found = likeness(a.split(), b.split(), kind)
            if found:
                return found
    return ""


def _is_mistyped(one: _Known, other: _Known, alike: str, *, alone: bool) -> bool:
    """Whether a name that differs in a letter may be a typing error: in a large archive most such are other names.

    Those of one firm, and firms that one person speaks for, may be one. Else one of the two must be rare, the word
    long, and no third name as like.

    :param one: the entry with fewer statements.
    """
    if one.firms.keys() & other.firms.keys() or (one.speakers & other.speakers) - {one.id, other.id}:
        return True
    word = alike.removeprefix(ONE_LETTER).split(", ")[0]
    return alone and one.statements <= _RARE and len(word) >= _LONG


def _strongest_first(pair: Duplicate) -> tuple[bool, int, int, str, str]:
    return not pair.strong, len(pair.doubts), -len(pair.reasons), pair.other_name, pair.one_name


def _duplicate(one: _Known, other: _Known, alike: str, kind: str, *, alone: bool) -> Duplicate:
    reasons, doubts = [alike], []
    shared = sorted(one.firms.keys() & other.firms.keys())
    if kind == "person" and shared:
        reasons.append(f"the same firm: {', '.join(one.firms[firm] for firm in shared)}")
    elif kind == "person" and one.firms and other.firms:
        doubts.append("different firms")
    if kind == "firm" and (one.speakers & other.speakers) - {one.id, other.id}:
        reasons.append("the same person speaks for both")
    if kind == "person" and one.articles & other.articles:
        doubts.append("both speak in one article")
    if not alone:
        doubts.append("another entry is as like")
    strong = kind == "person" and bool(shared) and not doubts and alike != "one more given name"
    strong = strong or (kind == "firm" and alone and alike.startswith("the same name"))
    return Duplicate(one.id, one.name, other.id, other.name, tuple(reasons), tuple(doubts), strong)
