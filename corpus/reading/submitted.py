"""An article that is given as fields, not as a file."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from corpus.reading.draft import finish, from_metadata
from corpus.sentences import sentences
from corpus.types import Article, Language

_SHOWN = 80  # characters of a headline, or of a first sentence, that serve as a name
_LOOKED_AT = 400  # characters in which a first sentence is looked for
UPLOAD = "upload:"
"""What the location of an article that was sent here begins with; its name follows."""


def submitted(source: str, text: str, metadata: Mapping[str, Any], document: str | None = None) -> Article:
    """The article of a text with its metadata.

    Its location is its ``url``, else :data:`UPLOAD` and its name: what comes later with the same one is a new version
    of it. One without either has no location: only the same content is recognised.

    :param source: how errors name it.
    :param metadata: ``headline``, ``date_published``, ``publisher``, ``url``, ``language``, ``authors``; all optional.
    :param document: the name that people know it by; else its address, its headline, or how its text begins.
    :raises InputError: it holds no text, or is in a language that is not read.
    """
    draft = from_metadata(source, text, metadata)
    location = draft.url or (f"{UPLOAD}{document}" if document else None)
    language = Language(draft.language) if draft.language in set(Language) else None
    name = document or draft.url or (draft.headline or "")[:_SHOWN]
    article = finish(draft, source, name, location or "", language)
    return replace(article, document=name or _opening(article), location=location)


def _opening(article: Article) -> str:
    """The first line of an article's text, or the first sentence of it, cut between words."""
    line = article.text[article.body_start :].lstrip(f"\ufeff#{string.whitespace}")[:_LOOKED_AT]
    line = line.splitlines()[0] if line else ""
    begin, end = next(iter(sentences(line, article.language)), (0, 0))
    words = " ".join(line[begin:end].split())
    if not any(letter.isalnum() for letter in words):
        return f"article-{article.id}"
    if len(words) <= _SHOWN:
        return words
    cut = words[: _SHOWN - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"
