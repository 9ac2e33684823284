"""Reads .jsonl and .jsonl.gz: one article a line, as a stream; an archive may be larger than memory."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

from corpus.errors import InputError
from corpus.reading.decoding import MAX_BYTES, decode, first_bytes, refuse_binary
from corpus.reading.draft import finish, from_metadata
from corpus.types import Article, Language

_ONE_A_LINE = 'write one object a line, with at least "text"'


def read_archive(
    path: Path, source: str, name: str, location: str, language: Language | None
) -> Iterator[Article | InputError]:
    """The articles of an archive; a line that is none gives an :class:`InputError` naming it, and the rest goes on.

    :param source: how errors name the archive; ``name`` and ``location`` are those that its articles' begin with.
    :raises InputError: the file cannot be opened, or is no archive at all; what was read before stays valid.
    """
    for number, line in _lines(path):
        place = f"{source}:{number}"
        try:
            if len(line) > MAX_BYTES:
                remedy = "split it into articles"
                raise InputError(place, f"is longer than {MAX_BYTES // 1_000_000} MB", remedy)
            yield _article(line, place, (name, location), number, language)
        except InputError as error:
            yield error


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Numbered lines that are not blank; of an overlong one only its beginning."""
    number = 0
    try:
        with _opened(path) as file:
            while line := file.readline(MAX_BYTES + 1):
                if not line.endswith(b"\n") and len(line) <= MAX_BYTES:
                    file.read(1)  # the end of the file, or of what is left of it: the latter raises
                number += 1
                if number == 1:
                    line = line.removeprefix(b"\xef\xbb\xbf")
                    _refuse_other_files(path, line)
                if line.strip():
                    yield number, line
                while len(line) > MAX_BYTES and not line.endswith(b"\n"):
                    line = file.readline(MAX_BYTES + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        remedy = "fetch or compress the file again"
        raise InputError(str(path), f"is damaged after line {number}: {error}", remedy) from error
    except OSError as error:
        raise InputError(
            str(path), f"cannot be read after line {number}: {error.strerror}", "check the disk"
        ) from error
    if number == 0:
        raise InputError(str(path), "is empty", "leave it out")


def _opened(path: Path) -> IO[bytes]:
    first_bytes(path, 1)  # stops with the same words as for any other file where it cannot be opened
    return cast("IO[bytes]", gzip.open(path, "rb")) if path.name.lower().endswith(".gz") else path.open("rb")


def _refuse_other_files(path: Path, line: bytes) -> None:
    refuse_binary(str(path), line[:4096])
    if line.strip() == b"[" or line.lstrip().startswith(b"[{"):
        raise InputError(str(path), "is one JSON list, not one object a line", "convert it: jq -c '.[]' FILE > NEW")


def _article(line: bytes, source: str, archive: tuple[str, str], number: int, language: Language | None) -> Article:
    record = _record(source, line)
    text = record.get("text")
    if not isinstance(text, str):
        problem = 'has a "text" that is no string' if "text" in record else 'has no "text"'
        raise InputError(source, problem, _ONE_A_LINE)
    key = _key(record.get("id")) or str(number)
    draft = from_metadata(source, text, record)
    name, location = archive
    return finish(draft, source, f"{name}#{key}", f"{location}#{key}", language)


def _key(own: Any) -> str:
    """The record's own id as a name, empty when it has none that could be shown."""
    key = str(own).strip() if isinstance(own, str | int) and not isinstance(own, bool) else ""
    return key if key.isprintable() else ""


def _record(source: str, line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(decode(source, line))
    except json.JSONDecodeError as error:
        raise InputError(source, f"is not JSON: {error.msg} at character {error.pos}", _ONE_A_LINE) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets without end
        raise InputError(source, f"is JSON that cannot be read: {error}", _ONE_A_LINE) from error
    if not isinstance(record, dict):
        raise InputError(source, "is no JSON object", _ONE_A_LINE)
    return record
