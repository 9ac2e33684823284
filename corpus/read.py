"""From files to articles: .txt, .md, .html, .jsonl and .jsonl.gz.

Errors are values here: one bad file, or one bad line of an archive, never stops the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpus.errors import InputError
from corpus.reading.archives import read_archive
from corpus.reading.decoding import MAX_BYTES, absolute, checked, load
from corpus.reading.draft import finish
from corpus.reading.pages import read_page
from corpus.reading.paths import SUFFIXES, expand
from corpus.reading.plain import read_markdown, read_text
from corpus.types import Article, Language

__all__ = ["MAX_BYTES", "SUFFIXES", "expand", "is_archive", "read"]

_READERS = {
    "": read_text,
    ".txt": read_text,
    ".text": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_page,
    ".htm": read_page,
}


def read(path: Path, *, language: Language | None = None) -> Iterator[Article | InputError]:
    """The articles of one file: one, or as many as an archive has lines.

    The text of .txt and .md is the file's UTF-8, character for character (byte order mark and line ends included),
    so offsets in it are offsets in the file; that of .html is the text extracted from the page.

    :param language: the language of all of them; it wins over metadata, and these over detection.
    :returns: what cannot be used comes as an :class:`InputError`, which names the file (and line) and the remedy.
    """
    try:
        if is_archive(path):
            yield from read_archive(path, language)
        else:
            yield _one(path, language)
    except InputError as error:
        yield error


def is_archive(path: Path) -> bool:
    """Whether a file of this name holds an article a line, any number of them."""
    return path.name.lower().endswith((".jsonl", ".jsonl.gz"))


def _one(path: Path, language: Language | None) -> Article:
    source, data = str(path), load(path)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        kinds = ", ".join(SUFFIXES)
        raise InputError(source, f"is of an unknown kind: {path.suffix!r}", f"the kinds that are read: {kinds}")
    if not data.strip():
        raise InputError(source, "is empty", "leave it out, or give it a text")
    draft = reader(source, path.name, data)
    checked(source, draft.text)
    return finish(draft, source, path.name, absolute(path), language)
