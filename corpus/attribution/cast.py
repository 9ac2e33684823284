"""The people of one article: who is mentioned where, and whom a later "Nowak", "the analyst" or "she" means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.attribution import phrases_en, words_pl
from corpus.attribution.parts import Parts
from corpus.attribution.tokens import Token
from corpus.morphology import lemmas, readings
from corpus.names import (
    fold,
    gender_of,
    nominative_organization,
    nominative_person,
    nominative_phrase,
)
from corpus.types import Language


def without_article(words: str) -> str:
    """An English phrase without its leading article."""
    head, _, rest = words.partition(" ")
    return rest if head.lower() in {"the", "a", "an", "its", "their"} and rest else words


_NEAR = 700  # code points within which "the analyst" still points back to a person just named


@dataclass(slots=True)
class Member:
    """A person of the article.

    :param positions: where the person is mentioned, ascending.
    """

    name: str
    gender: str | None
    role: str | None
    firm: str | None
    positions: list[int]

    @property
    def surname(self) -> str:
        """The folded last word of the name."""
        return fold(self.name.split()[-1])

    def last_before(self, position: int) -> int:
        """The latest mention before ``position``; −1 when there is none."""
        return max((p for p in self.positions if p < position), default=-1)


class Cast:
    """Everybody named in an article, in any form."""

    def __init__(self, language: Language, vocabulary: frozenset[str] = frozenset()) -> None:
        self.language = language
        self.vocabulary = vocabulary  # the capitalised words of the article as written
        self.members: list[Member] = []

    def introduce(self, parts: Parts, position: int, *, case: str | None = None) -> Member:
        """Record a mention; a longer form of the same name completes a shorter one."""
        name = (
            nominative_person(parts.name, case=case)
            if self.language is Language.PL
            else nominative_person(parts.name, case="nom")
        )
        oblique = case == "gen" or (case is None and self.language is Language.PL and fold(name) != fold(parts.name))
        role = self._role(parts.role, oblique=oblique)
        firm = self._firm(parts.firm)
        member = self.find(name)
        if member is None and name != parts.name:
            member = self.find(parts.name)
        if member is None:
            member = Member(name, gender_of(name), role, firm, [])
            self.members.append(member)
        elif len(name.split()) > len(member.name.split()):
            member.name, member.gender = name, gender_of(name) or member.gender
        if role and (not member.role or role.endswith(f" {member.role}") or member.role in role.split()):
            member.role = role
        member.firm = member.firm or firm
        member.positions.append(position)
        return member

    def _role(self, role: str, *, oblique: bool = False) -> str | None:
        if not role:
            return None
        if self.language is Language.EN:
            return without_article(role)
        if oblique:
            for case in ("gen", "inst", "dat"):
                made = nominative_phrase(role, case)
                if made != role:
                    return made
        return nominative_phrase(role)

    def _firm(self, firm: str) -> str | None:
        if not firm:
            return None
        if self.language is Language.EN:
            return nominative_organization(without_article(firm), case="nom")
        words = nominative_organization(firm).split()
        return " ".join(self._attested(word) for word in words)

    def _attested(self, word: str) -> str:
        """A firm's name that the dictionary does not know, in the base form that the article uses."""
        if readings(word) or not word[:1].isupper() or len(word) < 4:
            return word
        for ending, base in (
            ("y", "a"),
            ("ę", "a"),
            ("ą", "a"),
            ("ie", "a"),
            ("i", "a"),
            ("ze", "a"),
            ("owi", ""),
            ("em", ""),
            ("a", ""),
            ("u", ""),
            ("ie", ""),
        ):
            if word.endswith(ending) and word[: -len(ending)] + base in self.vocabulary:
                return word[: -len(ending)] + base
        return word[:-1] + "a" if word.endswith("y") and word[-2] not in "aeiouyąęó" and len(word) > 5 else word

    def find(self, name: str, before: int | None = None) -> Member | None:
        """The member that a name in full or in part means; the latest mentioned one of several."""
        words = fold(name).split()
        if not words:
            return None
        fits = [m for m in self.members if _compatible(words, fold(m.name).split())]
        if before is not None and len(fits) > 1:
            fits.sort(key=lambda m: m.last_before(before))
        return fits[-1] if fits else None

    def recent(self, position: int, gender: str | None, *, reach: int | None = None) -> Member | None:
        """The person mentioned last before ``position`` whose gender does not contradict."""
        fits = [
            m
            for m in self.members
            if m.last_before(position) >= 0 and (not gender or not m.gender or m.gender == gender)
        ]
        if not fits:
            return None
        best = max(fits, key=lambda m: m.last_before(position))
        return best if reach is None or position - best.last_before(position) <= reach else None

    def by_description(
        self, parts: Parts, position: int, gender: str | None, *, oblique: bool = False
    ) -> Member | None:
        """Whom a description without a name means: ``szef CERT Orange``, ``the analyst``, ``24-latka``."""
        role, firm = self._role(parts.role, oblique=oblique), self._firm(parts.firm)
        heads = _heads(role or parts.head, self.language)
        known = [
            m
            for m in self.members
            if m.last_before(position) >= 0 and (not gender or not m.gender or m.gender == gender)
        ]
        known.sort(key=lambda m: -m.last_before(position))
        for member in known:
            same_firm = bool(firm and member.firm and fold(firm) == fold(member.firm))
            same_role = bool(heads & _heads(member.role or "", self.language))
            if (
                (same_firm and (same_role or not member.role or _generic(heads)))
                or (same_role and not firm)
                or (same_role and not member.firm)
            ):
                member.firm = member.firm or firm
                return member
        near = next((m for m in known if position - m.last_before(position) <= _NEAR), None)
        if near is None:
            return None
        if not near.role and (role or _generic(heads)) and not (near.firm and firm):
            near.role, near.firm = (
                (role, firm or near.firm) if role and not _generic_only(heads) else (near.role, near.firm)
            )
            return near
        return near if _generic(heads) and not firm else None


GENERIC = frozenset(
    "brytyjczyk brytyjka amerykanin amerykanka niemiec niemka norweg norweżka francuz francuzka polak polka "
    "rosjanin rosjanka polityk ekspert ekspertka menedżer menedżerka specjalista specjalistka gwiazda piłkarz "
    "zawodnik zawodniczka sportowiec aktor aktorka autor autorka rozmówca rozmówczyni włodarz samorządowiec "
    "biznesmen przedsiębiorca naukowiec badacz badaczka artysta artystka kandydat kandydatka mężczyzna kobieta "
    "szef szefowa latek latka tenisista tenisistka expert politician star player author manager executive man "
    "woman official veteran lawmaker researcher".split()
)
_PURE = frozenset(
    "brytyjczyk brytyjka amerykanin amerykanka niemiec niemka norweg norweżka francuz francuzka polak polka "
    "rosjanin rosjanka hiszpan włoch szwed czech ukrainiec japończyk gwiazda latek latka włodarz mężczyzna "
    "kobieta polityk rozmówca rozmówczyni man woman star veteran samorządowiec".split()
)


def _generic(heads: frozenset[str]) -> bool:
    return bool(heads & GENERIC)


def _generic_only(heads: frozenset[str]) -> bool:
    return bool(heads & _PURE)


def _heads(text: str, language: Language) -> frozenset[str]:
    """Lemmas of the words of a role that are heads of roles (or of generic descriptions)."""
    found: set[str] = {"latka"} if re.search(r"\d-lat", text) else set()
    words = text.replace("-", " ").split()
    for word in words[:6]:
        token = Token(0, len(word), word, word.lower())
        role = words_pl.is_role(token) if language is Language.PL else phrases_en.is_role(token)
        forms = lemmas(word.lower()) if language is Language.PL else frozenset({word.lower()})
        if role or forms & GENERIC:
            found |= forms
            if language is Language.PL:
                break
    return frozenset(found)


def _compatible(a: Sequence[str], b: Sequence[str]) -> bool:
    if len(a) == 1 or len(b) == 1:
        short, long = (a, b) if len(a) == 1 else (b, a)
        return short[0] == long[-1] or (short[0] == long[0] and len(long) > 1) or short[0] in long[1:]
    if a[-1] != b[-1]:
        return False
    return (
        a[0] == b[0]
        or (len(a[0]) == 1 and b[0].startswith(a[0]))
        or (len(b[0]) == 1 and a[0].startswith(b[0]))
        or a[0].rstrip(".") == b[0][0]
    )
