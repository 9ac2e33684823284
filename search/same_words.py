"""The same words of one speaker in several outlets: grouped, so that they are read and counted once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.store import StoredStatement
from search.weighed import Weighed

_SHARE = 0.85  # of the shorter one's words that the longer one must have
_ENOUGH = 6  # words from which that is no accident


@dataclass(slots=True)
class Group:
    """Statements with the same words.

    :param best: the one to show, with its score.
    :param others: the first of each other document, in order, without that of ``best``.
    """

    best: Weighed
    score: float
    others: list[StoredStatement]
    words: frozenset[str]
    bare: str


def grouped(statements: Sequence[Weighed], scores: Sequence[float]) -> list[Group]:
    """Groups in the order of their first statements.

    :param statements: the first of a group is shown, so the best should come first.
    :param scores: of each statement, 0 to 1; a group has the highest.
    """
    by_speaker: dict[str, list[Group]] = {}
    groups: list[Group] = []
    for one, score in zip(statements, scores, strict=True):
        bare, words = _bare(one.found.statement.text)
        said = by_speaker.setdefault(one.found.speaker_id or "", [])
        named = one.found.speaker_id is not None
        group = next((group for group in said if group.bare == bare or (named and _near(group.words, words))), None)
        if group is None:
            group = Group(one, score, [], words, bare)
            said.append(group)
            groups.append(group)
            continue
        group.score = max(group.score, score)
        if all(one.found.document != known.document for known in (group.best.found, *group.others)):
            group.others.append(one.found)
    return groups


@lru_cache(maxsize=20_000)
def _bare(text: str) -> tuple[str, frozenset[str]]:
    """A text without marks and capitals, and its words."""
    bare = " ".join(re.findall(r"\w+", text.casefold()))
    return bare, frozenset(bare.split())


def same_words(first: str, second: str) -> bool:
    """Whether two statements say the same in nearly the same words."""
    one, other = _bare(first)[1], _bare(second)[1]
    return one == other or _near(one, other)


def _near(first: frozenset[str], second: frozenset[str]) -> bool:
    shorter = min(len(first), len(second))
    return shorter >= _ENOUGH and len(first & second) >= _SHARE * shorter
