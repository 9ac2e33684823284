"""Words and marks of a text with their places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.morphology import Reading, readings

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*(?:-[^\W\d_]+)?|[^\W_]+(?:[-'’&+][^\W_]+)*|\.{2,}|\S")
DASHES = frozenset("–—-−‒―")
OPENING = frozenset("„“«‘‚»\"'")
CLOSING = frozenset("”“»’«\"'")


@dataclass(slots=True)
class Token:
    """One word or mark.

    :param start: first code point in the article's text.
    :param end: one past the last.
    """

    start: int
    end: int
    text: str
    lower: str

    @property
    def is_word(self) -> bool:
        """Whether it begins with a letter."""
        return self.text[0].isalpha()

    @property
    def is_capital(self) -> bool:
        """Whether it begins with an upper-case letter."""
        return self.text[0].isupper()

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Polish readings; a capital that only opens a sentence also gets those of the small form."""
        found = readings(self.text)
        if self.is_capital and not self.text.isupper():
            found = found + tuple(r for r in readings(self.lower) if r not in found)
        return found

    def may_be(self, *values: str) -> bool:
        """Whether one reading has all of the given tag values."""
        return any(all(reading.has(value) for value in values) for reading in self.readings)

    def has_pos(self, *parts: str) -> bool:
        """Whether one reading is one of these parts of speech."""
        return any(reading.pos in parts for reading in self.readings)


def tokenise(text: str, start: int, end: int) -> list[Token]:
    """Split ``text[start:end]`` into words and single marks, in order."""
    return [Token(m.start(), m.end(), m[0], m[0].lower()) for m in _TOKEN.finditer(text, start, end)]


def token_at(tokens: Sequence[Token], position: int) -> int:
    """Index of the first token that starts at or after ``position`` (``len(tokens)`` if none)."""
    low, high = 0, len(tokens)
    while low < high:
        middle = (low + high) // 2
        if tokens[middle].start < position:
            low = middle + 1
        else:
            high = middle
    return low
