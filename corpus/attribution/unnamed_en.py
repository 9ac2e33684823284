"""Somebody whom an English text has only described: ``A spokeswoman for X apologised. She …``."""

from __future__ import annotations

import re

from corpus.attribution.cast import without_article
from corpus.attribution.description_en import describe
from corpus.attribution.phrases_en import noun_phrase
from corpus.attribution.resolved import Resolved
from corpus.attribution.speaker_words_en import one_holder, sex_of
from corpus.attribution.tokens import tokenise
from corpus.types import Speaker, SpeakerType

_OPENING = re.compile(r"(?:(?<=[.!?”\"’'] )|(?<=\n))(?:A|An|One|Another) (?=[a-zA-Z])")
_REACH = 250  # code points within which the description is looked for
_LONGEST = 120  # … and how long it may be


def described_before(text: str, position: int, gender: str) -> tuple[int, Resolved] | None:
    """The person who opens a sentence before ``position`` by a description alone, and where.

    :param gender: ``m`` or ``f``, which the description must not contradict.
    """
    for match in reversed(list(_OPENING.finditer(text, max(0, position - _REACH), position))):
        tokens = tokenise(text, match.end(), min(position, match.end() + _LONGEST))
        end = noun_phrase(tokens, 0, len(tokens))
        role, firm = describe(tokens[:end])
        words = text[match.end() : tokens[end - 1].end] if end else ""
        if role and one_holder(role) and sex_of(words) in {None, gender}:
            firm_named = firm if firm and not firm.startswith("the ") and firm != "its" else None
            return match.start(), Resolved(Speaker(words, SpeakerType.PERSON), without_article(role), firm_named, 0.7)
    return None
