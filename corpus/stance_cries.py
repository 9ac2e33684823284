"""Praise that is none: a cry of it before one more of the same, or before something bad."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from corpus.stance_clauses import Parsed
from corpus.stance_lexicon import Role, may_be_finite, may_be_subject

_CRY = 3  # words of a cry of praise
_BREAK, _STOP = re.compile(r"\s*[,!–—-]"), re.compile(r"\s*[.,;:!?–—]")
_VERBS = frozenset("is are was were has have had will would can could comes came joins makes made gets got".split())
_FILLING = frozenset("oh ah well how so really yes yeah just no o ach ale jak jakie to naprawdę po prostu".split())


class Weighed(Protocol):
    """A word or phrase of attitude with its place and its weight."""

    @property
    def first(self) -> int:
        """Index of its first word."""

    @property
    def last(self) -> int:
        """One past that of its last word."""

    @property
    def weight(self) -> float:
        """Above 0 for praise, below for blame."""


def cries(text: str, parsed: Parsed, signals: Sequence[Weighed]) -> set[int]:
    """The words of a cry of praise after which one more of the same follows: "Wonderful, another portal".

    The same holds where something bad follows it: "Lovely, one more fee".
    """
    again = {match.start for match in parsed.matches if Role.AGAIN in match.roles}
    bad = {one.first for one in signals if one.weight < 0}
    turned: set[int] = set()
    for comma in range(1, min(len(parsed.words), _CRY + 1)):
        if _BREAK.match(text, parsed.ends[comma - 1]) and _is_cry(parsed, signals, comma):
            after = _phrase_after(text, parsed, comma)
            if after and (again & {comma, comma + 1} or not bad.isdisjoint(after)):
                turned.update(range(comma))
    return turned


def _is_cry(parsed: Parsed, signals: Sequence[Weighed], comma: int) -> bool:
    """Whether a statement opens with nothing but praise: "Oh great", "No pięknie"."""
    praise = {word for one in signals if one.weight > 0 for word in range(one.first, one.last)}
    return bool(praise & set(range(comma))) and all(
        word in praise or parsed.words[word].lower() in _FILLING for word in range(comma)
    )


def _phrase_after(text: str, parsed: Parsed, comma: int) -> range:
    """The words after the cry up to the next mark; none where they are a clause of their own ("another one came")."""
    after = comma
    while after < len(parsed.words) and (after == comma or not _STOP.match(text, parsed.ends[after - 1])):
        after += 1
    said = [word.lower() for word in parsed.words[comma:after]]
    clause = any(w in _VERBS or w.endswith("ed") or (may_be_finite(w) and not may_be_subject(w)) for w in said)
    return range(0) if clause else range(comma, after)
