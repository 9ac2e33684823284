"""The paragraphs of an article, and the places in them that hold no prose."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_PREFIX = re.compile(r"[\s\ufeff]*(?:>\s?)*(?:#{1,6}\s+)?")
_ENDS = tuple('.!?…:;”"»’)')


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph.

    :param start: first code point of its prose.
    :param end: one past the last.
    :param heading: whether it reads as a headline (short, no full stop).
    """

    start: int
    end: int
    heading: bool = False


def blocks(text: str, start: int) -> list[Block]:
    """Paragraphs of ``text`` from ``start`` on: lines, where a hard-wrapped line joins the one before it."""
    found: list[Block] = []
    previous_line_end = -1
    for match in _LINE.finditer(text, start):
        prefix = _PREFIX.match(text, match.start(), match.end())
        begin = prefix.end() if prefix else match.start()
        end = match.start() + len(match[0].rstrip())
        if begin >= end:
            previous_line_end = -1
            continue
        heading = text[match.start() : match.end()].lstrip().startswith("#")
        gap = text[previous_line_end : match.start()] if previous_line_end >= 0 else "\n\n"
        led = bool(found) and _led(text, found[-1], begin, match.end())
        if led or (found and not heading and not found[-1].heading and _wraps(text, found[-1], begin, gap)):
            found[-1] = Block(found[-1].start, end)
        else:
            short = end - begin < 140 and not text[begin:end].endswith(_ENDS)
            found.append(Block(begin, end, heading or (short and _alone(text, begin, end))))
        previous_line_end = match.end()
    return found


_SPOKEN = re.compile(r"(?:[–—-]\s*[„“\"]?|[„“\"«])[^\W\d_a-z]")
_LISTED = re.compile(r"\s*[–—•*-]")
_LEAD = 240  # code points of a line that leads to what somebody says


def _led(text: str, before: Block, begin: int, end: int) -> bool:
    """Whether a line with a colon leads to the one spoken line after it ("Nowak, prezes X:" and "– Rośniemy.")."""
    if text[before.end - 1] != ":" or before.end - before.start > _LEAD or begin - before.end > 4:
        return False
    return _SPOKEN.match(text, begin) is not None and _LISTED.match(text, end) is None


def _alone(text: str, begin: int, end: int) -> bool:
    return text[begin] not in "–—-*•" and text[end - 1] != ","


def _wraps(text: str, before: Block, begin: int, gap: str) -> bool:
    if gap.count("\n") > 1 or text[before.end - 1] in '.!?…:;”"»' or text[begin] in '–—-*•„“"«>|':
        return False
    return (
        text[begin].islower()
        or (text[begin].isdigit() and before.end - before.start > 60)
        or (before.end - before.start > 60 and text[before.end - 1] not in '.!?…:;”"»')
    )
