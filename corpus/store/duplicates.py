"""Pairs of people, or of firms, that may be one: with the reasons for and against, for people to decide."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from corpus.names import fold
from corpus.store.dismissing import DUPLICATE, Dismissing

_TRANSCRIBED = (
    ("shch|szcz|schtsch", "sc"),
    ("sch|sh|sz", "s"),
    ("tch|tsch|ch|cz", "c"),
    ("zh|rz", "z"),
    ("kh|x", "h"),
    ("ts|tz", "c"),
    ("ph", "f"),
    ("ck|q", "k"),
    ("w", "v"),
    ("ae", "a"),
    ("oe", "o"),
    ("ue|ou", "u"),
    ("iy|yy|ij|yj|ii|ey|ei", "i"),
    ("[jy]", "i"),
    (r"(\w)\1", r"\1"),
)
_SEPARATED = """
SELECT one.root AS from_id, other.root AS to_id FROM entity_separation
JOIN entity AS one ON one.id = entity_id JOIN entity AS other ON other.id = other_id WHERE undone_at IS NULL
"""
_BLOCK = 400  # names that begin alike; more are not compared with each other but only where they are equal
_TYPO_LETTERS = 5  # a word with fewer is another word when a letter differs


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
        for one, other in _pairs(known.values()):
            alike = _alike(one, other, kind)
            if alike and frozenset((one.id, other.id)) not in parted:
                likenesses[one.id, other.id] = alike
        rivals: defaultdict[str, int] = defaultdict(int)
        for pair in likenesses:
            for identifier in pair:
                rivals[identifier] += 1
        found = [
            _duplicate(known[one], known[other], alike, kind, alone=rivals[one] == 1 == rivals[other])
            for (one, other), alike in likenesses.items()
        ]
        return sorted(found, key=lambda pair: (not pair.strong, -len(pair.reasons), pair.other_name, pair.one_name))

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
            f"SELECT {side} AS who, article_id, firm_id, entity.name AS firm, count(*) AS n FROM statement "
            "LEFT JOIN entity ON entity.id = firm_id WHERE listed = 1 GROUP BY 1, 2, 3"
        )
        for row in said:
            if (one := known.get(row["who"])) is not None:
                one.statements += row["n"]
                one.articles.add(row["article_id"])
                if row["firm_id"]:
                    one.firms[row["firm_id"]] = row["firm"]
        return known


def _pairs(known: Iterable[_Known]) -> Iterator[tuple[_Known, _Known]]:
    """Pairs whose last or first words begin alike in any transcription; the one with fewer statements first."""
    blocks: defaultdict[str, list[_Known]] = defaultdict(list)
    for one in known:
        for start in {transcribed(words[place])[:2] for key in one.keys if (words := key.split()) for place in (0, -1)}:
            blocks[start].append(one)
    seen: set[tuple[str, str]] = set()
    for block in blocks.values():
        for group in [block] if len(block) <= _BLOCK else _by_last_word(block):
            for pair in combinations(group, 2):
                one, other = sorted(pair, key=lambda entry: (entry.statements, entry.id))
                if (one.id, other.id) not in seen:
                    seen.add((one.id, other.id))
                    yield one, other


def _by_last_word(block: list[_Known]) -> list[list[_Known]]:
    groups: defaultdict[str, list[_Known]] = defaultdict(list)
    for one in block:
        for last in {transcribed(key.split()[-1]) for key in one.keys if key}:
            groups[last].append(one)
    return [group[:_BLOCK] for group in groups.values()]


def transcribed(key: str) -> str:
    """A folded name as other spellings of its sounds have it too: ``Wolodymyr`` and ``Volodimir`` meet."""
    for written, read in _TRANSCRIBED:
        key = re.sub(written, read, key)
    return key


def _alike(one: _Known, other: _Known, kind: str) -> str:
    """How two names are alike; empty when they are not."""
    for a in sorted(one.keys):
        for b in sorted(other.keys):
            found = _likeness(a.split(), b.split(), kind)
            if found:
                return found
    return ""


def _likeness(a: list[str], b: list[str], kind: str) -> str:
    if not a or not b:
        return ""
    if len(a) == len(b):
        if [transcribed(word) for word in a] == [transcribed(word) for word in b]:
            return "the same name in another transcription"
        if kind == "person" and sorted(a) == sorted(b):
            return "the same names in another order"
        differ = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
        if len(differ) == 1 and _typo(*differ[0]):
            return f"one letter differs: {differ[0][0]}, {differ[0][1]}"
        if kind == "person" and len(a) > 1 and differ == [(a[0], b[0])] and _initial(a[0], b[0]):
            return "the same surname, the first name as an initial"
        return ""
    short, long = sorted((a, b), key=len)
    if kind == "person":
        if len(short) == 1 and short[0] == long[-1]:
            return "the same surname, no first name"
        return "one more given name" if len(short) > 1 and (short[0], short[-1]) == (long[0], long[-1]) else ""
    return "the longer name begins with the shorter" if long[: len(short)] == short and len(short[0]) > 2 else ""


def _typo(one: str, other: str) -> bool:
    from rapidfuzz.distance import OSA

    long_enough = min(len(one), len(other)) >= _TYPO_LETTERS and one[0] == other[0]
    gendered = {one[-1], other[-1]} == {"a", "i"} or one + "a" == other or other + "a" == one  # Nowicki, Nowicka
    return long_enough and not gendered and OSA.distance(one, other, score_cutoff=1) == 1


def _initial(one: str, other: str) -> bool:
    return one[0] == other[0] and min(len(one), len(other)) == 1


def _duplicate(one: _Known, other: _Known, alike: str, kind: str, *, alone: bool) -> Duplicate:
    reasons, doubts = [alike], []
    shared = sorted(one.firms.keys() & other.firms.keys())
    if kind == "person" and shared:
        reasons.append(f"the same firm: {', '.join(one.firms[firm] for firm in shared)}")
    elif kind == "person" and one.firms and other.firms:
        doubts.append("different firms")
    if kind == "person" and one.articles & other.articles:
        doubts.append("both speak in one article")
    if not alone:
        doubts.append("another entry is as like")
    strong = kind == "person" and bool(shared) and not doubts and alike != "one more given name"
    strong = strong or (kind == "firm" and alone and alike.startswith("the same name"))
    return Duplicate(one.id, one.name, other.id, other.name, tuple(reasons), tuple(doubts), strong)
