"""The words of the terminal in the language of a question."""

from __future__ import annotations

from corpus.types import Language

_POLISH = {
    "Understood as": "Zrozumiano jako",
    "intent": "pytanie",
    "stance": "stanowisko",
    "topic": "temat",
    "about": "o czym",
    "person": "osoba",
    "firm": "firma",
    "role": "rola",
    "since": "od",
    "until": "do",
    "language": "język",
    "who": "kto",
    "what": "co",
    "firms": "firmy",
    "change": "zmiana zdania",
    "disagree": "kto się nie zgadza",
    "agree": "kto się zgadza",
    "compare": "porównanie",
    "count": "ile",
    "topics": "tematy",
    "supportive": "przychylne",
    "sceptical": "sceptyczne",
    "mixed": "mieszane",
    "neutral": "neutralne",
    "Nobody called": "Nikogo o nazwie",
    "is in the store": "nie ma w zbiorze",
    "On the other side": "Po drugiej stronie",
    "Nearest topics": "Najbliższe tematy",
    "more": "więcej",
    "and": "i",
    "characters": "znaki",
    "undated": "bez daty",
    "unknown": "bez nazwiska",
}
#: Quotation marks, opening and closing.
MARKS = {Language.PL: ("„", "”"), Language.EN: ("“", "”")}


def word(english: str, language: Language) -> str:
    """A label in the language; the English one where there is no other."""
    return _POLISH.get(english, english) if language is Language.PL else english
