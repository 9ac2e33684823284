"""Several people whom one English phrase names together: ``Mara Selwyn and Dev Purcell``, ``Tom and Ann Rudd``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from corpus.attribution.member import Member
from corpus.attribution.parts import Parts
from corpus.attribution.people_en import split_english
from corpus.attribution.person_evidence_en import known_first_name
from corpus.attribution.tokens import tokenise
from corpus.attribution.words_en import is_plural_role

_LEADING_AWAY = frozenset("who whose which with between".split())  # "X, who runs the shop with Y and Z"


def joint_english(words: str, find: Callable[[str], Member | None]) -> list[Parts]:
    """The people whom a source phrase joins, each with role and firm; empty when it names fewer than two.

    :param find: looks up a person of the article, for surnames alone (``Selwyn and Purcell``).
    """
    tokens = tokenise(words, 0, len(words))
    cuts = [t for t in tokens[1:-1] if t.lower == "and"]
    for cut in reversed(cuts):
        left, right = words[: cut.start].rstrip(" ,"), words[cut.end :].strip()
        clause = {t.lower for t in tokenise(left[left.rfind(",") + 1 :], 0, len(left) - left.rfind(",") - 1)}
        first = _person(left, find)
        second = _person(right, find, known=first is not None and known_first_name(first.name.split()[0]))
        if second is None or clause & _LEADING_AWAY:
            continue
        if " " not in left and known_first_name(left) and " " in second.name:
            return [replace(second, name=f"{left} {second.name.split(' ', 1)[1]}"), second]
        first = first or _person(left, find, known=known_first_name(second.name.split()[0]))
        between = [person for piece in left.split(",")[1:] if (person := _bare(piece, find)) is not None]
        if first is not None and first.name != second.name:
            return [_single(first), *(p for p in between if p.name not in {first.name, second.name}), second]
    return []


def _single(person: Parts) -> Parts:
    """``Ministers X and Y``: the office in the plural that stands before the first name."""
    token = next(iter(tokenise(person.firm, 0, len(person.firm))), None)
    if token is None or token.text != person.firm or not is_plural_role(token):
        return person
    return replace(person, role=person.role or person.firm.lower().removesuffix("s"), firm="")


def _person(phrase: str, find: Callable[[str], Member | None], *, known: bool = False) -> Parts | None:
    """The person named in a phrase that begins with the name or with the role before it.

    :param known: whether the other name of the pair is a person's beyond doubt: then a rare first name will do.
    """
    parts = split_english(phrase)
    if not parts.name:
        return None
    begins = phrase.find(parts.name.split()[0])
    before = tokenise(phrase, 0, max(begins, 0))
    if any(t.text in ",;" for t in before) or not (phrase[:1].isupper() or parts.role or not before):
        return None
    member = find(parts.name)
    if " " in parts.name:
        return parts if known or member is not None or known_first_name(parts.name.split()[0]) or parts.role else None
    return parts if member is not None and " " in member.name else None


def _bare(piece: str, find: Callable[[str], Member | None]) -> Parts | None:
    """A person in the middle of an enumeration: nothing but the name."""
    name = piece.strip()
    words = name.split()
    if not 1 <= len(words) <= 3 or not all(word[:1].isupper() for word in words):
        return None
    return _person(name, find, known=len(words) > 1)
