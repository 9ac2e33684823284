"""Reads .html: the article's text out of a web page, by trafilatura."""

from __future__ import annotations

import codecs
import logging
import re
from datetime import date
from functools import cache
from typing import Any

from corpus.errors import InputError
from corpus.reading.decoding import refuse_binary
from corpus.reading.draft import Draft, file_date

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_TAG = re.compile(r"<(?:!doctype|[a-z][a-z0-9]*\b)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…][\"”“»’)]*(?:\s|$)")
_DATES = {"original_date": True, "extensive_search": False, "outputformat": "%Y-%m-%d"}
_TITLE_ENOUGH = 200  # characters: a shorter page without one finished sentence is a menu, not an article
_SKIPPED = "//script|//style|//noscript|//template|//nav|//footer|//aside|//form|//button|//select|//head"
_PARAGRAPHS = "//p|//h1|//h2|//h3|//li|//blockquote"
_NO_ARTICLE = "save the page with its article, or give the text as .txt"


def read_page(source: str, name: str, data: bytes) -> Draft:
    """A web page. The text is what trafilatura takes for the article, its paragraphs parted by blank lines.

    :raises InputError: not HTML, an encoding that cannot be told, or no article in it.
    """
    html = _decoded(source, data)
    if not _TAG.search(html):
        raise InputError(source, "is no HTML page", "give plain text as .txt")
    try:
        draft = _extracted(html, name)
    except Exception as error:  # broken pages meet lxml and trafilatura in more ways than they declare
        problem = f"is an HTML page that cannot be taken apart: {type(error).__name__}"
        raise InputError(source, problem, _NO_ARTICLE) from error
    if len(draft.text) < _TITLE_ENOUGH and not _SENTENCE_END.search(draft.text):
        raise InputError(source, "holds no article that could be found", _NO_ARTICLE)
    return draft


def _decoded(source: str, data: bytes) -> str:
    """UTF-16 by its mark; UTF-8 where it is valid; else the encoding that the page names, else the likeliest."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16").replace("\0", "")
        except UnicodeDecodeError as error:
            raise InputError(source, "is damaged UTF-16", "save it again in UTF-8") from error
    refuse_binary(source, data)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = error.start
    declared = _CHARSET.search(data[:4096])
    encoding = declared[1].decode("ascii").lower() if declared else ""
    for candidate in [encoding] if encoding else _guesses(data):
        try:
            return data.decode("windows-1252" if candidate in ("iso-8859-1", "latin-1", "latin1") else candidate)
        except (LookupError, ValueError):
            continue
    named = f"names the encoding {encoding!r}" if encoding else "names no encoding"
    problem = f"{named}, and is not UTF-8: wrong byte 0x{data[place]:02x} at byte {place}"
    raise InputError(source, problem, "convert it: iconv -f WINDOWS-1250 -t UTF-8 FILE > NEW")


def _guesses(data: bytes) -> list[str]:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:50_000], cp_isolation=["windows-1250", "iso8859_2", "windows-1252"]).best()
    return [best.encoding] if best else []


@cache
def _trafilatura() -> Any:
    import trafilatura  # a third of a second: only where pages are read

    for name in ("trafilatura", "htmldate", "courlan", "charset_normalizer"):
        logging.getLogger(name).addHandler(logging.NullHandler())  # our errors say it, once
    return trafilatura


def _extracted(html: str, name: str) -> Draft:
    library = _trafilatura()
    tree = library.load_html(html)
    if tree is None or len(tree) == 0:
        tree = library.load_html(f"<html><body><div>{html}</div></body></html>")
    if tree is None:
        return Draft("")
    _join_lines(tree)
    found = None
    for recall in (False, True):
        found = library.bare_extraction(
            tree,
            include_comments=False,
            include_tables=False,
            favor_recall=recall,
            with_metadata=True,
            date_extraction_params=_DATES,
        )
        if found is not None and _SENTENCE_END.search(found.text or ""):
            break
    text = _spaced((found.text or "").splitlines()) if found is not None else ""
    return Draft(
        text if _SENTENCE_END.search(text) else _own_paragraphs(tree) or text,
        headline=_line(found and found.title),
        url=_line(found and found.url),
        publisher=_line(found and found.sitename),
        date_published=_day(found and found.date) or file_date(name),
        authors=tuple(part.strip() for part in (found.author or "").split(";") if part.strip()) if found else (),
    )


def _join_lines(tree: Any) -> None:
    """Makes each line break of the extracted text the end of a paragraph.

    The line breaks of the source become spaces, and so does a single ``<br>`` in mid-sentence.
    """
    for element in tree.iter():
        if element.text and element.tag != "pre":
            element.text = re.sub(r"\s*[\r\n]\s*", " ", element.text)
        if element.tail:
            element.tail = re.sub(r"\s*[\r\n]\s*", " ", element.tail)
    for line_break in list(tree.iter("br")):
        following, previous = line_break.getnext(), line_break.getprevious()
        parent = line_break.getparent()
        before = (previous.tail if previous is not None else parent.text if parent is not None else "") or ""
        after = (line_break.tail or "").lstrip()
        twice = (following is not None and following.tag == "br" and not after) or (
            previous is not None and previous.tag == "br" and not before.strip()
        )
        if parent is not None and not twice and after[:1].islower() and before.rstrip()[-1:] not in ".!?…:;":
            line_break.tail = " " + after
            line_break.drop_tag()


def _own_paragraphs(tree: Any) -> str:
    """All paragraphs outside menus and forms: for simple pages in which trafilatura sees no article."""
    skipped = set(tree.xpath(_SKIPPED))
    lines = []
    for element in tree.xpath(_PARAGRAPHS):
        around = set(element.iterancestors())
        if not around & skipped and not element.xpath(".//p"):
            lines.append(element.text_content())
    return _spaced(lines)


def _spaced(lines: list[str]) -> str:
    cleaned = (" ".join(line.split()) for line in lines)
    return "\n\n".join(line for line in cleaned if line)


def _line(value: str | None) -> str | None:
    return " ".join(value.split()) or None if value else None


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None
