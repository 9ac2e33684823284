"""What is wrong with a request or an input, in the reader's language, with the input named."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from api.problems import ProblemError
from api.web.words import word
from api.words import MARKS as QUOTATION
from corpus.errors import InputError, NotFoundError
from corpus.types import Language

_SAID = Path(__file__).parents[1] / "data" / "faults.toml"
_NAME = re.compile(r"\\\{(\w+)\\\}")
#: Inputs by the words that the pages have for their fields.
_FIELDS: Mapping[str, str] = {
    "q": "question",
    "question": "question",
    "person": "chip-person",
    "firm": "chip-firm",
    "mentions": "chip-mentions",
    "topic": "chip-topic",
    "stance": "chip-stance",
    "role": "chip-role",
    "since": "condition-since",
    "until": "condition-until",
    "language": "condition-language",
    "text": "field-text",
    "headline": "field-headline",
    "date_published": "field-date",
    "publisher": "field-publisher",
    "url": "field-web-address",
    "files": "choose-files",
    "speaker": "field-speaker",
    "speaker.name": "field-speaker",
    "note": "field-note",
    "stances": "chip-stance",
    "node": "graph-find",
    "max_confidence": "review-most",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    :param input: what it is wrong with: the name of a field, or what was given; empty where the text says it.
    :param text: what is wrong and the remedy.
    :param language: of the text: that of the page, or English where there are no words for it.
    """

    input: str
    text: str
    language: Language


Expected = InputError | NotFoundError | ProblemError | RequestValidationError | ValidationError


def faults(error: Expected, language: Language) -> list[Fault]:
    """What is wrong, one entry an input."""
    return [_fault(source, said, language) for source, said in _parts(error)]


def told(said: str, language: Language) -> tuple[str, Language]:
    """A sentence of the service in the words of the pages; as it is, in English, where there are no words for it."""
    whole = _worded(said, language)
    if whole is None:
        parts = [_worded(part, language) for part in said.split("; ")]
        whole = "; ".join(part for part in parts if part) if all(parts) else None
    return (said, Language.EN) if whole is None else (whole, language)


def _parts(error: Expected) -> Iterator[tuple[str, str]]:
    """Each input with what is said of it."""
    if isinstance(error, RequestValidationError | ValidationError):
        for item in error.errors():
            names = [str(part) for part in item["loc"] if part not in ("query", "path", "body", "form")]
            yield ".".join(names), item["msg"].removeprefix("Value error, ")
    elif isinstance(error, ProblemError):
        if error.errors:
            yield from ((one.parameter, one.detail) for one in error.errors)
        else:
            yield "", error.detail
    elif isinstance(error, InputError):
        yield error.source, error.problem + (f"; {error.remedy}" if error.remedy else "")
    else:
        yield "", str(error)


def _fault(source: str, said: str, language: Language) -> Fault:
    key = _FIELDS.get(source)
    name = word(key, language) if key else _plainly(source, language)
    text, found = told(said, language)
    return Fault(name, text if name else text[:1].upper() + text[1:], found)


def _plainly(source: str, language: Language) -> str:
    """What was given, in the marks of the page's language where the service put it in those of a program."""
    opening, closing = QUOTATION[language]
    quoted = len(source) > 1 and source[0] == source[-1] and source[0] in "'\""
    return f"{opening}{source[1:-1]}{closing}" if quoted else source


def _worded(said: str, language: Language) -> str | None:
    for pattern, templates in _patterns():
        found = pattern.fullmatch(said)
        if found:
            return templates[language].format(**found.groupdict()) if language in templates else said
    return None


@cache
def _patterns() -> list[tuple[re.Pattern[str], dict[str, str]]]:
    """Sentences of the service as patterns, with those of the pages, by language, to fill in."""
    return [(pattern_of(one["said"]), one) for one in catalogue()]


@cache
def catalogue() -> list[dict[str, str]]:
    """The sentences as the file has them: ``said``, ``pl`` and, where it differs, ``en``."""
    with _SAID.open("rb") as file:
        found: list[dict[str, str]] = tomllib.load(file)["said"]
    return found


def pattern_of(sentence: str) -> re.Pattern[str]:
    """What a sentence with names in braces matches; the names are groups."""
    return re.compile(_NAME.sub(r"(?P<\1>.+?)", re.escape(sentence)), re.DOTALL)
