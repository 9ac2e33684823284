"""Words and marks of a text with their places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.morphology import Reading, readings, tag_values

_TOKEN = re.compile(
    r"[^\W\d_][\w-]{0,60}(?:\.[\w-]{1,40}){0,3}\.(?:com|pl|eu|org|net|io|tv|info|gov|edu|uk|de|ai|ua)\b|"
    r"\d+(?:[.,:]\d+)*(?:-[^\W\d_]+)?|[^\W_]+(?:[-'’&+][^\W_]+)*|\.{2,}|\S"
)
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
        return _readings(self.text)

    def may_be(self, *values: str) -> bool:
        """Whether one reading has all of the given tag values."""
        return _may_be(self.text, values)

    def has_pos(self, *parts: str) -> bool:
        """Whether one reading is one of these parts of speech."""
        return _has_pos(self.text, parts)


@lru_cache(maxsize=32_768)
def _readings(text: str) -> tuple[Reading, ...]:
    found = readings(text)
    if text[0].isupper() and not text.isupper():
        found = found + tuple(r for r in readings(text.lower()) if r not in found)
    return found


@lru_cache(maxsize=32_768)
def _may_be(text: str, values: tuple[str, ...]) -> bool:
    return any(tag_values(reading.tag).issuperset(values) for reading in _readings(text))


@lru_cache(maxsize=32_768)
def _has_pos(text: str, parts: tuple[str, ...]) -> bool:
    return any(reading.pos in parts for reading in _readings(text))


def tokenise(text: str, start: int, end: int) -> list[Token]:
    """Split ``text[start:end]`` into words and single marks, in order."""
    return [Token(*m.span(), (word := m[0]), word.lower()) for m in _TOKEN.finditer(text, start, end)]


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
