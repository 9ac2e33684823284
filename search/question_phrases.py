"""Words in quotation marks: a question that has them asks for statements with exactly these words."""

from __future__ import annotations

import re
from collections.abc import Callable

# Marks of either language stand in texts of both, and a pair may be mixed: „…”, “…”, „…“, «…», »…«, "…", ‘…’.
_QUOTED = re.compile(
    r"""(?:[„“”«»"](?P<double>[^„“”«»"]+)[“”«»"])|(?:(?<!\w)[‘‚'](?P<single>[^‘‚'’]*(?:’\w[^‘‚'’]*)*)['’](?!\w))"""
)

_WORD = re.compile(r"\w+")


def take_phrases(question: str, is_topic: Callable[[str], bool] = lambda _: False) -> tuple[tuple[str, ...], str]:
    """The quoted phrases of a question, and the question with spaces in their place (of the same length).

    :param is_topic: tells names of topics: those are asked about, with or without marks.
    """
    found = []
    left = question
    for match in _QUOTED.finditer(question):
        words = (match["double"] or match["single"] or "").strip(" ,.;:!?…")
        if any(letter.isalnum() for letter in words) and not is_topic(words):
            found.append(words)
            left = left[: match.start()] + " " * (match.end() - match.start()) + left[match.end() :]
    return tuple(found), left


def phrase_finder(phrase: str) -> Callable[[str], bool]:
    """Tells whether a text has the words of a phrase next to each other, whatever marks and capitals are between."""
    wanted = f" {_bare(phrase)} "
    return lambda text: wanted in f" {_bare(text)} "


def _bare(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
