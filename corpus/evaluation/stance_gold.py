"""Gold files of stance: (statement, target) pairs with the side that a reader saw; ``docs/evaluation.md``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import InputError
from corpus.stance_lexicon import english_keys, polish_keys
from corpus.types import Language, Polarity

_REMEDY = "see docs/evaluation.md for the fields of a gold file of stance"
_LABELS = {
    **{polarity.value: polarity for polarity in Polarity},
    "positive": Polarity.SUPPORTIVE,
    "negative": Polarity.SCEPTICAL,
    "support": Polarity.SUPPORTIVE,
    "oppose": Polarity.SCEPTICAL,
}
_MIN_WORD = 4  # shorter words of a target (of, na, the) are not looked for in the text


@dataclass(frozen=True, slots=True)
class StancePair:
    """One statement and one target, with the side that a reader saw.

    :param targets: (start, end) of the mentions of the target in the text.
    :param cue: the reporting words beside the statement, if any.
    :param part: the part of the file that it belongs to, empty where the file names none.
    """

    text: str
    language: Language
    target: str
    targets: tuple[tuple[int, int], ...]
    cue: str | None
    polarity: Polarity
    part: str = ""


def read_stance_gold(paths: Iterable[Path], *, language: Language | None = None) -> Iterator[StancePair]:
    """The pairs of gold files: TSV with a header line, or JSONL of articles with their statements.

    :param language: only pairs in this language.
    :raises InputError: names the file and line, and what is wrong with it.
    """
    for path in paths:
        try:
            listed = path.read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(str(path), f"cannot be read: {error}", "name a gold file, TSV or JSONL, UTF-8") from error
        read = _table if path.suffix == ".tsv" else _articles
        yield from (pair for pair in read(str(path), listed) if language in {None, pair.language})


def mentions(text: str, target: str, language: Language) -> tuple[tuple[int, int], ...]:
    """Where the target stands in the text: as written, else its words with inflection undone."""
    written = tuple(found.span() for found in re.finditer(re.escape(target), text, re.IGNORECASE)) if target else ()
    if written:
        return written
    keys = polish_keys if language is Language.PL else english_keys
    wanted: set[str] = set().union(*(keys(word) for word in re.findall(r"\w+", target) if len(word) >= _MIN_WORD))
    found_words = re.finditer(r"\w+", text)
    return tuple(m.span() for m in found_words if len(m.group()) >= _MIN_WORD and keys(m.group()) & wanted)


def _table(path: str, listed: list[str]) -> Iterator[StancePair]:
    header = listed[0].rstrip("\r").split("\t")
    if not {"text", "target"} <= set(header):
        raise InputError(f"{path}:1", "has no columns text and target", _REMEDY)
    for number, line in enumerate(listed[1:], 2):
        if line.strip():
            row = dict(zip(header, line.rstrip("\r").split("\t"), strict=False))
            yield _pair(f"{path}:{number}", row)


def _pair(source: str, row: Mapping[str, str]) -> StancePair:
    label = row.get("side") or row.get("label") or ""
    if label not in _LABELS:
        raise InputError(source, f"has the side {label!r}", f"the sides are {', '.join(sorted(_LABELS))}")
    language = _language(source, row.get("lang") or row.get("language") or "en")
    text, target = row.get("text") or "", row.get("target") or ""
    try:
        spans = ((int(row["from"]), int(row["to"])),) if row.get("from") and row.get("to") else None
    except ValueError as error:
        raise InputError(source, f"has a place that is no number: {error}", _REMEDY) from error
    part = row.get("half") or row.get("part") or ""
    places = mentions(text, target, language) if spans is None else spans
    return StancePair(text, language, target, places, row.get("cue") or None, _LABELS[label], part)


def _articles(path: str, listed: list[str]) -> Iterator[StancePair]:
    for number, line in enumerate(listed, 1):
        if not line.strip():
            continue
        source = f"{path}:{number}"
        try:
            row = json.loads(line)
            language = _language(source, row.get("lang") or row.get("language") or "pl")
            found = [_statement(one, language) for one in row["statements"] if one.get("stance")]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(source, f"is no article with statements: {error}", _REMEDY) from error
        yield from found


def _statement(row: Mapping[str, Any], language: Language) -> StancePair:
    content, stance = row["content"], row["stance"]
    text = content if isinstance(content, str) else " ".join(content)
    target = str(stance["target"])
    places = mentions(text, target, language)
    return StancePair(text, language, target, places, row.get("cue") or None, _LABELS[stance["polarity"]])


def _language(source: str, given: str) -> Language:
    try:
        return Language(given)
    except ValueError as error:
        raise InputError(source, f"has the language {given!r}", "the languages are pl and en") from error
