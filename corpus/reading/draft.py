"""What every reader makes of a file, and the article that comes of it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from corpus.errors import InputError
from corpus.language import UnsupportedLanguageError, detect, parse
from corpus.reading.decoding import checked
from corpus.types import Article, Language

_CHOOSE = "if it is Polish or English, say so with --language pl|en"
_FILE_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?!\d)")
_ISO_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}(?::?\d{2}.*)?)?")


@dataclass(frozen=True, slots=True)
class Draft:
    """An article before its language is known and its id made.

    :param language: as the metadata give it: a tag or a name, not yet checked.
    """

    text: str
    headline: str | None = None
    url: str | None = None
    publisher: str | None = None
    date_published: date | None = None
    authors: tuple[str, ...] = ()
    body_start: int = 0
    language: str | None = None


def finish(draft: Draft, source: str, document: str, location: str, language: Language | None) -> Article:
    """The article of a draft.

    :param source: how errors name it.
    :param language: the language that the user gives; it wins over the metadata, and these over detection.
    :raises InputError: no text, or a language that is not read.
    """
    checked(source, draft.text)
    checked(source, draft.text[draft.body_start :])
    return Article(
        id=_identity(draft),
        document=document,
        text=draft.text,
        language=language or _language(draft, source),
        headline=draft.headline,
        url=draft.url,
        publisher=draft.publisher,
        date_published=draft.date_published,
        authors=draft.authors,
        body_start=draft.body_start,
        location=location,
    )


def _identity(draft: Draft) -> str:
    day = draft.date_published.isoformat() if draft.date_published else None
    content = json.dumps([draft.text, draft.headline, draft.url, day, draft.publisher], separators=(",", ":"))
    return hashlib.sha256(content.encode("ascii")).hexdigest()[:16]


def _language(draft: Draft, source: str) -> Language:
    if draft.language:
        given = parse(draft.language)
        if given is None:
            raise InputError(source, f"is in the language {draft.language!r}, which is not read", _CHOOSE)
        return given
    try:
        return detect(draft.text[draft.body_start :])
    except UnsupportedLanguageError as error:
        found = f"seems to be in the language {error.found!r}" if error.found else "holds no words"
        raise InputError(source, f"{found}, not in Polish or English", _CHOOSE) from error


def file_date(name: str) -> date | None:
    """The day at the beginning of a file name (``2026-03-04_cloud.txt``), if there is one."""
    match = _FILE_DATE.match(name)
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def from_metadata(source: str, text: str, metadata: Mapping[str, Any], body_start: int = 0) -> Draft:
    """A draft with the metadata of front matter or of a JSON object; keys that are not known are left aside.

    :raises InputError: a known key has a value that makes no sense.
    """
    fields = _Fields(source, metadata)
    return Draft(
        text,
        headline=fields.string("headline", "title"),
        url=fields.string("url"),
        publisher=fields.string("publisher", "source"),
        date_published=fields.day("date_published", "datePublished", "date"),
        authors=fields.strings("authors", "author"),
        body_start=body_start,
        language=fields.string("language", "inLanguage", "lang"),
    )


class _Fields:
    """Takes values out of metadata by the first of several names that is there."""

    def __init__(self, source: str, metadata: Mapping[str, Any]) -> None:
        self._source, self._metadata = source, metadata

    def _first(self, *names: str) -> tuple[str, Any]:
        return next(
            ((name, self._metadata[name]) for name in names if self._metadata.get(name) is not None), ("", None)
        )

    def string(self, *names: str) -> str | None:
        name, value = self._first(*names)
        return None if value is None else self._one(name, value) or None

    def strings(self, *names: str) -> tuple[str, ...]:
        name, value = self._first(*names)
        if value is None:
            return ()
        each = (self._one(name, one) for one in (value if isinstance(value, list) else [value]))
        return tuple(one for one in each if one)

    def day(self, *names: str) -> date | None:
        name, value = self._first(*names)
        if isinstance(value, datetime):
            return value.date()
        if value is None or isinstance(value, date):
            return value
        match = _ISO_DATE.fullmatch(value.strip()) if isinstance(value, str) else None
        try:
            if match:
                return date.fromisoformat(match[1])
        except ValueError:
            pass
        if isinstance(value, str) and not value.strip():
            return None
        raise InputError(
            self._source, f"{name!r} is no date: {_short(value)}", "write it as YYYY-MM-DD, or leave it out"
        )

    def _one(self, name: str, value: Any) -> str:
        if isinstance(value, dict):  # schema.org: {"@type": "Person", "name": …}
            value = value.get("name")
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise InputError(
                self._source, f"{name!r} is no text: {_short(value)}", "write it as a string, or leave it out"
            )
        line = " ".join(str(value).split())
        return checked(f"{self._source}: {name!r}", line) if line else ""


def _short(value: Any) -> str:
    shown = ""
    for piece in json.JSONEncoder(default=str).iterencode(value):  # YAML's aliases can make it endless
        shown += piece
        if len(shown) > 40:
            return shown[:39] + "…"
    return shown
