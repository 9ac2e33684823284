"""Why a statement ranks where it does, in a few words of the question's language."""

from __future__ import annotations

from corpus.types import Language
from search.findings import Evidence
from search.retrieval import Subject

_FAR = 0.2  # closeness of meaning below which it is no reason
_WORDS = {
    Language.EN: {
        "conditions": "meets the conditions",
        "topic": "topic",
        "broader": "broader topic",
        "theme": "topic of the article",
        "meaning": "meaning",
        "words": "words",
        "reranked": "reranked",
        "weak": "weak resemblance",
    },
    Language.PL: {
        "conditions": "spełnia warunki",
        "topic": "temat",
        "broader": "szerszy temat",
        "theme": "temat artykułu",
        "meaning": "znaczenie",
        "words": "słowa",
        "reranked": "ponowna ocena",
        "weak": "słabe podobieństwo",
    },
}


def reason(one: Evidence, subject: Subject) -> str:
    """Why a statement is taken to be about the subject."""
    say = _WORDS[subject.language]
    if not subject.text:
        return say["conditions"]
    signs = []
    if one.topic:
        signs.append(say["topic"] if one.direct else say["broader"])
    if one.theme:
        signs.append(say["theme"])
    if one.meaning >= _FAR:
        signs.append(f"{say['meaning']} {one.meaning:.2f}")
    if one.words:
        signs.append(f"{say['words']} {one.words:.2f}")
    if one.reranked is not None:
        signs.append(f"{say['reranked']} {one.reranked:.2f}")
    return ", ".join(signs) or say["weak"]
