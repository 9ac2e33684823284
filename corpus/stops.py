"""What a full stop stands behind: a word, an abbreviation, an initial, a number."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto

from corpus.abbreviations import Abbreviations
from corpus.types import Language

_LONGEST = 40  # characters: longer than any abbreviation
_ROMAN = re.compile(r"[IVXLCDM]{2,}")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_VOWELS = frozenset("aeiouyąęóéáíúäöü")
_SPLIT_BEFORE = re.compile(r"(?:^|[\s(„“\"])((?:[^\W\d_]\. ?)+)$")


class Ending(Enum):
    """How the piece before a full stop bears on whether the sentence ends there."""

    WORD = auto()
    """An ordinary word: it ends."""
    NEVER = auto()
    """An abbreviation that more always follows."""
    INSIDE = auto()
    """An abbreviation that is hardly ever the last word."""
    MAY_END = auto()
    """An abbreviation that is the last word as often as not."""
    NUMBERED = auto()
    """An abbreviation if a number follows, else a word."""
    INITIAL = auto()
    """The initial of a name."""
    ORDINAL = auto()
    """A number that is an ordinal by what stands before it."""


def ending(text: str, start: int, stop: int, words: Abbreviations, language: Language) -> Ending:
    """What stands before the full stop at ``stop``, in the sentence that began at ``start``."""
    begin = _token_start(text, start, stop)
    if begin == stop or stop - begin > _LONGEST:
        return Ending.WORD
    token = unicodedata.normalize("NFC", text[begin:stop])
    before = text[max(start, begin - _LONGEST) : begin]
    if before[-1:] in ("/", "@"):
        return Ending.WORD
    if token.isdecimal():
        return _number(token, before, words)
    if any(character.isdecimal() for character in token):
        return Ending.WORD
    joined = _joined(token, before)
    if joined is not None and words.knows(joined):
        token = joined
    return _abbreviation(token, before, words, language)


def _token_start(text: str, start: int, stop: int) -> int:
    """Where the token begins that ends at ``stop``: letters, digits and the dots between them."""
    begin, low = stop, max(start, stop - _LONGEST - 1)
    while begin > low:
        character = text[begin - 1]
        dot = character == "." and begin < stop and begin - 1 > low and text[begin - 2].isalnum()
        if not (character.isalnum() or unicodedata.combining(character) or dot):
            break
        begin -= 1
    return begin


def _joined(token: str, before: str) -> str | None:
    """``m. in`` and ``z o. o`` as ``m.in`` and ``o.o``."""
    match = _SPLIT_BEFORE.search(before) if len(token) <= 2 else None
    return match[1].replace(" ", "").lower() + token.lower() if match else None


def _number(token: str, before: str, words: Abbreviations) -> Ending:
    left = before.split()
    if not left:
        return Ending.NEVER  # "1. First of all": the number of an item
    if len(token) == 2 and left[-1].lower() in words.decades:
        return Ending.MAY_END
    if (
        len(token) <= 3
        and left[-1].lower() in words.ordinal_before
        and not any(part.isdecimal() for part in left[-2:-1])
    ):
        return Ending.ORDINAL
    return Ending.WORD


def _abbreviation(token: str, before: str, words: Abbreviations, language: Language) -> Ending:
    low = token.lower()
    if len(token) == 1 and token.isupper():
        return Ending.WORD if _pronoun(token, before, language) else Ending.INITIAL
    if _ROMAN.fullmatch(token) or low in words.ends or (token.isupper() and "." not in token):
        return Ending.WORD
    if low in words.never_end:
        return Ending.NEVER
    if low in words.inside:
        return Ending.INSIDE
    if low in words.measures:
        return Ending.MAY_END if before.rstrip()[-1:].isdecimal() else Ending.NEVER
    if low in words.may_end:
        return Ending.MAY_END
    if low in words.numbered:
        return Ending.NUMBERED
    if _DOTTED.fullmatch(token):
        return Ending.INSIDE if language is Language.EN else Ending.MAY_END
    if len(token) <= 5 and token.isalpha() and not _VOWELS.intersection(low):
        return Ending.MAY_END
    return Ending.WORD


def _pronoun(token: str, before: str, language: Language) -> bool:
    return language is Language.EN and token == "I" and before[-2:-1].islower()  # noqa: S105 - no password
