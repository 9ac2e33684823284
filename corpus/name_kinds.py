"""What a capitalised run of words is: a person, an organisation, a place; titles, legal forms, gender."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.lexicons import name_words
from corpus.morphology import readings

_LEGAL = re.compile(
    r"[\s,]+(?:sp\.?\s*z\s*o\.?\s*o\.?(?:\s*sp\.?\s*[kj]\.?)?|s\.?\s?a\.?|sp\.?\s?[kjp]\.?|s\.?k\.?a\.?|ltd\.?|limited"
    r"|inc\.?|incorporated|llc|llp|plc|gmbh|ag|corp\.?|corporation|co\.|b\.?v\.?|n\.?v\.?|s\.?r\.?o\.?|oy|ab|a/s)$",
    re.IGNORECASE,
)


_SURNAME_ENDINGS = tuple(
    (
        "ski ska cki cka dzki dzka icz wicz czyk czak czuk owicz ewicz iak yk ek ko uk ak arz ła wna skiego "
        "ckiego skiej ckiej skim ckim icza czyka "
    ).split()
)


_FOREIGN_SURNAMES = tuple(("ova eva ov ev enko ić ič sson sen berg stein mann elli etti ini escu ez ").split())


def strip_titles(name: str) -> str:
    """The name without titles and degrees before and after it."""
    words = name.split()
    while len(words) > 1 and words[0].rstrip(".,").casefold() in name_words("titles"):
        words = words[1:]
    while len(words) > 1 and words[-1].strip(".,").casefold() in {"phd", "md", "jr", "sr", "mba"}:
        words = words[:-1]
    return " ".join(words).rstrip(",")


def strip_legal_form(name: str) -> str:
    """The firm's name without its legal form (``sp. z o.o.``, ``S.A.``, ``Ltd``, ``GmbH``)."""
    bare = _LEGAL.sub("", name.strip())
    return bare or name.strip()


def is_first_name(word: str) -> bool:
    """Whether a word is (a form of) a first name."""
    return any("imię" in reading.kinds for reading in readings(word)) or word.casefold() in name_words(
        "english_first_names"
    )


def _is_surname(word: str) -> bool:
    return any("nazwisko" in reading.kinds for reading in readings(word))


@lru_cache(maxsize=16_384)
def gender_of(name: str) -> str | None:
    """``m`` or ``f`` by the first name (nominative), then by the surname; ``None`` when neither tells."""
    words = strip_titles(name).split()
    if not words:
        return None
    first = words[0]
    if first.casefold() in name_words("english_first_names") and not readings(first):
        return "f" if first.casefold() in name_words("english_female_names") else "m"
    genders = {g for r in readings(first) if "imię" in r.kinds and r.has("nom") for g in ("m1", "f") if r.has(g)}
    if len(genders) == 1:
        return "f" if genders == {"f"} else "m"
    if first.casefold() in name_words("english_first_names"):
        return "f" if first.casefold() in name_words("english_female_names") else "m"
    last = words[-1].casefold()
    if last.endswith(("ska", "cka", "dzka")):
        return "f"
    return "m" if last.endswith(("ski", "cki", "dzki")) else None


def is_person_name(words: Sequence[str]) -> str:
    """What a run of capitalised words is: ``person``, ``organization``, ``place`` or ``unknown``."""
    return _classify(tuple(word for word in words if word != "."))


@lru_cache(maxsize=16_384)
def _classify(words: tuple[str, ...]) -> str:
    if not words:
        return "unknown"
    if any(w.casefold() in name_words("organisation_words") for w in words) and not (
        is_first_name(words[0]) and len(words) > 1 and words[0].casefold() not in name_words("organisation_words")
    ):
        return "organization"
    if _LEGAL.search(" " + " ".join(words)):
        return "organization"
    if any(w.isupper() and len(w) > 1 and len(w) < 6 for w in words):
        return "organization"
    if len(words) == 1:
        return _classify_single(words[0])
    if is_first_name(words[0]) and words[-1][:1].isupper():
        return "person"
    if len(words[0].rstrip(".")) == 1 and words[-1][:1].isupper() and len(words[-1]) > 2:
        return "person"
    if any(w.casefold() in name_words("particles") for w in words[1:-1]):
        return "person"
    if (
        len(words) == 2
        and not readings(words[0])
        and not readings(words[1])
        and words[1].casefold().endswith(_FOREIGN_SURNAMES)
    ):
        return "person"
    if (
        len(words) == 2
        and words[1].casefold().endswith(_SURNAME_ENDINGS)
        and _is_surname(words[1])
        and not readings(words[0].lower())
    ):
        return "person"
    return "unknown"


# First names that are better known as places; of the others ("Krystyna", a village too) the person is meant.
_PLACES_FIRST = frozenset("florencja wiktoria wenecja adelajda victoria sydney paris charlotte asyż georgia".split())


def _classify_single(word: str) -> str:
    kinds = {kind for reading in readings(word) for kind in reading.kinds}
    if "nazwisko" in kinds or (
        "-" in word and all(_is_surname(part) or part.casefold().endswith(_SURNAME_ENDINGS) for part in word.split("-"))
    ):
        return "person"
    both = any({"imię", "nazwa_geograficzna"} <= set(r.kinds) and r.has("nom") for r in readings(word))
    if "nazwa_geograficzna" in kinds and not (both and word.casefold() not in _PLACES_FIRST):
        return "place"
    if "imię" in kinds:
        return "person"
    if not readings(word) and word.casefold().endswith(("ski", "ska", "cki", "cka", "wicz", "czyk")):
        return "person"
    return "unknown"
