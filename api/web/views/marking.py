"""An article's text cut where a source, a cue or the words of a statement begin or end.

Statements may lie within one another or overlap: every piece of text names all that cover it, so that each can be shown
whole. Offsets count code points, as Python's do.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.types import Polarity

_PARTS = ("content", "cue", "source", "stance")
_BREAK = re.compile(r"\n[ \t\r\n]*\n")
# A line that Markdown makes a heading; the sign in front is no part of its words.
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(?P<words>[^\s#][^\n]*)$", re.MULTILINE)
_STRONG = re.compile(r"(\*\*|__)(?P<words>(?=\S)(?:(?!\1).)+(?<=\S))\1", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Cover:
    """A stretch of the text that is part of a statement.

    :param part: ``content``, ``cue``, ``source``, or ``stance``: the words that show it.
    """

    start: int
    end: int
    statement: str
    part: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Text without a boundary inside.

    :param parts: what the piece is a part of: names of parts, in a lasting order.
    :param statements: ids of the statements that cover it, the innermost (shortest stretch) first.
    :param opened: ids of statements whose words begin here.
    """

    text: str
    parts: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()


@dataclass(slots=True)
class Paragraph:
    """Text between blank lines, or a heading.

    :param start: of its first character in the article.
    :param sign: what makes it a heading (``## ``) or strong (``**``) in Markdown: it stands before the pieces and is
        not shown; ``closing`` likewise behind them.
    """

    start: int
    pieces: list[Piece] = field(default_factory=list)
    sign: str = ""
    closing: str = ""

    @property
    def level(self) -> int:
        """The level of a heading, 1 to 6; 0 of any other text."""
        return self.sign.count("#")

    @property
    def strong(self) -> bool:
        """Whether all of it is emphasised, as questions of interviews are."""
        return bool(self.closing)


def covers(statement: Mapping[str, Any], *, with_stance: bool = False) -> Iterator[Cover]:
    """The stretches of a statement, as the API gives it.

    :param with_stance: also the words that show its stance.
    """
    name = statement["id"]
    for span in statement["content"]:
        yield Cover(span["start"], span["end"], name, "content")
    for part in ("cue", "source"):
        if statement[part]:
            yield Cover(statement[part]["start"], statement[part]["end"], name, part)
    if with_stance:
        for opinion in statement["opinions"]:
            for span in opinion["cues"]:
                yield Cover(span["start"], span["end"], name, "stance")


def paragraphs(text: str, start: int, marked: Iterable[Cover]) -> list[Paragraph]:
    """The text from ``start`` on, in paragraphs of pieces.

    Takes time proportional to the text and to the number of stretches, times how many lie over one another.

    :param text: of the whole article, which the stretches' offsets count in.
    """
    stretches = list(_stretches(text, start))
    ordered = sorted((one for one in marked if one.start < one.end), key=lambda one: (one.start, -one.end))
    opened: set[str] = set()
    made = []
    active: list[Cover] = []
    following = 0
    for begin, last in stretches:
        first = begin
        while first < last and text[first] in "\r\n":
            first += 1
        if not text[first:last].strip():
            continue
        end = last
        while text[end - 1] in "\r\n":
            end -= 1
        while following < len(ordered) and ordered[following].start < last:
            active.append(ordered[following])
            following += 1
        active = [one for one in active if one.end > first]
        signed = _HEADING.match(text, first, end) or _STRONG.fullmatch(text, first, end)
        words, past = signed.span("words") if signed else (first, end)
        pieces = list(_pieces(text, words, past, active, opened))
        made.append(Paragraph(first, pieces, text[first:words], text[past:end]))
    return made


def _stretches(text: str, start: int) -> Iterator[tuple[int, int]]:
    """What lies between blank lines, headings apart from the lines below and above them."""
    bounds = [start, len(text)]
    for gap in _BREAK.finditer(text, start):
        bounds += [gap.start(), gap.end()]
    for line in _HEADING.finditer(text, start):
        bounds += [line.start(), line.end()]
    return itertools.pairwise(sorted(bounds))


def _pieces(text: str, first: int, last: int, active: Sequence[Cover], seen: set[str]) -> Iterator[Piece]:
    """The pieces of one paragraph, by a sweep over its boundaries.

    :param seen: statements whose words have begun; those that begin here are added.
    """
    bounds = {first, last}
    for one in active:
        bounds.update(bound for bound in (one.start, one.end) if first < bound < last)
    cuts = sorted(bounds)
    coming = sorted(active, key=lambda one: one.start)
    within: list[Cover] = []
    number = 0
    for start, end in itertools.pairwise(cuts):
        while number < len(coming) and coming[number].start <= start:
            within.append(coming[number])
            number += 1
        within = [one for one in within if one.end > start]
        nearest = sorted(within, key=lambda one: (one.end - one.start, one.start))
        statements = tuple(dict.fromkeys(one.statement for one in nearest))
        found = {one.part for one in within}
        opened = tuple(
            dict.fromkeys(one.statement for one in within if one.part == "content" and one.statement not in seen)
        )
        seen.update(opened)
        yield Piece(text[start:end], tuple(part for part in _PARTS if part in found), statements, opened)


def repeats(paragraph: Paragraph, headline: str) -> bool:
    """Whether a paragraph only says the headline again, as the first of many texts does."""
    return "".join(piece.text for piece in paragraph.pieces).strip(" \t\r\n") == headline.strip()


def stance_of(opinions: Sequence[Mapping[str, Any]]) -> str:
    """The side of a statement over all topics: mixed where it takes both, neutral where it takes none."""
    taken = {opinion["polarity"] for opinion in opinions} - {Polarity.NEUTRAL.value}
    if not taken:
        return Polarity.NEUTRAL.value
    return str(taken.pop()) if len(taken) == 1 else Polarity.MIXED.value
