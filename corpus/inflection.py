"""Polish noun phrases brought back to the nominative, through the dictionary of Morfeusz.

All words of a phrase that agree are read jointly: the case, number and gender under which every one of them has a
reading. Words that the dictionary does not know (foreign names with Polish endings) lose their endings by rule.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.morphology import Reading, forms, readings

CASES = ("nom", "gen", "dat", "acc", "inst", "loc", "voc")
_GENDERS = ("m1", "m2", "m3", "f", "n")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the declension: number, case and gender."""

    number: str
    case: str
    gender: str


@lru_cache(maxsize=100_000)
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


@lru_cache(maxsize=100_000)
def nominative_form(reading: Reading, number: str, gender: str) -> str | None:
    """The nominative of the word behind a reading, in a number and gender."""
    if reading.pos in {"subst", "depr"} and number == "sg":
        return reading.lemma
    for form, tag in forms(reading.lemma):
        fields = [field.split(".") for field in tag.split(":")]
        if (
            fields[0] == [reading.pos]
            and len(fields) > 3
            and number in fields[1]
            and "nom" in fields[2]
            and gender in fields[3]
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
_ENDINGS = (  # foreign and unknown masculine names: (ending, what stands in the nominative)
    ("owskiego", "owski"), ("skiego", "ski"), ("ckiego", "cki"), ("skiemu", "ski"), ("ckiemu", "cki"),
    ("skim", "ski"), ("ckim", "cki"),
    ("owskiej", "owska"), ("skiej", "ska"), ("ckiej", "cka"), ("ską", "ska"), ("cką", "cka"),
    ("iemu", "i"), ("emu", "y"), ("iego", "i"), ("ego", "y"),
    ("owi", ""), ("iem", ""), ("em", ""),
)  # fmt: skip


def strip_ending(word: str, case: str | None, *, feminine: bool = False) -> str:
    """A guess at the nominative of a name that the dictionary does not know.

    :param case: the case it stands in, if known; the nominative is left as it is.
    """
    bare = _APOSTROPHE.sub("", word)
    if bare != word or case == "nom":
        return bare
    lower = word.lower()
    for ending, nominative in _ENDINGS:
        if lower.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            if ending == "iem" and stem[-1] not in "gk":
                stem += "i" if stem[-1] in "rn" else ""
            return stem + nominative
    if feminine:
        for ending, nominative in (("ą", "a"), ("ę", "a"), ("y", "a"), ("ii", "ia"), ("i", "a")):
            if lower.endswith(ending) and case is not None:
                return word[: -len(ending)] + nominative
        return word
    if lower.endswith("a") and case in {"gen", "acc"} and len(word) > 3 and lower[-2] not in "ieaouy":
        return word[:-1]
    return word
