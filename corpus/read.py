"""From files to articles: .txt, .md, .html, .jsonl and .jsonl.gz.

Errors are values here: one bad file, or one bad line of an archive, never stops the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from corpus.errors import InputError
from corpus.reading.archives import read_archive
from corpus.reading.decoding import MAX_BYTES, absolute, checked, load
from corpus.reading.draft import finish
from corpus.reading.pages import read_page
from corpus.reading.paths import SUFFIXES, expand
from corpus.reading.plain import read_markdown, read_text
from corpus.types import Article, Language

__all__ = ["MAX_BYTES", "SUFFIXES", "Origin", "expand", "is_archive", "read", "read_bytes"]

_READERS = {
    "": read_text,
    ".txt": read_text,
    ".text": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_page,
    ".htm": read_page,
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something to read comes from, when that is not the file that it lies in.

    :param name: what people know it by, with the ending that tells its kind.
    :param location: an address; what comes later from the same one replaces it.
    """

    name: str
    location: str


def read(
    path: Path, *, language: Language | None = None, origin: Origin | None = None
) -> Iterator[Article | InputError]:
    """The articles of one file: one, or as many as an archive has lines.

    The text of .txt and .md is the file's UTF-8, character for character (byte order mark and line ends included),
    so offsets in it are offsets in the file; that of .html is the text extracted from the page.

    :param language: the language of all of them; it wins over metadata, and these over detection.
    :param origin: where it comes from, for a file that was sent here; else the file itself. Only the ending of
        ``path`` tells whether it is compressed.
    :returns: what cannot be used comes as an :class:`InputError`, which names the file (and line) and the remedy.
    """
    source = str(path) if origin is None else origin.name
    known = origin or Origin(path.name, absolute(path))
    try:
        if is_archive(path):
            yield from read_archive(path, source, known.name, known.location, language)
        else:
            yield _one(load(path), source, known, language)
    except InputError as error:
        # what is said of a file that was sent here must not tell where it lies
        yield error if error.source != str(path) else InputError(source, error.problem, error.remedy)


def read_bytes(data: bytes, origin: Origin, *, language: Language | None = None) -> Article:
    """The article that some bytes are; the ending of the origin's name tells their kind.

    :raises InputError: they are none that could be read.
    """
    return _one(data, origin.name, origin, language)


def is_archive(path: PurePath) -> bool:
    """Whether a file of this name holds an article a line, any number of them."""
    return path.name.lower().endswith((".jsonl", ".jsonl.gz"))


def _one(data: bytes, source: str, origin: Origin, language: Language | None) -> Article:
    suffix = PurePath(origin.name).suffix
    reader = _READERS.get(suffix.lower())
    if reader is None:
        kinds = ", ".join(SUFFIXES)
        raise InputError(source, f"is of an unknown kind: {suffix!r}", f"the kinds that are read: {kinds}")
    if not data.strip():
        raise InputError(source, "is empty", "leave it out, or give it a text")
    draft = reader(source, PurePath(origin.name).name, data)
    checked(source, draft.text)
    return finish(draft, source, origin.name, origin.location, language)
