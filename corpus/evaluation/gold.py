"""Gold files: articles whose statements a reader wrote down; ``docs/evaluation.md`` describes the format."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import InputError
from corpus.evaluation.matching import Range
from corpus.read import expand, read
from corpus.types import Article, Language

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
_KINDS = frozenset({"direct", "indirect", "mixed"})
_REMEDY = "see docs/evaluation.md for the fields of a gold file"


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """A statement as a reader marked it.

    :param content: its pieces, as code points of the text, end excluded; ``words`` are the same pieces as text.
    :param cue: the words of the cue, ``None`` where there is none; likewise ``source``.
    :param cue_span: where they stand, if the file says so; else only the words are compared.
    :param optional: a borderline case: neither a miss nor a false positive.
    """

    kind: str
    content: tuple[Range, ...]
    words: tuple[str, ...]
    cue: str | None = None
    cue_span: Range | None = None
    source: str | None = None
    source_span: Range | None = None
    speaker: str | None = None
    speaker_type: str | None = None
    role: str | None = None
    firm: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article with the statements that a reader found in it."""

    article: Article
    statements: tuple[GoldStatement, ...]


def read_gold(
    paths: Iterable[Path], *, language: Language | None = None, articles: Path | None = None
) -> Iterator[GoldArticle]:
    """The articles of gold files, in order.

    :param language: only articles in this language.
    :param articles: folder of the articles that rows without ``text`` name by ``document``; else the folder of the
        gold file and, for those not found there, the bundled samples.
    :raises InputError: names the file and line, and what is wrong with it.
    """
    for path in paths:
        library = _Library([articles] if articles else [path.parent, SAMPLES])
        for number, row in _rows(path):
            source = f"{path}:{number}"
            article = _article(source, row, library)
            if language in {None, article.language}:
                yield GoldArticle(article, tuple(_statements(source, article.text, row.get("statements"))))


class _Library:
    """The articles of some folders by their document name, read when the first one is asked for."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders
        self._known: dict[str, Article] | None = None

    def find(self, document: str) -> Article | None:
        if self._known is None:
            self._known = {}
            for folder in self._folders:
                for file in expand([folder]):
                    for item in () if isinstance(file, InputError) else _quietly(file):
                        self._known.setdefault(item.document, item)
        return self._known.get(document)


def _quietly(file: Path) -> Iterator[Article]:
    return (item for item in read(file) if isinstance(item, Article))


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"cannot be read: {error}", "name a gold file in JSONL, UTF-8") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as error:
                raise InputError(f"{path}:{number}", f"is no JSON: {error}", _REMEDY) from error
            if not isinstance(row, dict):
                raise InputError(f"{path}:{number}", "is no JSON object", _REMEDY)
            yield number, row


def _article(source: str, row: Mapping[str, Any], library: _Library) -> Article:
    name = str(row.get("id") or row.get("document") or source)
    text, given = row.get("text"), row.get("lang") or row.get("language")
    if isinstance(text, str):
        try:
            language = Language(given or "pl")
        except ValueError as error:
            raise InputError(source, f"has the language {given!r}", "the languages are pl and en") from error
        return Article("0" * 16, f"{name}/{language}" if given else name, text, language)
    found = library.find(str(row.get("document")))
    if found is None:
        raise InputError(source, f"has no text, and no article {row.get('document')!r} was found", _REMEDY)
    return found


def _statements(source: str, text: str, rows: Any) -> Iterator[GoldStatement]:
    if not isinstance(rows, list):
        raise InputError(source, "has no list of statements", _REMEDY)
    for number, row in enumerate(rows, 1):
        try:
            yield _statement(text, row)
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(source, f"statement {number} is wrong: {error}", _REMEDY) from error


def _statement(text: str, row: Mapping[str, Any]) -> GoldStatement:
    if row["kind"] not in _KINDS:
        raise ValueError(f"kind {row['kind']!r}")
    pieces = [str(piece) for piece in row["content"]]
    spans = row.get("content_spans")
    content = tuple(_located(text, pieces)) if spans is None else tuple((int(a), int(b)) for a, b in spans)
    if not content or [text[a:b] for a, b in content] != pieces:
        raise ValueError(f"its content does not stand in the text: {pieces}")
    return GoldStatement(
        kind=row["kind"],
        content=content,
        words=tuple(pieces),
        cue=row.get("cue") or None,
        cue_span=_range(row.get("cue_span")),
        source=row.get("source") or None,
        source_span=_range(row.get("source_span")),
        speaker=row.get("speaker"),
        speaker_type=row.get("speaker_type"),
        role=row.get("role"),
        firm=row.get("firm"),
        optional=bool(row.get("optional")),
    )


def _located(text: str, pieces: Sequence[str]) -> Iterator[Range]:
    """Where the pieces stand, each after the one before it."""
    at = 0
    for piece in pieces:
        start = text.find(piece, at)
        if start < 0:
            raise ValueError(f"its content does not stand in the text: {piece!r}")
        at = start + len(piece)
        yield start, at


def _range(value: Any) -> Range | None:
    return (int(value[0]), int(value[1])) if value else None
