"""Question files: questions with the statements and people that answer them; ``docs/evaluation.md`` has the format."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from corpus.errors import InputError
from corpus.types import Language

_REMEDY = "see docs/evaluation.md for the fields of a question file"
_BEST_GRADE = 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement stands: the name of a document, and words of the statement as written there."""

    document: str
    words: str


@dataclass(frozen=True, slots=True)
class Relevant:
    """A statement that a reader judged.

    :param grade: 2: it answers the question; 1: it is about the same thing.
    :param language: of the statement.
    :param places: where it stands; several when outlets give the same words.
    """

    grade: int
    language: Language
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with its expected answer.

    :param kind: ``against``, ``what``, ``phrase`` …; the measures are given for each.
    :param split: ``dev`` (used for improving) or ``test`` (only for reporting); any other name will do.
    :param people: speakers or firms of whom the first answer must be one; empty: not measured.
    :param topics: ids of which the first topic of the answer must be one; empty: not measured.
    :param unknown: names that the answer must say nobody bears.
    :param facts: what the one-line summary must hold, as dates.
    :param today: what "last year" counts from.
    """

    id: str
    question: str
    kind: str
    language: Language
    split: str = "dev"
    relevant: tuple[Relevant, ...] = ()
    people: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    today: date | None = None

    @property
    def answerable(self) -> bool:
        """Whether anything is expected; for the others the right answer is an empty one."""
        return bool(self.relevant or self.people or self.topics)


def read_questions(paths: Iterable[Path], *, split: str | None = None) -> Iterator[Judged]:
    """The questions of files (JSON Lines, UTF-8), in order.

    :param split: only those of this part.
    :raises InputError: names the file and line, and what is wrong with it.
    """
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(str(path), f"cannot be read ({error})", _REMEDY) from error
        for number, line in enumerate(lines, 1):
            if line.strip():
                judged = _judged(f"{path}:{number}", line)
                if split in {None, judged.split}:
                    yield judged


def _judged(source: str, line: str) -> Judged:
    try:
        row = json.loads(line)
        return Judged(
            id=str(row.get("id", source)),
            question=_words(row["question"]),
            kind=_words(row["kind"]),
            language=Language(row["language"]),
            split=str(row.get("split", "dev")),
            relevant=tuple(_relevant(one) for one in row.get("relevant", ())),
            people=_several(row, "people"),
            topics=_several(row, "topics"),
            unknown=_several(row, "unknown"),
            facts=_several(row, "facts"),
            today=date.fromisoformat(row["today"]) if "today" in row else None,
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise InputError(source, f"no question with its answer ({error!r})", _REMEDY) from error


def _relevant(row: Mapping[str, Any]) -> Relevant:
    grade = int(row["grade"])
    if not 1 <= grade <= _BEST_GRADE:
        raise ValueError(f"grade {grade}")
    places = tuple(Place(_words(place["document"]), _words(place["words"])) for place in row["places"])
    if not places:
        raise ValueError("no places")
    return Relevant(grade, Language(row["language"]), places)


def _several(row: Mapping[str, Any], field: str) -> tuple[str, ...]:
    value = row.get(field, [])
    if not isinstance(value, list):
        raise TypeError(f"{field} is no list")
    return tuple(_words(one) for one in value)


def _words(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{value!r} is no text")
    return value
