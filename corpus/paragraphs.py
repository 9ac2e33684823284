"""Paragraphs of a plain text: lines, with those that were only wrapped put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\v\f\x85\u2028]")
_TERMINATED = re.compile(r"[.!?…][\"”“»«’'›)\]*_]*$")
_BLOCK = re.compile(r"[#>|•·▪■●◦‣]|[*+]\s|\d{1,3}[.)]\s|[-–—]\s*[^\W_a-ząćęłńóśźż]|[-*_=]{3,}$")
_BULLET = re.compile(r"[-–—]\s")
_FULL_LINE = 50  # a wrapped line is hardly ever shorter; headings and verses often are
_LONGEST_HEADING = 130
_INVISIBLE = "\ufeff\u200b\u2060"  # a byte order mark and zero-width spaces: nothing that one could read

Line = tuple[int, int]


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space and invisible characters at both ends; empty when nothing else is in it."""
    while start < end and (text[start].isspace() or text[start] in _INVISIBLE):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _INVISIBLE):
        end -= 1
    return start, end


def paragraphs(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Spans of the paragraphs of ``text[start:end]``, trimmed; together they cover all that is not white space.

    A blank line always ends a paragraph. A single line break ends one only when the line before ends a sentence
    or reads as a heading, or the next begins a block (list item, dash of a dialogue, heading, quotation).
    """
    found: list[tuple[int, int]] = []
    for lines in _groups(text, start, len(text) if end is None else min(end, len(text))):
        first = lines[0][0]
        widest = max(stop - begin for begin, stop in lines)
        for number in range(1, len(lines)):
            if _breaks(text, lines, number, widest):
                found.append((first, lines[number - 1][1]))
                first = lines[number][0]
        found.append((first, lines[-1][1]))
    return found


def _groups(text: str, start: int, end: int) -> list[list[Line]]:
    """Trimmed lines, in groups that blank lines part."""
    groups: list[list[Line]] = []
    previous = start
    for match in _LINE.finditer(text, start, end):
        begin, stop = trimmed(text, match.start(), match.end())
        if begin == stop:
            continue
        gap = text[previous : match.start()]
        if groups and "\u2029" not in gap and len(_BREAK.findall(gap)) == 1:
            groups[-1].append((begin, stop))
        else:
            groups.append([(begin, stop)])
        previous = match.end()
    return groups


def _breaks(text: str, lines: Sequence[Line], number: int, widest: int) -> bool:
    (begin, stop), (following, end) = lines[number - 1], lines[number]
    if _BLOCK.match(text, following, end) or text[begin] in "#|" or text[stop - 1] in ":;":
        return True
    if _BULLET.match(text, following, end):
        return bool(_BULLET.match(text, begin, stop)) or text[stop - 1] == ","
    if _TERMINATED.search(text, max(begin, stop - 12), stop):
        return False  # whether a sentence ends here is not for the lines to say: it may be an abbreviation
    if text[following].islower() or text[stop - 1] == ",":
        return False
    if stop - begin < _FULL_LINE:
        return True
    space = text.find(" ", following, end)
    word = (end if space < 0 else space) - following
    filled = stop - begin + 1 + word > widest  # the next word had no room: this is how wrapping looks
    return not filled or (len(lines) == 2 and stop - begin <= _LONGEST_HEADING)
