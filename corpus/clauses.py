"""Whether a piece of text holds a clause: does it have a finite verb?"""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.abbreviations import abbreviations
from corpus.morphology import readings
from corpus.types import Language

_WORD = re.compile(r"[^\W\d_]+")
_FINITE = frozenset(("fin", "praet", "bedzie", "imps", "pred", "winien"))
_OTHER = frozenset(("subst", "prep", "conj", "comp", "ger", "brev"))
_CLAUSE_END = re.compile(r"[.!?…](?=\s|$)|\n\s*\n")
_SUBORDINATE = {
    Language.PL: re.compile(
        r",\s+(?:(?:[wzo]e?|na|do|od|dla|po|przez|u)\s+)?(?:któr|że|gdzie|co|gdy|jak|aby|by|jeśli|bo)"
    ),
    Language.EN: re.compile(r",?\s+(?:which|who|whose|whom|that|where|when|while|because|if)\b"),
}


def has_finite_verb(text: str, start: int, end: int, language: Language, *, main_clause: bool = False) -> bool:
    """Whether a finite verb stands in ``text[start:end]``.

    :param main_clause: look only as far as the first subordinate clause or the end of the sentence.
    """
    if main_clause:
        for limit in (_CLAUSE_END, _SUBORDINATE[language]):
            match = limit.search(text, start, end)
            end = match.start() if match else end
    for number, match in enumerate(_WORD.finditer(text, start, end)):
        word = match[0]
        if (word[0].islower() or number == 0) and _is_finite(word.lower(), language):  # later capitals are names
            return True
    return False


@lru_cache(maxsize=16_384)
def _is_finite(word: str, language: Language) -> bool:
    if word in abbreviations(language).verbs:
        return True
    if language is Language.EN:
        return len(word) > 4 and word.endswith("ed")
    kinds = {reading.pos for reading in readings(word)}
    if "adj" in kinds and "praet" not in kinds:  # "wzrosła" is hardly ever the adjective, "zdrowie" no verb
        return False
    return bool(kinds & _FINITE) and not kinds & _OTHER
