"""Quotation marks: which pieces of a text stand between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.attribution.blocks import Block

_CLOSERS = {"„": '”“"', "“": "”", "«": "»", "»": "«", "‘": "’", "‚": "’‘", '"': '"', "'": "'", "”": "”"}
_OPENERS = frozenset(_CLOSERS)
_MARKS = frozenset('„“”"«»')


@dataclass(frozen=True, slots=True)
class Quoted:
    """A piece of text in quotation marks.

    :param outer_start: the opening mark (or the first character of a continued paragraph).
    :param start: first code point inside.
    :param end: one past the last code point inside.
    :param outer_end: one past the closing mark.
    :param closed: whether its closing mark was found in its own paragraph.
    :param continues: whether it goes on the quotation that the paragraph before left open.
    """

    outer_start: int
    start: int
    end: int
    outer_end: int
    closed: bool = True
    continues: bool = False


def quoted(text: str, paragraphs: Sequence[Block]) -> list[list[Quoted]]:
    """The quoted pieces of each paragraph.

    A mark without its partner costs at most its own paragraph, unless the next paragraph opens with the same
    mark (the convention for long quotations) or closes it before opening another.
    """
    found: list[list[Quoted]] = []
    open_mark: str | None = None
    whole_until = -1  # paragraphs up to here stand wholly inside a quotation that closes later
    for number, block in enumerate(paragraphs):
        if number <= whole_until:
            found.append([Quoted(block.start, block.start, block.end, block.end, False, True)])
            continue
        pieces, left_open = _scan(text, block, open_mark)
        found.append(pieces)
        open_mark = None
        if left_open and number + 1 < len(paragraphs):
            following = paragraphs[number + 1]
            if text[following.start] == left_open:
                open_mark = left_open
            else:
                closing = _closing_paragraph(text, paragraphs, number + 1, left_open)
                if closing is not None:
                    open_mark, whole_until = left_open, closing - 1
    return found


_LONGEST = 12  # paragraphs that one quotation may run over without a mark


def _closing_paragraph(text: str, paragraphs: Sequence[Block], first: int, mark: str) -> int | None:
    """The first following paragraph that closes ``mark`` before opening another, none between having any mark."""
    for number in range(first, min(first + _LONGEST, len(paragraphs))):
        block = paragraphs[number]
        if _closes_first(text, block, mark):
            return number
        if any(text[at] in _MARKS for at in range(block.start, block.end)):
            return None
    return None


def _closes_first(text: str, block: Block, mark: str) -> bool:
    if mark == '"':
        return text.count('"', block.start, block.end) % 2 == 1 and _straight_closes(text, block)
    for position in range(block.start, block.end):
        character = text[position]
        if character in _CLOSERS[mark] and not _is_opening(text, position, block):
            return True
        if character in _OPENERS and character not in "'’" and _is_opening(text, position, block):
            return False
    return False


def _straight_closes(text: str, block: Block) -> bool:
    first = text.find('"', block.start, block.end)
    return first > block.start and not text[first - 1].isspace()


def _scan(text: str, block: Block, continued: str | None) -> tuple[list[Quoted], str | None]:
    pieces: list[Quoted] = []
    position, end = block.start, block.end
    continues = continued is not None
    if continued is not None and text[position] != continued:
        close = _closing(text, position, end, continued)
        if close is not None:
            pieces.append(Quoted(position, position, close, close + 1, True, True))
            position, continues = close + 1, False
    while position < end:
        mark = text[position]
        if mark not in _OPENERS or not _is_opening(text, position, block):
            position += 1
            continue
        close = _closing(text, position + 1, end, mark)
        if close is None:
            if mark in "'‘”»":  # an apostrophe or a stray closing mark, not an opening
                position += 1
                continue
            pieces.append(Quoted(position, position + 1, end, end, False, continues))
            return pieces, mark
        pieces.append(Quoted(position, position + 1, close, close + 1, True, continues))
        position, continues = close + 1, False
    return pieces, None


def _is_opening(text: str, position: int, block: Block) -> bool:
    mark = text[position]
    before = text[position - 1] if position > block.start else " "
    after = text[position + 1] if position + 1 < block.end else " "
    free_before = before.isspace() or before in '([{–—-/:„“"‘*_,.>'
    if mark in "„«‚":
        return not after.isspace() or mark == "„"
    if mark in "“‘\"'”»":
        return free_before and not after.isspace() and after not in ",.;:!?)"
    return False


def _closing(text: str, position: int, end: int, mark: str) -> int | None:
    """Where the quotation opened by ``mark`` closes; nested pairs of the same kind are stepped over."""
    closers, depth, last = _CLOSERS[mark], 0, None
    for at in range(position, end):
        character = text[at]
        if character == mark and mark in "„«‚" and at > position:
            depth += 1
        elif character in closers:
            if mark in "'‘‚" and not _ends_word(text, at, end):
                continue
            if mark == '"' and at + 1 < end and text[at - 1].isspace() and not text[at + 1].isspace() and at > position:
                continue  # a nested straight mark that opens
            last = at
            if depth == 0:
                return at
            depth -= 1
    return last


def _ends_word(text: str, at: int, end: int) -> bool:
    return at + 1 >= end or not text[at + 1].isalnum()
