"""Reasons for and against a suggestion about names, in the reader's language."""

from __future__ import annotations

import re
from typing import Any

from api.days import time
from corpus.types import Language

# What the store says, with the words of the pages for it; groups fill the words in.
_KNOWN: tuple[tuple[str, str], ...] = (
    (r"the same name in another transcription", "reason-transcription"),
    (r"the same names in another order", "reason-order"),
    (r"one letter differs: (?P<one>.+), (?P<other>.+)", "reason-letter"),
    (r"the same surname, the first name as an initial", "reason-initial"),
    (r"the same surname, no first name", "reason-surname"),
    (r"one more given name", "reason-given-name"),
    (r"the longer name begins with the shorter", "reason-begins"),
    (r"the same firm: (?P<firms>.+)", "reason-firm"),
    (r"the same person speaks for both", "reason-one-speaker"),
    (r"different firms", "reason-other-firms"),
    (r"both speak in one article", "reason-one-article"),
    (r"another entry is as like", "reason-another"),
    (r"two firms at the same time: (?P<one>.+) and (?P<other>.+) in (?P<month>[0-9-]+)", "reason-month"),
    (
        r"two firms at the same time: (?P<one>.+) on (?P<day>[0-9-]+), (?P<other>.+) from (?P<first>[0-9-]+) "
        r"to (?P<last>[0-9-]+)",
        "reason-between",
    ),
    (r"other roles: (?P<one>.+); (?P<other>.+)", "reason-roles"),
    (r"one article gives both firms", "reason-both-firms"),
    (r"the firms have a word of their names in common", "reason-common-word"),
)
_TIMES = frozenset(("month", "day", "first", "last"))
_PATTERNS = tuple((re.compile(pattern), key) for pattern, key in _KNOWN)


def reason(text: str, language: Language) -> dict[str, Any]:
    """A reason as ``key`` of the pages' words and ``values`` to fill them with; an unknown one as its ``text``."""
    for pattern, key in _PATTERNS:
        found = pattern.fullmatch(text)
        if found:
            values = {
                name: time(value, language) if name in _TIMES else value for name, value in found.groupdict().items()
            }
            return {"key": key, "values": values, "text": text}
    return {"key": None, "values": {}, "text": text}
