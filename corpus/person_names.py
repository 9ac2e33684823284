"""People's names brought back to the nominative: first name and surname are read in one case and gender.

Every word offers forms with points, the more the surer its reading; the case and gender with the most points over all
words win. So the surname decides whether ``Wiesława`` is a man's genitive or a woman's nominative.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.inflection import CASES, Slot, is_foreign_stem, nominative_form, recase, slots, unknown_bases
from corpus.lexicons import name_words
from corpus.morphology import lemmas, readings
from corpus.name_kinds import strip_titles

_ABBREVIATION = re.compile(r"[a-z]+\.$")
_CLUSTER = re.compile(r"[bcćdfghjklłmnńprsśtwzźż][ckl]$")  # "Malc" has lost the vowel of "Malec"
_NOT_POLISH = re.compile(r"[qvx]|th|sh|ph|ee|oo|ck|([bdfglmprst])\1", re.IGNORECASE)
_NAMES_IN_O = ("enko", "ejko", "ajko", "jłło", "uszko", "iszko")
_POSSESSIVE = re.compile(r"['’]s$")


@lru_cache(maxsize=16_384)
def nominative_person(surface: str, case: str | None = None, gender: str | None = None) -> str:
    """The nominative of a person's name in any case, titles off; a surname in the plural stays in the plural.

    :param case: the case it stands in, when the syntax tells (``nom``, ``gen``, ``dat``, ``acc``, ``inst``, ``loc``).
    :param gender: ``m`` or ``f``, when known.
    """
    words = _without_titles(surface)
    described = not any(letter.isupper() for letter in surface)  # "informator agencji" is no name
    if not words or case == "nom" or described:
        return " ".join(_POSSESSIVE.sub("", word) for word in words)
    family = _family(words[0]) if len(words) == 1 else None
    if family:
        return family
    best: tuple[float, list[str]] | None = None
    for tried in [case] if case else [c for c in CASES if c != "voc"]:
        for sex in [gender] if gender else ["m", "f"]:
            score, made = _decline_person(words, tried, sex)
            if best is None or score > best[0]:
                best = (score, made)
    return " ".join(best[1]) if best else " ".join(words)


def _without_titles(surface: str) -> list[str]:
    """The words of the name; an inflected title (``profesora``) and abbreviations (``n. med.``) come off as well."""
    words = strip_titles(surface).split()
    while len(words) > 1 and words[0].islower() and words[0] not in name_words("particles"):
        if not (_ABBREVIATION.match(words[0]) or lemmas(words[0].rstrip(".")) & name_words("titles")):
            break
        words = strip_titles(" ".join(words[1:])).split()
    return words


def _family(word: str) -> str | None:
    """``Kowalskich`` → ``Kowalscy``: a form that only the plural of a surname has."""
    found = [r for r in readings(word) if r.pos == "subst" and {"imię", "nazwisko"} & set(r.kinds)]
    if not found or any(r.has("sg") for r in readings(word) if r.pos in {"subst", "adj"}):
        return None
    for reading in found:
        form = nominative_form(reading, "pl", "m1") if reading.has("m1") and not reading.has("nom") else None
        if form:
            return form
    return None


def _decline_person(words: Sequence[str], case: str, gender: str) -> tuple[float, list[str]]:
    """The nominative under one case and gender, with how well every word fits it."""
    score, made = (0.4 if case == "nom" else 0.0), []
    foreign = _is_foreign(words[-1])
    for index, word in enumerate(words):
        if word.casefold() in name_words("particles") or len(word.rstrip(".")) == 1:
            made.append(word)
            continue
        parts = word.split("-")
        given = index == 0 and len(words) > 1
        place = _Place(given, index + 1 == len(words), foreign)
        chosen = [_decline_word(part, case, gender, place) for part in parts]
        score += sum(points for points, _ in chosen) / len(parts)
        made.append("-".join(form for _, form in chosen))
    return score, made


@lru_cache(maxsize=16_384)
def _is_foreign(surname: str) -> bool:
    """Whether a surname is of another language: not in the dictionary, with letters or an end that Polish lacks."""
    bases = [surname, *(base for _, base in unknown_bases(surname, "gen", "m"))]
    return not readings(surname) and any(_NOT_POLISH.search(base) or is_foreign_stem(base) for base in bases)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a word stands: the first name before others, the last word; and whether the surname is foreign."""

    given: bool
    last: bool
    foreign: bool


def _decline_word(word: str, case: str, gender: str, place: _Place) -> tuple[float, str]:
    if not any(letter.isalpha() for letter in word):
        return 0.0, word  # a sign, or nothing between two hyphens
    options = [*_known(word, case, gender, place), *_listed(word, case, gender, place)]
    if not options:
        options = list(_unknown(word, case, gender, given=place.given))
    return max(options, key=lambda option: option[0])


def _known(word: str, case: str, gender: str, place: _Place) -> Iterator[tuple[float, str]]:
    """What the dictionary says of the word as a first name or a surname."""
    sex = "m1" if gender == "m" else "f"
    for reading in slots(word, ("subst", "adj")).get(Slot("sg", case, sex), ()):
        if "imię" in reading.kinds and (place.given or not place.last):
            points = 2.0 + _usual_first_name(word, case, gender)
        elif "nazwisko" in reading.kinds:
            points = (0.8 if place.given else 2.0) + _usual_first_name(word, case, gender)
        elif "imię" in reading.kinds:
            points = 1.9 + _usual_first_name(word, case, gender)
        elif place.given or "nazwa_geograficzna" in reading.kinds:
            continue
        else:
            points = 0.7
        form = nominative_form(reading, "sg", sex)
        if form is None:
            continue
        if place.foreign and form.lower() in name_words("rare_first_names"):
            points += 0.3
        yield points + _plausible(form, word, gender), recase(form, word)
        if word.endswith(("kiem", "giem")) and form.endswith(("kie", "gie")):
            yield points + 0.1, word[:-3]  # stems in -k and -g have -iem far more often than names in -kie and -gie


def _usual_first_name(word: str, case: str, gender: str) -> float:
    """Women's names made of men's (``Huberta``) are rare, but for some: the man's genitive is meant."""
    if gender == "f" and case == "nom" and word.lower() not in name_words("female_of_male") and _fleeting(word):
        return -1.2
    return 0.0


def _fleeting(word: str) -> bool:
    """Whether the form is a man's genitive too (``Pawła`` of ``Paweł``)."""
    return any("imię" in r.kinds and r.has("m1") and r.has("gen") for r in readings(word))


def _plausible(form: str, word: str, gender: str) -> float:
    """Small points that part the lemmas of one form: ``Malec`` before ``Malc``, ``Jacek`` before ``Jack``."""
    points = 0.0
    lower = form.lower()
    if lower in name_words("rare_first_names"):
        points -= 0.15
    if gender == "m" and lower != word.lower():
        if _CLUSTER.search(lower) and len(lower) > 3:
            points -= 0.1
        if lower.endswith("o"):
            points += 0.05 if lower.endswith(_NAMES_IN_O) else -0.05
        if lower.endswith("io"):
            points -= 0.1
    if gender == "f" and lower.endswith("a"):
        points += 0.05
    return points


def _listed(word: str, case: str, gender: str, place: _Place) -> Iterator[tuple[float, str]]:
    """Foreign first names of the list, with the endings they take in Polish."""
    if not place.given:
        return
    for base in (word, *(base for _, base in unknown_bases(word, case, gender))) if case != "nom" else (word,):
        lower = base.casefold()
        if lower not in name_words("english_first_names"):
            continue
        if (lower in name_words("english_female_names")) != (gender == "f"):
            continue
        inflected = base != word
        indeclinable = lower[-1] in "eiouy" or (gender == "f" and lower[-1] != "a")
        if inflected or case == "nom" or indeclinable:
            points = 1.95 if inflected or case == "nom" else 1.85
            yield points + (0.15 if place.foreign and inflected else 0.0), base


def _unknown(word: str, case: str, gender: str, *, given: bool) -> Iterator[tuple[float, str]]:
    """A word that the dictionary does not have as a name: its endings, by the paradigms of names."""
    lower = word.lower()
    apostrophe = "'" in word or "’" in word
    if readings(word) and not given and any(r.pos == "subst" for r in readings(word)) and not apostrophe:
        yield -1.5, word
        return
    if case == "nom":
        strange = apostrophe or _looks_oblique(word, gender) or (given and gender == "m" and lower.endswith("a"))
        yield (-0.6 if strange else 0.6), word
        return
    yield from unknown_bases(word, case, gender)
    if gender == "f" and not given and lower[-1] not in "aąę" and not lower.endswith(("iego", "owi", "em", "skiej")):
        yield 0.7, word  # a woman's surname that ends in a consonant, -o or -y is not inflected
    elif lower[-1] in "eioué" and given:
        yield 0.5, word
    yield -0.3, word


def _looks_oblique(word: str, gender: str) -> bool:
    lower = word.lower()
    if gender == "m":
        return lower.endswith(("iego", "ego", "emu", "iem", "em", "owi", "skim", "ckim", "ą"))
    return lower.endswith(("skiej", "ckiej", "ą", "ę", "owi", "iego", "iemu"))
