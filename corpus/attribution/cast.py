"""The people of one article: who is mentioned where, and whom a later "Nowak", "the analyst" or "she" means."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from corpus.attribution import person_evidence_en, words_en, words_pl
from corpus.attribution.firms import Firms, calls_for
from corpus.attribution.generic import GENERIC, PURE
from corpus.attribution.member import Member
from corpus.attribution.parts import Parts
from corpus.attribution.tokens import Token
from corpus.morphology import lemmas, readings
from corpus.names import (
    fold,
    gender_of,
    nominative_organization,
    nominative_person,
    nominative_phrase,
    strip_legal_form,
)
from corpus.types import Language


def without_article(words: str) -> str:
    """An English phrase without its leading article."""
    head, _, rest = words.partition(" ")
    if head.lower() in {"one", "another"}:
        return words if rest.startswith("of ") or not rest else rest
    return rest if head.lower() in {"the", "a", "an", "its", "their"} and rest else words


# Endings of the genitive and the locative after stems that only brands have ("prezes Torvexu", "w Torvexie").
_FOREIGN_ENDING = re.compile(r"(?:(?<=x)(?:u|a|ie)|(?<=[bknprtw])u|(?<=ks)u|(?<=ch)u|(?<=[aeio]l)u)$")
_CAPITALS = re.compile(r"[^\W\d_a-ząćęłńóśźż][\w’'-]+(?: [^\W\d_a-ząćęłńóśźż][\w’'-]+)*")
_NEAR = 700  # code points within which "the analyst" still points back to a person just named


_JUST_BEFORE = 160  # code points within which a role with its institution may describe somebody named without one


class Cast:
    """Everybody named in an article, in any form."""

    def __init__(self, language: Language, vocabulary: frozenset[str] = frozenset()) -> None:
        self.language = language
        self.vocabulary = vocabulary  # the capitalised words of the article as written
        self.members: list[Member] = []
        self.firms = Firms()
        self.noted: set[str] = set()  # organisations named, in English articles

    def organizations(self) -> set[str]:
        """The organisations that the article names, other than by members' firms."""
        return self.noted | self.firms.names()

    def introduce(self, parts: Parts, position: int, *, case: str | None = None) -> Member:
        """Record a mention; a longer form of the same name completes a shorter one."""
        case = case or (_case_of(parts.role) if self.language is Language.PL else None)
        name = (
            nominative_person(parts.name, case=case)
            if self.language is Language.PL
            else nominative_person(parts.name, case="nom")
        )
        name = self._without_firm(name)
        oblique = case == "gen" or (case is None and self.language is Language.PL and fold(name) != fold(parts.name))
        role = self._role(parts.role, oblique=oblique)
        firm = self._firm(parts.firm)
        member = self.find(name)
        if member is None and name != parts.name:
            member = self.find(parts.name)
        if member is not None and _another(member, name, firm):
            member = None
        if member is None:
            member = Member(name, self._gender(name) if " " in name else None, role, firm, [])
            self.members.append(member)
        elif len(name.split()) > len(member.name.split()):
            member.name, member.gender = name, self._gender(name) or member.gender
        if role and (not member.role or role.endswith(f" {member.role}") or member.role in role.split()):
            member.role = role
        member.firm = member.firm or firm
        if self.language is Language.EN:
            member.gender = member.gender or person_evidence_en.gender_by_description(parts.head)
        member.mention(position, subject=parts.subject or (name == parts.name and self.language is Language.PL))
        if self.language is Language.PL:
            for segment in parts.head.split(","):
                member.titles |= _heads(segment, self.language)
        return member

    def _without_firm(self, name: str) -> str:
        """A name without a firm that happens to stand right after it ("bez Jana Nowaka Torvex nie byłby …")."""
        words = name.split()
        if len(words) > 2 and any(member.firm and fold(member.firm) == fold(words[-1]) for member in self.members):
            return " ".join(words[:-1])
        return name

    def _gender(self, name: str) -> str | None:
        return gender_of(name) if self.language is Language.PL else person_evidence_en.gender(name)

    def note_surnames(self, text: str) -> None:
        """Record where people named in full are mentioned by the surname alone, as written in the nominative."""
        owners: dict[str, Member | None] = {}
        for member in self.members:
            surname = member.name.split()[-1]
            if " " in member.name and len(surname) > 2:
                owners[surname] = None if surname in owners else member
        if not owners:
            return
        for match in _CAPITALS.finditer(text):
            owner = owners.get(match[0].rsplit(" ", 1)[-1])
            if owner is not None and (" " not in match[0] or match[0].endswith(owner.name)):
                owner.mention(match.start(), subject=True)

    def new_subject(self, start: int, end: int, gender: str | None) -> Member | None:
        """Whom ``text[start:end]`` names last in the nominative, unless the gender contradicts."""
        fits = [m for m in self.members if not gender or not m.gender or m.gender == gender]
        best = max(fits, key=lambda m: m.subject_between(start, end), default=None)
        return best if best is not None and best.subject_between(start, end) >= 0 else None

    def _role(self, role: str, *, oblique: bool = False) -> str | None:
        if not role:
            return None
        if self.language is Language.EN:
            return without_article(role)
        if _of_several(role):
            return None
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
            described = firm == "its" or (firm.startswith("the ") and firm[4:].islower())
            return firm if described else self.organization(firm)
        return self.organization(firm)

    def organization(self, words: str, case: str | None = None) -> str:
        """The nominative of an organisation's name, a brand in the base form that the article uses."""
        if self.language is Language.EN:
            bare = strip_legal_form(without_article(words))
            return bare.removesuffix("'s").removesuffix("’s")
        if case == "nom":
            made = nominative_organization(words)
            return made if len(made.split()) < len(words.split()) else strip_legal_form(words)
        return " ".join(self._attested(word) for word in nominative_organization(words, case).split())

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
        bare = _FOREIGN_ENDING.sub("", word)
        if bare != word and len(bare) > 3:
            return bare
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

    def mentioned_in(self, place: tuple[int, int] | None) -> Member | None:
        """The one person whose full name stands in a piece of the text, in whatever case."""
        if place is None:
            return None
        found = [m for m in self.members if " " in m.name and m.last_before(place[1]) >= place[0]]
        return found[0] if len(found) == 1 else None

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

    def _called(self, heads: frozenset[str], held: Collection[str], member: Member) -> bool:
        """Whether a bare description fits the office or the organisation of somebody: ``prokurator``, ``badaczka``."""
        if self.language is not Language.PL:
            return False
        wanted = frozenset().union(*(calls_for(head) for head in heads)) if heads else frozenset()
        return bool(wanted) and not wanted.isdisjoint({*held, *_first_lemmas(member.firm or "")})

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
            held = member.titles | _heads(member.role or "", self.language)
            same_role = bool(heads & held) or self._called(heads, held, member)
            if (
                (same_firm and (same_role or not member.role or _generic(heads)))
                or (same_role and not firm)
                or (same_role and not member.firm)
            ):
                member.firm = member.firm or firm
                if not member.role and not (heads & held):
                    member.role = role
                return member
        if role and not known:
            later = [
                m
                for m in self.members
                if m.last_before(position) < 0 and m.role and heads & _heads(m.role, self.language)
            ]
            if len(later) == 1 and (not gender or later[0].gender in {None, gender}):
                return later[0]
        near = next((m for m in known if position - m.last_before(position) <= _NEAR), None)
        if near is None:
            return None
        far = position - near.last_before(position) > _JUST_BEFORE
        if self.language is Language.PL and far and " " in (role or "") and not _generic(heads):
            return None  # "minister rozwoju": nobody of whom the article has said nothing of the kind
        if not near.role and (role or _generic(heads)) and not (near.firm and firm):
            near.role, near.firm = (
                (role, firm or near.firm) if role and not _generic_only(heads) else (near.role, near.firm)
            )
            return near
        return near if _generic(heads) and not firm else None


def _another(member: Member, name: str, firm: str | None) -> bool:
    """Whether an initial and a surname are those of somebody else: another firm stands beside them."""
    initial = any(len(one.split(maxsplit=1)[0].rstrip(".")) == 1 for one in (name, member.name))
    return initial and " " in name and bool(firm and member.firm) and fold(firm or "") != fold(member.firm or "")


def _first_lemmas(name: str) -> frozenset[str]:
    words = name.split()
    return frozenset().union(*(lemmas(word) for word in words[:3])) if words else frozenset()


def _of_several(role: str) -> bool:
    """Whether a role stands in the plural (``republikańskich senatorów``): that of several people."""
    heads = [readings(word) for word in role.split()[:3]]
    nouns = [found for found in heads if any(r.pos == "subst" for r in found)]
    return bool(nouns) and not any(r.has("sg") for r in nouns[0] if r.pos == "subst")


def _case_of(role: str) -> str | None:
    """The case that a role beside a name shows, when it cannot be the nominative (``prezesowi``)."""
    head = role.split(" ", 1)[0]
    found = [reading for reading in readings(head) or readings(head.lower()) if reading.pos == "subst"]
    if not found or any(reading.has("nom") for reading in found):
        return None
    return next((case for case in ("gen", "dat", "inst", "loc") if any(r.has(case) for r in found)), None)


def _generic(heads: frozenset[str]) -> bool:
    return bool(heads & GENERIC)


def _generic_only(heads: frozenset[str]) -> bool:
    return bool(heads & PURE)


def _heads(text: str, language: Language) -> frozenset[str]:
    """Lemmas of the words of a role that are heads of roles (or of generic descriptions)."""
    found: set[str] = {"latka"} if re.search(r"\d-lat", text) else set()
    words = text.replace("-", " ").split()
    for word in words[:6]:
        token = Token(0, len(word), word, word.lower())
        role = words_pl.is_role(token) if language is Language.PL else words_en.is_role(token)
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
