"""People's names brought back to the nominative: first name and surname are read in one case and gender."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.inflection import CASES, Slot, nominative_form, recase, slots, strip_ending
from corpus.lexicons import name_words
from corpus.morphology import readings
from corpus.name_kinds import strip_titles


@lru_cache(maxsize=50_000)
def nominative_person(surface: str, case: str | None = None, gender: str | None = None) -> str:
    """The nominative of a person's name in any case, titles off.

    :param case: the case it stands in, when the syntax tells (``nom``, ``gen``, ``dat``, ``acc``, ``inst``, ``loc``).
    :param gender: ``m`` or ``f``, when known.
    """
    words = strip_titles(surface).split()
    if not words or case == "nom":
        return " ".join(re.sub(r"['’]s$", "", w) for w in words)
    wanted = [case] if case else [c for c in CASES if c != "voc"]
    genders = [gender] if gender else ["m", "f"]
    best: tuple[float, list[str]] | None = None
    for tried in wanted:
        for sex in genders:
            score, made = _decline_person(words, tried, sex)
            if made and (best is None or score > best[0]):
                best = (score, made)
    return " ".join(best[1]) if best else " ".join(words)


def _decline_person(words: Sequence[str], case: str, gender: str) -> tuple[float, list[str]]:
    """The nominative under one case and gender, with how well every word fits it."""
    score, made = (0.4 if case == "nom" else 0.0), []
    for index, word in enumerate(words):
        if word.casefold() in name_words("particles") or len(word.rstrip(".")) == 1:
            made.append(word)
            continue
        parts = word.split("-")
        forms = []
        for part in parts:
            points, form = _decline_word(part, case, gender, first=index == 0 and len(words) > 1)
            score += points / len(parts)
            forms.append(form)
        made.append("-".join(forms))
    return score, made


def _decline_word(word: str, case: str, gender: str, *, first: bool) -> tuple[float, str]:
    sex = "m1" if gender == "m" else "f"
    known = slots(word, ("subst", "adj")).get(Slot("sg", case, sex), ())
    kind = "imię" if first else "nazwisko"
    for wanted, points in ((kind, 2.0),) if first else ((kind, 2.0), (None, 0.7)):
        for reading in known:
            if (wanted and wanted not in reading.kinds) or (not wanted and "nazwa_geograficzna" in reading.kinds):
                continue
            form = nominative_form(reading, "sg", sex)
            if form:
                return points, recase(form, word)
    if "'" in word or "’" in word:
        return (1.0 if case != "nom" else -1.0), strip_ending(word, case)
    bare = strip_ending(word, case, feminine=gender == "f") if case != "nom" else word
    if (
        first
        and bare.casefold() in name_words("english_first_names")
        and (bare.casefold() in name_words("english_female_names")) == (gender == "f")
    ):
        return 1.9, bare
    if readings(word) and not first:
        return -1.5, word
    if case == "nom":
        return (0.6 if not _looks_oblique(word, gender) else -0.2), word
    if bare == word:
        return (0.3 if gender == "f" else -0.2), word
    return 0.5 + 0.3 * bool(readings(bare)), bare


def _looks_oblique(word: str, gender: str) -> bool:
    lower = word.lower()
    if gender == "m":
        return lower.endswith(("iego", "ego", "emu", "iem", "em", "owi", "skim", "ckim"))
    return lower.endswith(("skiej", "ckiej", "ską", "cką"))
