"""Topics against a reader's: whether the leading topic of a statement is right, and whether the right one is there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.errors import InputError
from corpus.evaluation.gold import read_gold
from corpus.evaluation.matching import match
from corpus.extract import extract
from corpus.topics import TopicScheme, default_scheme
from corpus.types import Language, Statement

_OVERLAP = 0.8  # so much of a gold statement must have been extracted for its topic to be compared


@dataclass(frozen=True, slots=True)
class Mistopic:
    """A statement without its topic; ``found`` are the topics that it got, the most relevant first."""

    document: str
    text: str
    gold: str
    found: tuple[str, ...]

    def line(self) -> str:
        """In one line."""
        return f"{self.document}: {self.gold} → {', '.join(self.found) or 'none'}: {self.text}"


@dataclass(slots=True)
class TopicEvaluation:
    """The counts.

    A topic is right when it is the reader's, a narrower one, or one directly above it.

    :param gold: statements with a topic of the scheme; ``tagged``: of them, those that got any topic.
    :param leading: where the most relevant topic is right; ``there``: where any is.
    :param unknown: gold topics that the scheme does not have, with how often: not counted.
    """

    gold: int = 0
    tagged: int = 0
    leading: int = 0
    there: int = 0
    unknown: dict[str, int] = field(default_factory=dict)
    wrong: list[Mistopic] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of tagged statements whose leading topic is right, 0 to 1."""
        return self.leading / self.tagged if self.tagged else 0.0

    @property
    def recall(self) -> float:
        """Share of the statements that have the right topic, 0 to 1."""
        return self.there / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def to_dict(self, *, errors: int = 0) -> dict[str, Any]:
        """Rates and counts as plain JSON values, with so many of the errors."""
        rates = {name: round(getattr(self, name), 4) for name in ("precision", "recall", "f1")}
        counts = {"gold": self.gold, "tagged": self.tagged, "leading": self.leading, "there": self.there}
        wrong = [{"document": w.document, "gold": w.gold, "found": list(w.found), "text": w.text} for w in self.wrong]
        return {**rates, **counts, "unknown": self.unknown, "errors": wrong[:errors]}


def evaluate_topics(
    paths: Iterable[Path], *, language: Language | None = None, scheme: TopicScheme | None = None
) -> TopicEvaluation:
    """Extracts the articles of gold files whose statements have ``stance.topic``, and compares.

    :raises InputError: names the file and line, and what is wrong with it.
    """
    chosen, result = scheme or default_scheme(), TopicEvaluation()
    for path in paths:
        gold = list(read_gold([path]))  # checks the file
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        for row, one in zip(rows, gold, strict=True):
            if language not in {None, one.article.language}:
                continue
            found = extract(one.article, chosen)
            wanted = [statement.content for statement in one.statements]
            got = [[(span.start, span.end) for span in statement.content] for statement in found]
            topics = [_topic(f"{path}", statement) for statement in row["statements"]]
            for i, j in match(wanted, got, _OVERLAP):
                if topics[i]:
                    _count(result, chosen, one.article.document, topics[i], found[j])
    return result


def _topic(source: str, row: Mapping[str, Any]) -> str:
    stance = row.get("stance") or {}
    if not isinstance(stance, dict):
        raise InputError(source, f"has the stance {stance!r}", "see docs/evaluation.md for the fields of a gold file")
    return str(stance.get("topic") or "")


def _count(result: TopicEvaluation, scheme: TopicScheme, document: str, label: str, statement: Statement) -> None:
    topic = scheme.find(label)
    if topic is None:
        result.unknown[label] = result.unknown.get(label, 0) + 1
        return
    right = scheme.narrower(topic) | set(scheme.broader(topic))
    topics = tuple(opinion.topic for opinion in statement.opinions)
    result.gold += 1
    result.tagged += bool(topics)
    result.leading += topics[:1] != () and topics[0] in right
    if right.isdisjoint(topics):
        result.wrong.append(Mistopic(document, statement.text, topic, topics))
    else:
        result.there += 1


def topic_lines(result: TopicEvaluation, *, errors: int = 0) -> Iterator[str]:
    """The report, line by line, with so many of the errors after it."""
    yield f"{result.gold} statements with a topic of the scheme, {result.tagged} tagged"
    yield f"leading topic right (precision) {result.precision:.3f}, right topic there (recall) {result.recall:.3f}"
    yield f"F1 {result.f1:.3f}"
    if result.unknown:
        listed = ", ".join(f"{label} ({count})" for label, count in sorted(result.unknown.items()))
        yield f"not in the scheme, not counted: {listed}"
    yield from (wrong.line() for wrong in result.wrong[:errors])
