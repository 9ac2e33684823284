"""From bytes to text, with a plain word about what is wrong with bytes that are none."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from corpus.errors import InputError

MAX_BYTES = 20_000_000
"""The longest article that is read, in bytes; a press article has some thousands, a long book about two million."""

_TO_UTF8 = "convert it: iconv -f {} -t UTF-8 FILE > NEW"
_SIGNATURES = (
    (b"%PDF-", "a PDF document", "extract its text first, for example with pdftotext"),
    (b"\x89PNG", "a PNG picture", "give the article as text"),
    (b"\xff\xd8\xff", "a JPEG picture", "give the article as text"),
    (b"GIF8", "a GIF picture", "give the article as text"),
    (b"PK\x03\x04", "a ZIP archive or an office document", "unpack it, or save it as plain text"),
    (b"\x1f\x8b", "compressed with gzip", "unpack it with gunzip; only .jsonl.gz is read as it is"),
    (b"\xd0\xcf\x11\xe0", "an old office document", "save it as plain text in UTF-8"),
    (b"{\\rtf", "an RTF document", "save it as plain text in UTF-8"),
)
_WIDE = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_CONTROL_SHARE = 0.02  # of the characters: more are no article
_SURROGATE = re.compile("[\ud800-\udfff]")


def load(path: Path) -> bytes:
    """The bytes of a file that may hold one article.

    :raises InputError: it does not exist, may not be read, is no file, or is longer than :data:`MAX_BYTES`.
    """
    data = first_bytes(path, MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        remedy = "give each article a file, or many as .jsonl, one a line"
        raise InputError(str(path), f"is longer than {MAX_BYTES // 1_000_000} MB", remedy)
    return data


def first_bytes(path: Path, count: int) -> bytes:
    """The first bytes of a file.

    :raises InputError: it does not exist, may not be read or is no file.
    """
    source = str(path)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise InputError(source, "is a folder, not a file", "name the files in it")
        if not stat.S_ISREG(mode):
            raise InputError(source, "is no regular file", "save the article in a file")
        with path.open("rb") as file:
            return file.read(count)
    except FileNotFoundError as error:
        raise InputError(source, "does not exist", "check the path") from error
    except PermissionError as error:
        raise InputError(source, "may not be read", "check its permissions") from error
    except (OSError, ValueError) as error:
        raise InputError(source, f"cannot be read: {error}", "check the path and the disk") from error


def refuse_binary(source: str, data: bytes) -> None:
    """Stops at bytes that are no text in a one-byte or UTF-8 encoding.

    :raises InputError: they are those of a picture, a PDF, an archive, or text in UTF-16.
    """
    for start, kind, remedy in _SIGNATURES:
        if data.startswith(start):
            raise InputError(source, f"is {kind}, not text", remedy)
    for start, encoding in _WIDE:
        if data.startswith(start):
            raise InputError(source, f"is in {encoding}, not in UTF-8", _TO_UTF8.format(encoding))
    if b"\0" in data:
        place = data.index(b"\0")
        raise InputError(source, f"is binary: a NUL byte at byte {place}", "give the article as text in UTF-8")


def decode(source: str, data: bytes) -> str:
    """The text of a UTF-8 file, character for character.

    :raises InputError: it is binary, or not UTF-8 (says the first wrong byte).
    """
    refuse_binary(source, data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        problem = f"is not UTF-8: wrong byte 0x{data[error.start]:02x} at byte {error.start}"
        raise InputError(source, problem, _TO_UTF8.format("WINDOWS-1250")) from error
    return text


def checked(source: str, text: str) -> str:
    """The text itself, if an article can be made of it.

    :raises InputError: it holds no visible character, a NUL, a lone surrogate, or mostly control characters.
    """
    if not text.strip("\ufeff\u200b\u2060 \t\r\n") or text.isspace():
        raise InputError(source, "is empty", "leave it out, or give it a text")
    if "\0" in text:
        raise InputError(source, f"holds a NUL character at character {text.index(chr(0))}", "remove it")
    surrogate = _SURROGATE.search(text)
    if surrogate:
        problem = f"holds half a surrogate pair at character {surrogate.start()}"
        raise InputError(source, problem, "write the character whole")
    if len(_CONTROL.findall(text)) > _CONTROL_SHARE * len(text):
        raise InputError(source, "is binary: full of control characters", "give the article as text in UTF-8")
    return text


def absolute(path: Path) -> str:
    """The path from the root, links kept."""
    return os.path.abspath(path)  # noqa: PTH100 - resolve() would follow links
