"""Reads .txt and .md: the text is the file, character for character."""

from __future__ import annotations

import re
from typing import Any

from corpus.errors import InputError
from corpus.reading.decoding import decode
from corpus.reading.draft import Draft, file_date, from_metadata

_HEADLINE = 150  # characters: longer first lines are paragraphs
_FIRST_LINES = re.compile(r"[\ufeff\s]*([^\r\n]+)((?:\r\n|\r|\n|$)\s*)([^\r\n]*)")
_FENCE = re.compile(r"\ufeff?---[ \t]*(?:\r\n|\r|\n)")
_FENCE_END = re.compile(r"(?:^|(?<=[\r\n]))(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)")
_KEY = re.compile(r"\s*[\w\"'-]+\s*:(?:\s|$)")
_TITLE = re.compile(r"^ {0,3}#[ \t]+(.+?)[ \t]*#*[ \t]*\r?$", re.MULTILINE)
_FRONT_MATTER = 65_536  # characters: what has not ended by then was no front matter
_REMEDY = "write YAML between two lines ---, or remove the first ---"


def read_text(source: str, name: str, data: bytes) -> Draft:
    """A .txt file; the headline is its first line when that reads as one."""
    text = decode(source, data)
    return Draft(text, headline=_headline(text), date_published=file_date(name))


def read_markdown(source: str, name: str, data: bytes) -> Draft:
    """A .md file, with YAML front matter or without.

    :raises InputError: not UTF-8 text, or its front matter is broken.
    """
    text = decode(source, data)
    metadata, body_start = _front_matter(source, text)
    draft = from_metadata(source, text, metadata, body_start)
    title = _TITLE.search(text, body_start)
    headline = draft.headline or (title[1].strip() if title else None)
    return Draft(
        text,
        headline=headline,
        url=draft.url,
        publisher=draft.publisher,
        date_published=draft.date_published or file_date(name),
        authors=draft.authors,
        body_start=body_start,
        language=draft.language,
    )


def _headline(text: str) -> str | None:
    match = _FIRST_LINES.match(text)
    if match is None or not match[3]:
        return None
    line, following = match[1].strip(), match[3].strip()
    blank_line = len(re.findall(r"\r\n|\r|\n", match[2])) > 1
    if not 0 < len(line) <= _HEADLINE or line[0] in '–—-•*„“"«>' or line[-1] in ".…:;,–—-":
        return None
    if blank_line:
        return line
    paragraph = len(following) > len(line) and not following[0].islower()
    return line if paragraph and line[-1] not in "?!" else None


def _front_matter(source: str, text: str) -> tuple[dict[str, Any], int]:
    """The front matter and where the text after it begins."""
    fence = _FENCE.match(text)
    if fence is None:
        return {}, 0
    end = _FENCE_END.search(text, fence.end(), fence.end() + _FRONT_MATTER)
    if end is None:
        if _KEY.match(text, fence.end()):
            raise InputError(source, "has front matter without an end", _REMEDY)
        return {}, 0  # a rule across the page
    block = text[fence.end() : end.start()]
    if block.strip() and not _KEY.search(block):
        return {}, 0  # prose between two rules
    return _parsed(source, block), end.end()


def _parsed(source: str, block: str) -> dict[str, Any]:
    import yaml

    try:
        metadata = yaml.safe_load(block)
    except yaml.MarkedYAMLError as error:
        line = f" in line {error.problem_mark.line + 2}" if error.problem_mark else ""
        raise InputError(source, f"has broken front matter{line}: {error.problem}", _REMEDY) from error
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        first = str(error).partition("\n")[0]
        raise InputError(source, f"has broken front matter: {first}", _REMEDY) from error
    if metadata is None:
        return {}
    if not isinstance(metadata, dict):
        raise InputError(source, "has front matter that is no list of keys", _REMEDY)
    return metadata
