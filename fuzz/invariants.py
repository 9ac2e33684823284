"""What holds for every text, however damaged: the extractor and the readers are checked against it."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from corpus.errors import InputError
from corpus.extract import extract
from corpus.read import read
from corpus.types import Article, Language, Span, Statement


class BrokenPromiseError(AssertionError):
    """A text for which a promise of the extractor or of a reader does not hold."""


def article_of(text: str, language: Language) -> Article:
    """An article of that text alone."""
    return Article(sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16], "fuzz.txt", text, language)


def check_extraction(text: str, language: Language) -> list[Statement]:
    """Extracts, and checks every span and figure.

    :raises BrokenPromiseError: a span lies outside the text, has other words than the text there, or is out of order;
        or a confidence or score is out of range.
    """
    statements = extract(article_of(text, language))
    for statement in statements:
        _require(bool(statement.content), statement, "has no content")
        for span in _spans(statement):
            _require(0 <= span.start < span.end <= len(text), statement, f"has a span outside the text: {span}")
            _require(text[span.start : span.end] == span.exact, statement, f"has other words than the text: {span}")
        ends = [place for span in statement.content for place in (span.start, span.end)]
        _require(ends == sorted(ends), statement, "has content out of order")
        _require(0 <= statement.confidence <= 1, statement, f"has confidence {statement.confidence}")
        _require(all(-1 <= held.score <= 1 for held in statement.opinions), statement, "has a score out of range")
        _require(statement.speaker is None or bool(statement.speaker.name.strip()), statement, "has a nameless speaker")
    return statements


def check_reading(path: Path, data: bytes) -> int:
    """Writes the bytes to a file of that path and reads it; how many articles were in it.

    :raises BrokenPromiseError: an error has no words that help, or an article has no text.
    """
    path.write_bytes(data)
    found = 0
    for item in read(path):
        if isinstance(item, InputError):
            if not item.problem or "\n" in str(item):
                raise BrokenPromiseError(f"{path.name}: an error without words, or in several lines: {item!r}")
            continue
        found += 1
        if not item.text.strip() or not 0 <= item.body_start <= len(item.text):
            raise BrokenPromiseError(f"{path.name}: an article without text, or one that begins outside it")
    return found


def _spans(statement: Statement) -> Iterator[Span]:
    yield from statement.content
    yield from (span for span in (statement.cue, statement.source) if span is not None)
    for opinion in statement.opinions:
        yield from opinion.cues


def _require(holds: bool, statement: Statement, problem: str) -> None:
    if not holds:
        raise BrokenPromiseError(f"statement {statement.id} {problem}")
