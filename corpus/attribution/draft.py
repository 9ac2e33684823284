"""What the grammars hand to each other: an attribution clause, and a statement before its speaker is resolved."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.attribution.blocks import Block
from corpus.attribution.cue import Cue
from corpus.attribution.marks import Quoted
from corpus.attribution.tokens import Token
from corpus.types import Language, StatementKind

Range = tuple[int, int]


@dataclass(slots=True)
class Passage:
    """A paragraph made ready for the grammars.

    :param tokens: its words and marks; token indexes below count in this list.
    :param sentences: token ranges of its sentences.
    :param cues: reporting verbs and phrases, in order.
    :param quotes: pieces in quotation marks.
    """

    text: str
    language: Language
    number: int
    block: Block
    tokens: list[Token]
    sentences: list[Range]
    cues: list[Cue]
    quotes: list[Quoted]

    def sentence_of(self, index: int) -> Range:
        """The sentence (token range) that holds token ``index``."""
        at = bisect_right(self.sentences, index, key=lambda found: found[0]) - 1
        if at >= 0 and self.sentences[at][0] <= index < self.sentences[at][1]:
            return self.sentences[at]
        return (0, len(self.tokens))

    def cues_in(self, low: int, high: int) -> list[Cue]:
        """The cues whose first token lies in the range."""
        begin = bisect_left(self.cues, low, key=lambda cue: cue.first)
        return self.cues[begin : bisect_left(self.cues, high, begin, key=lambda cue: cue.first)]

    def quotes_in(self, start: int, end: int) -> list[Quoted]:
        """The pieces in quotation marks whose opening mark lies in the range of code points."""
        begin = bisect_left(self.quotes, start, key=lambda quote: quote.outer_start)
        return self.quotes[begin : bisect_left(self.quotes, end, begin, key=lambda quote: quote.outer_start)]

    def span(self, tokens: Range) -> Range:
        """Code points of a token range."""
        return self.tokens[tokens[0]].start, self.tokens[tokens[1] - 1].end


@dataclass(slots=True)
class Attribution:
    """A clause that names the speaker of a quotation: ``mówi X, prezes Y``.

    :param source: token range of the source, ``None`` when the verb has no subject of its own.
    :param end: index after its last token (the mark that closes it is not included).
    """

    cue: Cue
    source: Range | None
    end: int
    genitive: bool = False


@dataclass(slots=True)
class Draft:
    """A statement whose speaker is not resolved yet; places are code points.

    :param closed_at: where the attribution clause beside a quotation ends; 0 when there is none.
    """

    kind: StatementKind
    content: list[Range]
    passage: int
    cue: Range | None = None
    source: Range | None = None
    verb: Cue | None = None
    genitive: bool = False
    nobody: bool = False
    closed_at: int = 0
    confidence: float = 0.8
    notes: set[str] = field(default_factory=set)


def trim(text: str, start: int, end: int, *, stop: bool = False) -> Range:
    """Shrink a range to its words: outer white space, dashes and commas off; with ``stop`` the full stop too."""
    while start < end and (text[start].isspace() or text[start] in ",;:–—-−"):
        start += 1
    while end > start:
        last = text[end - 1]
        if (
            last.isspace()
            or last in ",;–—−"
            or (last == "-" and text[end - 2 : end - 1].isspace())
            or (
                stop
                and last == "."
                and not text[:end].endswith(
                    (
                        "..",
                        " r.",
                        " proc.",
                        " zł.",
                        " tys.",
                        " godz.",
                        " itd.",
                        " itp.",
                        " m.",
                        " Inc.",
                        " a.m.",
                        " p.m.",
                        " Corp.",
                        " U.S.",
                        " w.",
                    )
                )
            )
        ):
            end -= 1
        else:
            break
    return start, end


def unquoted(text: str, start: int, end: int, quotes: Sequence[Quoted]) -> Range | None:
    """The inside of the one quotation that fills the range, ``None`` when it does not fill it."""
    for quote in quotes:
        if (
            quote.outer_start <= start + 1
            and quote.outer_start >= start
            and quote.outer_end >= end - 1
            and quote.outer_end <= end + 1
        ):
            return quote.start, quote.end
    return None
