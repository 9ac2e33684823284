"""Polish noun phrases brought back to the nominative, through the dictionary of Morfeusz.

All words of a phrase that agree are read jointly: the case, number and gender under which every one of them has a
reading. Words that the dictionary does not know (foreign names with Polish endings) lose their endings by rule.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.lexicons import name_words
from corpus.morphology import Reading, forms, readings

CASES = ("nom", "gen", "dat", "acc", "inst", "loc", "voc")
_GENDERS = ("m1", "m2", "m3", "f", "n")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the declension: number, case and gender."""

    number: str
    case: str
    gender: str


@lru_cache(maxsize=32_768)
def slots(
    word: str, parts: tuple[str, ...] = ("subst", "adj", "depr", "ppas", "pact", "ger", "num")
) -> dict[Slot, tuple[Reading, ...]]:
    """Every (number, case, gender) that a form can stand in, with the readings behind it."""
    found: dict[Slot, list[Reading]] = {}
    for reading in readings(word):
        if reading.pos not in parts:
            continue
        fields = [set(field.split(".")) for field in reading.tag.split(":")]
        numbers = [n for n in ("sg", "pl") if any(n in field for field in fields)]
        cases = [c for c in CASES if any(c in field for field in fields)]
        genders = [g for g in _GENDERS if any(g in field for field in fields)]
        for number in numbers:
            for case in cases:
                for gender in genders:
                    found.setdefault(Slot(number, case, gender), []).append(reading)
    return {slot: tuple(known) for slot, known in found.items()}


@lru_cache(maxsize=32_768)
def nominative_form(reading: Reading, number: str, gender: str) -> str | None:
    """The nominative of the word behind a reading, in a number and gender; degree and negation stay as they are."""
    if reading.pos in {"subst", "depr"} and number == "sg":
        return reading.lemma
    pos = "subst" if reading.pos == "depr" else reading.pos
    further = reading.tag.split(":")[4:]  # degree, aspect, negation
    for form, tag in forms(reading.lemma):
        fields = tag.split(":")
        if (
            fields[0] == pos
            and len(fields) > 3
            and number in fields[1].split(".")
            and "nom" in fields[2].split(".")
            and gender in fields[3].split(".")
            and (pos == "subst" or fields[4:] == further)
        ):
            return form
    return None


def recase(form: str, pattern: str) -> str:
    """``form`` with the capitals of ``pattern``."""
    if pattern.isupper() and len(pattern) > 1:
        return form.upper()
    if pattern[:1].isupper():
        return form[:1].upper() + form[1:]
    return form[:1].lower() + form[1:] if pattern[:1].islower() else form


_LOAN_ENDINGS = (
    ("rzy", "r"),
    ("rów", "r"),
    ("rom", "r"),
    ("rami", "r"),
    ("rach", "r"),
    ("rze", "r"),
    ("rowi", "r"),
    ("rem", "r"),
    ("ra", "r"),
)


def loan_lemma(word: str) -> str | None:
    """The base form of a borrowed noun in -er or -or that the dictionary lacks (``integratorzy`` → ``integrator``)."""
    lower = word.lower()
    if readings(word) or readings(lower):
        return None
    for ending, base in _LOAN_ENDINGS:
        if lower.endswith(ending) and len(lower) > len(ending) + 3 and lower[-len(ending) - 1] in "eo":
            return lower[: -len(ending)] + base
    return lower if lower.endswith(("er", "or")) else None


def loan_plural(word: str) -> str | None:
    """The nominative plural of such a noun in any case of the plural; ``None`` for other words."""
    lemma = loan_lemma(word)
    plural = lemma is not None and word.lower().endswith(("rzy", "rów", "rom", "rami", "rach"))
    return recase(f"{lemma}zy", word) if plural else None


_APOSTROPHE = re.compile(r"['’](?:a|owi|em|iem|ie|ego|emu|im|ym|y|i|u|owie|ów|om|ami|ach)$")
_Paradigm = tuple[tuple[str, str, float], ...]  # (ending, what stands in the nominative, points)
_ADJECTIVE_M = {
    "gen": (
        ("skiego", "ski", 1.3),
        ("ckiego", "cki", 1.3),
        ("ttego", "tte", 1.2),
        ("kkego", "kke", 1.2),
        ("thego", "the", 1.2),
        ("iego", "i", 1.0),
        ("ego", "y", 0.9),
    ),
    "dat": (("skiemu", "ski", 1.3), ("ckiemu", "cki", 1.3), ("iemu", "i", 1.0), ("emu", "y", 0.9)),
    "inst": (("skim", "ski", 1.2), ("ckim", "cki", 1.2), ("im", "i", 0.7), ("ym", "y", 0.7)),
}
_MASCULINE: dict[str, _Paradigm] = {
    "gen": (*_ADJECTIVE_M["gen"], ("enki", "enko", 0.9),
            ("czka", "czek", 0.9), ("szka", "szek", 0.9), ("ija", "ij", 0.8), ("a", "", 0.8), ("a", "o", 0.3),
            ("ii", "ia", 0.6), ("y", "a", 0.6), ("i", "a", 0.5)),
    "dat": (*_ADJECTIVE_M["dat"], ("owi", "", 1.1), ("owi", "o", 0.4), ("enko", "enko", 0.8)),
    "inst": (*_ADJECTIVE_M["inst"], ("czkiem", "czek", 1.3), ("szkiem", "szek", 1.3), ("giem", "g", 1.1),
             ("kiem", "k", 1.1), ("iem", "", 0.6), ("em", "", 1.0),
             ("em", "o", 0.4), ("ą", "a", 0.8)),
    "loc": (*_ADJECTIVE_M["inst"], ("rze", "r", 0.7), ("nie", "n", 0.5), ("wie", "w", 0.5), ("u", "", 0.3)),
}  # fmt: skip
_MASCULINE["acc"] = (*(row for row in _MASCULINE["gen"] if row[0] not in {"enki", "ii", "y", "i"}), ("ę", "a", 0.8))
_FEMININE: dict[str, _Paradigm] = {
    "gen": (("skiej", "ska", 1.3), ("ckiej", "cka", 1.3), ("ii", "ia", 0.9), ("ki", "ka", 0.7), ("gi", "ga", 0.7),
            ("li", "la", 0.6), ("yi", "ya", 0.9), ("y", "a", 0.6), ("i", "a", 0.4)),
    "acc": (("ską", "ska", 1.3), ("cką", "cka", 1.3), ("ę", "a", 1.0)),
    "inst": (("ską", "ska", 1.3), ("cką", "cka", 1.3), ("ą", "a", 1.0)),
}  # fmt: skip
_FEMININE["dat"] = _FEMININE["loc"] = (
    ("skiej", "ska", 1.3), ("ckiej", "cka", 1.3), ("ii", "ia", 0.9), ("li", "la", 0.6), ("nie", "na", 0.4),
    ("mie", "ma", 0.4), ("wie", "wa", 0.4), ("rze", "ra", 0.4),
)  # fmt: skip
_MIN_STEM = 3
_SOFT = "ieaouyąęó"


@lru_cache(maxsize=32_768)
def unknown_bases(word: str, case: str, gender: str) -> tuple[tuple[float, str], ...]:
    """Nominatives that a name unknown to the dictionary can have, with points (0.3–1.6) for how plain the ending is.

    :param case: the oblique case tried; the nominative gives nothing.
    :param gender: ``m`` or ``f``.
    """
    bare = _APOSTROPHE.sub("", word)
    if bare != word:
        return ((1.2, bare),) if case != "nom" and gender == "m" else ()
    lower = word.lower()
    found: list[tuple[float, str]] = []
    for ending, nominative, points in (_MASCULINE if gender == "m" else _FEMININE).get(case, ()):
        stem = word[: -len(ending)]
        if not lower.endswith(ending) or len(stem) + len(nominative) < _MIN_STEM or len(stem) < _MIN_STEM - 1:
            continue
        last = stem[-1].lower()
        if nominative == "" and last in _SOFT and not (last == "y" and stem[-2].lower() in "aeo"):
            continue  # a consonant must be left: "Comeya" gives "Comey", "Garcia" is no genitive
        if ending == "y" and last in _SOFT:
            continue  # "Knightley" is no genitive
        base = stem + nominative
        if nominative == "" and base.lower().endswith("ks"):
            base = base[:-2] + "x" if len(base) > 4 else base
        found.append((points + (0.4 if is_foreign_stem(base) and nominative == "" else 0.0), base))
    return tuple(found)


@lru_cache(maxsize=8_192)
def is_foreign_stem(word: str) -> bool:
    """Whether a word ends like the masculine names of other languages (``Macron``, ``Zuckerberg``, ``Ryanair``)."""
    return len(word) > 3 and word.lower().endswith(tuple(name_words("masculine_stems")))
