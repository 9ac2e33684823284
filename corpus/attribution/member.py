"""A person of one article, and where the article mentions them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from corpus.names import fold


@dataclass(slots=True)
class Member:
    """A person of the article.

    :param positions: where the person is mentioned, ascending.
    :param titles: lemmas of the heads of every role that the article gives them.
    :param subjects: those of them where the name stands in the nominative.
    """

    name: str
    gender: str | None
    role: str | None
    firm: str | None
    positions: list[int]
    subjects: list[int] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)

    @property
    def surname(self) -> str:
        """The folded last word of the name."""
        return fold(self.name.split()[-1])

    def last_before(self, position: int) -> int:
        """The latest mention before ``position``; −1 when there is none."""
        at = bisect_left(self.positions, position)
        return self.positions[at - 1] if at else -1

    def subject_between(self, start: int, end: int) -> int:
        """The latest mention in the nominative in ``[start, end)``; −1 when there is none."""
        at = bisect_left(self.subjects, end)
        return self.subjects[at - 1] if at and self.subjects[at - 1] >= start else -1

    def mention(self, position: int, *, subject: bool = False) -> None:
        """Record where the person is mentioned."""
        for positions in (self.positions, self.subjects)[: 2 if subject else 1]:
            at = bisect_left(positions, position)
            if at == len(positions) or positions[at] != position:
                positions.insert(at, position)
