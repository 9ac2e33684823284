"""What is counted: content, cue, source, speaker, role and firm, certainty, false positives, speed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Lower edges of the ranges of confidence that calibration is shown for; the last one reaches to 1."""
FIELDS = ("kind", "cue", "source", "speaker", "speaker_type", "role", "firm")
"""What is compared in matched statements."""


@dataclass(slots=True)
class Score:
    """Counts behind precision and recall; each is 0 where there is nothing to count."""

    gold: int = 0
    found: int = 0
    hit_gold: int = 0
    hit_found: int = 0

    @property
    def precision(self) -> float:
        """Share of the found statements that are right, 0 to 1."""
        return self.hit_found / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold statements that were found, 0 to 1."""
        return self.hit_gold / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def to_dict(self) -> dict[str, float]:
        """The rates, rounded, with the counts of gold and found."""
        rates = {name: round(getattr(self, name), 4) for name in ("precision", "recall", "f1")}
        return {**rates, "gold": self.gold, "found": self.found}


@dataclass(slots=True)
class Share:
    """How many of how many."""

    right: int = 0
    of: int = 0

    def add(self, right: bool) -> None:
        """Counts one more."""
        self.right += right
        self.of += 1

    @property
    def rate(self) -> float:
        """The share, 0 to 1; 0 of nothing."""
        return self.right / self.of if self.of else 0.0

    def to_dict(self) -> dict[str, float]:
        """Rate, rounded, and counts."""
        return {"rate": round(self.rate, 4), "right": self.right, "of": self.of}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to read.

    :param problem: ``missed``, ``false`` (found, not in gold) or ``wrong`` (matched, with another speaker, role or
        firm).
    :param wanted: what gold says, ``got``: what was extracted; by field.
    """

    problem: str
    document: str
    wanted: Mapping[str, Any] | None
    got: Mapping[str, Any] | None

    def line(self) -> str:
        """The problem in one line: ``-`` missed, ``+`` false, ``~`` wrong."""
        if self.wanted is None or self.got is None:
            held = self.wanted or self.got or {}
            words = " […] ".join(held["content"])
            rest = f"cue {held['cue']!r}  source {held['source']!r}"
            return f"{'-' if self.wanted else '+'} {self.document} [{held['kind']}] {words!r}  {rest}"
        names = ("speaker", "role", "firm")
        differ = [f"{n} {self.wanted[n]!r} → {self.got[n]!r}" for n in names if self.wanted[n] != self.got[n]]
        return f"~ {self.document} {'; '.join(differ)}  source {self.got['source']!r}"


@dataclass(slots=True)
class Evaluation:
    """The measures over some gold articles.

    :param exact: content with the very same characters; ``overlapping``: at an overlap of 0.8 or more.
    :param fields: of the matched statements, how many have the same cue, source, speaker …
    :param sure: statements of confidence 0.9 or more, and how many of them are right: content matched, speaker right.
    :param calibration: the same by the lower edge of each range of confidence.
    :param quiet: texts without any gold statement; ``right`` are those in which none was found.
    :param seconds: time of extraction alone.
    """

    exact: Score = field(default_factory=Score)
    overlapping: Score = field(default_factory=Score)
    exact_by_kind: dict[str, Score] = field(default_factory=dict)
    overlapping_by_kind: dict[str, Score] = field(default_factory=dict)
    fields: dict[str, Share] = field(default_factory=lambda: {name: Share() for name in FIELDS})
    sure: Share = field(default_factory=Share)
    calibration: dict[float, Share] = field(default_factory=lambda: {edge: Share() for edge in BINS})
    quiet: Share = field(default_factory=Share)
    texts: int = 0
    characters: int = 0
    seconds: float = 0.0
    problems: list[Problem] = field(default_factory=list)

    @property
    def articles_per_second(self) -> float:
        """Articles of 3,000 characters that are extracted in a second."""
        return self.characters / 3000 / self.seconds if self.seconds else 0.0

    def to_dict(self, *, errors: int = 0) -> dict[str, Any]:
        """Everything as plain JSON values.

        :param errors: how many of the problems to give with it.
        """
        return {
            "texts": self.texts,
            "content": {
                name: {"all": whole.to_dict(), **{kind: score.to_dict() for kind, score in sorted(kinds.items())}}
                for name, whole, kinds in (
                    ("exact", self.exact, self.exact_by_kind),
                    ("overlap_0.8", self.overlapping, self.overlapping_by_kind),
                )
            },
            "matched": {name: share.to_dict() for name, share in self.fields.items()},
            "confidence_from_0.9": self.sure.to_dict(),
            "calibration": {f"{edge:.1f}": share.to_dict() for edge, share in self.calibration.items()},
            "texts_without_quotes": {"texts": self.quiet.of, "false_positives": self.quiet.of - self.quiet.right},
            "articles_per_second": round(self.articles_per_second, 1),
            "errors": [asdict(problem) for problem in self.problems[:errors]],
        }
