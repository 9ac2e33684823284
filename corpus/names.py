"""Names of people and organisations: the one place where they are normalised, folded to a key, and given an id."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from corpus.lexicons import common_words_en, group_lemmas, institution_lemmas, name_words, role_lemmas
from corpus.morphology import readings
from corpus.name_kinds import gender_of, is_first_name, is_person_name, strip_legal_form, strip_titles
from corpus.organization_names import nominative_organization
from corpus.person_names import nominative_person
from corpus.role_phrases import nominative_phrase
from corpus.types import Language, SpeakerType

__all__ = [
    "entity_id",
    "fold",
    "gender_of",
    "group_lemmas",
    "institution_lemmas",
    "is_common_noun",
    "is_description",
    "is_first_name",
    "is_person_name",
    "nominative_organization",
    "nominative_person",
    "nominative_phrase",
    "role_lemmas",
    "same_person",
    "strip_legal_form",
    "strip_titles",
]

_SPECIAL = str.maketrans(
    {
        "ł": "l",
        "Ł": "L",
        "ø": "o",
        "Ø": "O",
        "đ": "d",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "’": "'",
        "‑": "-",
        "–": "-",
    }
)


@lru_cache(maxsize=32_768)
def fold(name: str) -> str:
    """The key under which spellings of one name meet: no case, no diacritics, no titles, no legal form."""
    bare = strip_legal_form(strip_titles(name)).translate(_SPECIAL)
    ascii_only = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w\s&+-]", " ", ascii_only.casefold()).replace("-", " ").split())


def entity_id(kind: SpeakerType | str, name: str) -> str:
    """A stable id over articles: ``person:wieslaw-pawlowicz``; firms and other organisations share ``firm:``."""
    prefix = {"organization": "firm", "organisation": "firm"}.get(str(kind), str(kind))
    slug = re.sub(r"[^\w]+", "-", fold(name)).strip("-")
    if not slug:  # nothing but signs (an emoji as a name): still one id a name
        slug = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{prefix}:{slug}"


def is_description(name: str) -> bool:
    """Whether a speaker is only described (``rzecznik policji``, ``a doctor``) rather than named."""
    first = name.split(" ", 1)[0]
    return first[:1].islower() and first not in name_words("particles")


@lru_cache(maxsize=8_192)
def is_common_noun(name: str) -> bool:
    """Whether an organisation is only spoken of by ordinary words in small letters: ``zarząd``, ``the company``."""
    words = name.split()
    if not all(word.isalpha() and word.islower() for word in words):
        return False
    known = common_words_en() | institution_lemmas(Language.EN)
    return bool(words) and all(word in known or readings(word) for word in words)


def same_person(a: str, b: str) -> bool:
    """Whether two names of one article can mean the same person: equal, surname only, or with an initial."""
    x, y = fold(a).split(), fold(b).split()
    if not x or not y or x[-1] != y[-1]:
        return False
    return len(x) == 1 or len(y) == 1 or x[0] == y[0] or (min(len(x[0]), len(y[0])) == 1 and x[0][0] == y[0][0])
