"""A statement with what it is worth for a question."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.store import StoredStatement
from search.stances import Stance


@dataclass(frozen=True, slots=True)
class Weighed:
    """A statement with its relevance to the question, 0 to 1, and its stance towards what was asked."""

    found: StoredStatement
    relevance: float
    stance: Stance
    reason: str
