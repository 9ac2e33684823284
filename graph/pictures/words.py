"""The words in pictures, in both languages."""

from __future__ import annotations

from datetime import date

from corpus.types import Language

_WORDS: dict[str, dict[Language, str]] = {
    "supportive": {Language.EN: "supportive", Language.PL: "popiera"},
    "sceptical": {Language.EN: "sceptical", Language.PL: "sceptyczne"},
    "mixed": {Language.EN: "mixed", Language.PL: "mieszane"},
    "neutral": {Language.EN: "neutral", Language.PL: "neutralne"},
    "network": {Language.EN: "{topic}: who agrees with whom", Language.PL: "{topic}: kto z kim się zgadza"},
    "stances": {Language.EN: "For and against", Language.PL: "Za i przeciw"},
    "stances_on": {Language.EN: "{topic}: for and against", Language.PL: "{topic}: za i przeciw"},
    "timeline": {Language.EN: "{name}: stance over time", Language.PL: "{name}: stanowisko w czasie"},
    "camp": {Language.EN: "Camp {number}", Language.PL: "Obóz {number}"},
    "agree": {Language.EN: "agree", Language.PL: "zgadzają się"},
    "disagree": {Language.EN: "disagree", Language.PL: "nie zgadzają się"},
    "statements": {Language.EN: "Statements: {count}", Language.PL: "Wypowiedzi: {count}"},
    "counted": {
        Language.EN: "Statements, counted once for each topic: {count}",
        Language.PL: "Wypowiedzi, liczone raz na każdy temat: {count}",
    },
    "shown": {Language.EN: "most quoted {shown} of {all}", Language.PL: "najczęściej cytowani: {shown} z {all}"},
    "topics_shown": {Language.EN: "first {shown} of {all}", Language.PL: "pierwsze {shown} z {all}"},
    "changed": {Language.EN: "changed sides {day}", Language.PL: "zmiana strony {day}"},
    "size": {Language.EN: "size: number of statements", Language.PL: "wielkość: liczba wypowiedzi"},
    "lines": {
        Language.EN: "lines: the {count} strongest of each kind a speaker",
        Language.PL: "linie: po {count} najsilniejsze każdego rodzaju na osobę",
    },
    "undated": {Language.EN: "undated: {count}", Language.PL: "bez daty: {count}"},
    "against": {Language.EN: "sceptical", Language.PL: "przeciw"},
    "for": {Language.EN: "supportive", Language.PL: "za"},
}
_CAMP_SIDES = {
    "supportive": {Language.EN: "supportive", Language.PL: "za"},
    "sceptical": {Language.EN: "sceptical", Language.PL: "przeciw"},
    "mixed": {Language.EN: "both sides", Language.PL: "obie strony"},
    "neutral": {Language.EN: "undecided", Language.PL: "bez strony"},
}


def word(key: str, language: Language, **values: object) -> str:
    """A word or a sentence of a picture."""
    return _WORDS[key][language].format(**values)


def side_word(side: str, language: Language) -> str:
    """What a camp of this side is called."""
    return _CAMP_SIDES[side][language]


def month(day: date, language: Language) -> str:
    """``Mar 2025``, ``mar 2025``."""
    from babel.dates import format_date

    return format_date(day, "LLL y", locale=language.value)


def full_day(day: date, language: Language) -> str:
    """``14 March 2025``, ``14 marca 2025``."""
    from babel.dates import format_date

    return format_date(day, "d MMMM y", locale=language.value)


def period(first: date | None, last: date | None, language: Language) -> str:
    """From when to when; empty where no day is known."""
    if first is None or last is None:
        return ""
    return full_day(first, language) if first == last else f"{full_day(first, language)} – {full_day(last, language)}"
