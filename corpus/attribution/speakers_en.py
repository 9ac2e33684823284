"""Whom an English pronoun, a definite description or a surname means: ``she``, ``the analyst``, ``its chairman``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.attribution.cast import Cast
from corpus.attribution.firms_en import EnglishFirms
from corpus.attribution.introductions_en import Introductions
from corpus.attribution.lists_en import alike, words_of, words_of_descriptions
from corpus.attribution.member import Member
from corpus.attribution.parts import Parts
from corpus.attribution.person_evidence_en import likely_gender
from corpus.attribution.resolved import Before, Resolved, as_member
from corpus.attribution.speaker_words_en import role_heads, role_words, sex_of
from corpus.attribution.tokens import Token, tokenise
from corpus.attribution.unnamed_en import described_before
from corpus.attribution.words_en import DETERMINERS, is_group, is_institution
from corpus.names import fold
from corpus.types import Speaker, SpeakerType

PRONOUNS = {"he": "m", "his": "m", "him": "m", "she": "f", "her": "f"}
_NAME_PARTS = re.compile(r"[ -]")
_INTRODUCED = frozenset({"spokesman", "spokeswoman", "spokesperson"})  # never said of somebody known by name alone
_HEADLINE = 140  # code points at the top where "Minister" may mean the secretary named below
_SAID = 12  # statements, counted back, among which a speaker stays present
_MENTION = 200  # code points that a mere mention counts as farther away than a subject or a speaker
_UNSURE = 20  # … and a rare first name, which may well be of the gender wanted
_UNLIKELY = 250  # … and one whose ending speaks against it
_NEAR = 1200  # code points within which a description without a matching role still points back
_DEFINITE = re.compile(r"(?:the|this|that|its|their|his|her)\b", re.IGNORECASE)


class EnglishSpeakers:
    """Finds the person behind English words that do not name one.

    :ivar firms: the organisations that the article names.
    """

    def __init__(self, text: str, cast: Cast, said: Sequence[Before]) -> None:
        self.text = text
        self.cast = cast
        self.said = said
        self.firms = EnglishFirms()
        self.firms.read(
            text, frozenset(word for m in cast.members if " " in m.name for word in _NAME_PARTS.split(m.name))
        )
        cast.noted.update(name for name, _, _ in self.firms.found)
        self._introductions = Introductions(text, cast, self.firms)
        self._introductions.read()

    def settle(self, member: Member, position: int | None = None) -> None:
        """Look up a firm that the person's description only refers to (``the vendor's director``)."""
        self._introductions.settle(member, position)

    def names_person(self, firm: str) -> bool:
        """Whether the owner of a role is a person of the article (``Mr Smith's spokesman``)."""
        other = self.cast.find(firm)
        return other is not None and other.surname in fold(firm).split()

    def stands_for(self, lower: str, position: int) -> Resolved | None:
        """``she``, ``his`` (view), ``it``: the person or the organisation meant; ``None`` for other words."""
        if lower in PRONOUNS:
            return self.pronoun(position, PRONOUNS[lower]) or Resolved(None, certainty=0.4)
        if lower in {"they", "their", "them", "others", "some", "many", "we"}:
            return self.they(position)
        if lower in {"another", "a second", "a third"}:
            return self.another()
        return self.it(position) if lower in {"it", "its"} else None

    def pronoun(self, position: int, gender: str) -> Resolved | None:
        """The person whom ``he`` or ``she`` means: the nearest that spoke, was a subject or was mentioned."""
        places: list[tuple[int, Resolved]] = []
        for member in self.cast.members:
            place = self._salience(member, position, gender)
            if place is not None:
                places.append((place, as_member(member, 0.85)))
        for before in self.said[-4:]:
            found = before.found
            if found.speaker is None or found.speaker.type is not SpeakerType.PERSON or before.end > position + 1:
                continue
            if self.cast.find(found.speaker.name) is None and sex_of(found.speaker.name) in {None, gender}:
                places.append((before.end, replace(found, certainty=0.7)))
        described = described_before(self.text, position, gender)
        if described is not None:
            places.append(described)
        return max(places, key=lambda pair: pair[0])[1] if places else None

    def _salience(self, member: Member, position: int, gender: str) -> int | None:
        if member.gender not in {None, gender}:
            return None
        ends = [b.end for b in self.said[-_SAID:] if _is_of(b.found, member) and b.end <= position]
        best = max([*ends[-1:], member.subject_between(0, position), member.last_before(position) - _MENTION])
        if member.last_before(position) < 0 and not ends:
            return None
        if member.gender is not None:
            return best
        return best - (_UNLIKELY if likely_gender(member.name) not in {None, gender} else _UNSURE)

    def described(self, parts: Parts, words: str, position: int) -> Member | None:
        """Whom ``the analyst``, ``the Vindelis director``, ``the Norwegian`` means; ``None`` for somebody new."""
        heads = role_heads(words)
        definite = _DEFINITE.match(words) is not None
        if not definite and not words[:1].isupper():
            return None
        if (
            not heads
            or ", a" in words
            or (words.lower().startswith(("a ", "an ", "one ", "another ")))
            or (words.lower().startswith(("his ", "her ")) and not parts.firm)
        ):
            return None
        sex = sex_of(words)
        best: tuple[int, Member] | None = None
        for member in self.cast.members:
            distance = position - max(member.last_before(position), 0)
            if member.last_before(position) < 0 or (sex and member.gender and member.gender != sex):
                continue
            score = self._fit(member, heads, parts, distance)
            if score is not None and not definite and score < 70_000:
                score = None
            if score is not None and (best is None or score > best[0]):
                best = (score, member)
        if best is None:
            return self._introduced_later(heads, parts, position)
        member = best[1]
        if parts.role and not member.role and not heads & words_of_descriptions("anyone"):
            member.role = parts.role
        if parts.firm and not member.firm:
            member.firm = parts.firm
            self.settle(member, position)
        return member

    def _fit(self, member: Member, heads: frozenset[str], parts: Parts, distance: int) -> int | None:
        """How well a description fits a person (the higher the better); ``None`` when it does not."""
        own = role_heads(member.role or "") | frozenset(member.titles)
        firm = member.firm or ""
        given = parts.firm if not parts.firm.startswith("the ") else ""
        other_firm = bool(given and firm and fold(given) != fold(firm) and not fold(firm).startswith(fold(given)))
        points = -distance
        words, held = role_words(parts.role), role_words(member.role or "")
        if own & heads and (not held or words <= held or held <= words):
            points += 100_000
        elif heads & _INTRODUCED:
            return None
        elif not member.role and distance <= _NEAR and heads - words_of_descriptions("anyone") - words_of("adjectives"):
            points += 60_000
        elif own & heads and len(words) > 1:
            return None  # "the credit director" is not the channel director
        elif any(own & group and heads & group for group in alike()):
            points += 50_000
        elif heads & words_of_descriptions("anyone") or heads & words_of("adjectives"):
            points += 0 if distance <= _NEAR else -1_000_000
        else:
            return None
        return None if other_firm or points < -900_000 else points

    def _introduced_later(self, heads: frozenset[str], parts: Parts, position: int) -> Member | None:
        """``The minister said … Jane Roe also …``: the one person named later who holds the role."""
        unnamed = [m for m in self.cast.members if m.last_before(position) < 0 and m.role]
        later = [m for m in unnamed if role_heads(m.role or "") & heads]
        if not later and position < _HEADLINE and len(parts.role.split()) == 1 and not parts.firm:
            later = [m for m in unnamed if any(g & heads and g & role_heads(m.role or "") for g in alike())]
        same = [m for m in later if not parts.firm or not m.firm or fold(m.firm) == fold(parts.firm)]
        return same[0] if len(same) == 1 and same[0].positions and same[0].positions[0] - position < _NEAR else None

    def organisation(self, tokens: Sequence[Token], position: int) -> str | None:
        """The organisation that ``the company``, ``the guild`` means; ``None`` when the words name one themselves."""
        definite = bool(tokens) and tokens[0].lower in {"the", "its", "their", "this", "that"}
        words = [t for t in tokens if t.is_word and t.lower not in DETERMINERS]
        if len(words) != 1 or words[0].is_capital or not definite:
            return None
        if not is_institution(words[0]) and words[0].lower not in words_of_descriptions("business"):
            return None
        return self.firms.meant_by(words[0].lower, position)

    def it(self, position: int) -> Resolved | None:
        """What ``it`` means: the organisation that was a subject or spoke last."""
        last = next((b for b in reversed(self.said) if b.found.speaker and b.end <= position), None)
        subject = self.firms.subject(position, 400)
        if last is not None and last.found.speaker and last.found.speaker.type is SpeakerType.ORGANIZATION:
            after = self.firms.subject(position, max(0, position - last.end))
            return Resolved(Speaker(after, SpeakerType.ORGANIZATION), certainty=0.7) if after else last.found
        return Resolved(Speaker(subject, SpeakerType.ORGANIZATION), certainty=0.7) if subject else None

    def another(self) -> Resolved | None:
        """``Another added``: somebody of the kind that spoke last (``One user wrote``)."""
        last = self.said[-1].found.speaker if self.said else None
        if last is None or not last.name.islower() or last.type is SpeakerType.ORGANIZATION:
            return None
        return Resolved(Speaker(last.name, SpeakerType.PERSON), self.said[-1].found.role, certainty=0.6)

    def they(self, position: int) -> Resolved | None:
        """Whom ``they``, ``others`` means: the group or organisation that spoke last, or was named just before."""
        for before in reversed(self.said[-2:]):
            speaker = before.found.speaker
            if speaker is not None and speaker.type is SpeakerType.GROUP and position - before.end < 400:
                return replace(before.found, certainty=0.7)
        near = tokenise(self.text, max(0, position - 350), position)
        for token in reversed(near):
            if is_group(token) and not token.is_capital and len(token.text) > 4 and token.lower.endswith("s"):
                return Resolved(Speaker(token.text, SpeakerType.GROUP), certainty=0.6)
        return None

    def firm_of(self, role: str | None, position: int, *, introduced: bool) -> str | None:
        """The firm of somebody who holds a role inside one that the article speaks of (``a spokesman said``).

        :param introduced: whether the role stands right here; then any firm named near will do.
        """
        heads = role_heads(role or "")
        inside = heads & words_of_descriptions("inside") or "press secretary" in (role or "").lower()
        if (
            not inside
            or (role or "").lower().startswith(("former", "vice president"))
            or role in {"President", "Chief"}
        ):
            return None
        return self.firms.subject(position) or (self.firms.nearest(position) if introduced else None)


def _is_of(found: Resolved, member: Member) -> bool:
    return found.speaker is not None and found.speaker.name == member.name
