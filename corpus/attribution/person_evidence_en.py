"""What tells that English words are a person's name, and the person's sex: first names, titles, surnames alone."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.attribution.lists_en import words_of
from corpus.names import gender_of, is_first_name

_WOMEN = frozenset("mrs ms miss lady dame spokeswoman chairwoman businesswoman congresswoman actress baroness".split())
_MEN = frozenset("mr sir lord spokesman chairman businessman congressman actor baron".split())
_FEMALE_ENDINGS = ("a", "ie", "ine", "elle", "ette", "een", "lyn", "ery", "ynn", "ice", "ith")


def gender(name: str) -> str | None:
    """``m`` or ``f`` by the first name; ``None`` when it does not tell."""
    first = name.split(maxsplit=1)[0].strip(".").casefold() if name.split() else ""
    if first in words_of("either"):
        return None
    for part in (first, first.split("-")[0]):
        man, woman = part in words_of("male"), part in words_of("female")
        if man != woman:
            return "m" if man else "f"
    return gender_of(name)


def likely_gender(name: str) -> str | None:
    """``m`` or ``f`` by the ending of a first name that no list has: a guess; ``None`` for both."""
    first = name.split(maxsplit=1)[0].casefold() if name.split() else ""
    if first in words_of("either"):
        return None
    return "f" if first.endswith(_FEMALE_ENDINGS) else "m"


def gender_by_description(head: str) -> str | None:
    """``m`` or ``f`` by what stands beside a name: ``Mr``, ``Mrs``, ``spokeswoman`` …"""
    words = {word.strip(".,").casefold() for word in head.split()}
    if words & _WOMEN:
        return "f"
    return "m" if words & _MEN else None


def addressed(head: str) -> bool:
    """Whether a phrase opens with a form of address: then a person is meant (``Ms Okoye``)."""
    first = head.split(maxsplit=1)[0].strip(".").lower() if head.split() else ""
    return first in words_of("forms_of_address")


def first_name_alone(name: str) -> bool:
    """Whether one word is a usual first name and no place (``his wife, Ann``)."""
    return name.istitle() and known_first_name(name) and name.casefold() not in words_of("places")


def known_first_name(word: str) -> bool:
    """Whether a word is a usual first name."""
    bare = word.casefold().split("-")[0]
    return is_first_name(word) or bare in words_of("male") or bare in words_of("female")


@lru_cache(maxsize=256)
def named_in_full(text: str, surname: str) -> bool:
    """Whether a text has a usual first name right before a word (``Mara Selwyn`` for ``Selwyn``)."""
    before = re.finditer(rf"\b([A-Z][\w-]+) {re.escape(surname)}\b", text)
    return any(known_first_name(match[1]) for match in before)


def surname_alone(text: str, first: str, last: str) -> bool:
    """Whether an unknown pair of words is a person's name: the second stands alone elsewhere, the first never."""
    alone = _standing_alone(text)
    return last.removesuffix("'s").removesuffix("’s") in alone and first not in alone


_WORD = re.compile(r"(?P<before>[\w.“”\"'’]+[ ])?(?P<word>[A-Z][^\W\d_]+(?:-[^\W\d_]+)?)(?:['’]s)?(?! [A-Z])\b")


@lru_cache(maxsize=2)
def _standing_alone(text: str) -> frozenset[str]:
    """The capitalised words of a text that stand without another capitalised word beside them."""
    found: set[str] = set()
    for match in _WORD.finditer(text):
        before = (match["before"] or "").strip("“”\"'’ ")
        if not before[:1].isupper() or before[-1:] in {".", "”"}:
            found.add(match["word"])
    return frozenset(found)
