"""Whom an English pronoun, a definite description or a surname means: ``she``, ``the analyst``, ``its chairman``."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from corpus.attribution.cast import Cast
from corpus.attribution.description_en import alike, describe, words_of, words_of_descriptions
from corpus.attribution.firms_en import EnglishFirms
from corpus.attribution.member import Member
from corpus.attribution.parts import Parts
from corpus.attribution.phrases_en import DETERMINERS, is_group, is_institution
from corpus.attribution.resolved import Before, Resolved, as_member
from corpus.attribution.speaker_words_en import role_heads, role_words, sex_of
from corpus.attribution.tokens import Token, tokenise
from corpus.names import fold
from corpus.types import Speaker, SpeakerType

PRONOUNS = {"he": "m", "his": "m", "him": "m", "she": "f", "her": "f"}
_SAID = 12  # statements, counted back, among which a speaker stays present
_INTRODUCED = 400  # code points within which "The president of Acme has …" still means the person just named
_CAPITAL = re.compile(r"\b(?P<word>[^\W\d_][^\W\d_]*(?:-[^\W\d_]+)*)(?P<own>['’]s?(?![^\W\d_]))?")
_NAME_FOLLOWS = re.compile(
    r"(?:[^.,;:\n“”\"]{0,80}, [A-Z][\w-]+ [A-Z]|(?:(?!(?:of|at|for|from|in) )[a-z’'-]+ ){1,4}[A-Z])"
)
_MENTION = 200  # code points that a mere mention counts as farther away than a subject or a speaker
_UNSURE = 250  # … and a name that does not tell the gender
_NEAR = 1200  # code points within which a description without a matching role still points back
_DEFINITE = re.compile(r"(?:the|this|that|its|their|his|her)\b", re.IGNORECASE)
_VERB_AFTER = re.compile(
    r",? (?:who|has|had|is|was|will|would|says?|said|told|did|does|went|took|made|came|gave|[a-z]{2,}(?:ed|s))\b"
)


_IS_A = re.compile(r" (?:is|was|became) (?:currently |also |now |still )?(?:a|an|the) ")
# "The president …", "Now head …", and "the principal analyst" anywhere
_OFFICE = re.compile(
    r"(?P<open>(?:(?<=[.!?”\"] )|(?<=\n))(?:The|Now|Its) )?(?:(?<=\bthe )|(?<=\bThe )|(?<=\bNow ))(?=[a-z])"
)


def _opens_sentence(text: str, start: int) -> bool:
    return text[max(0, start - 2) : start].strip(' \n"“”') in {"", ".", "?", "!"}


def _full_stop(tokens: Sequence[Token], index: int) -> bool:
    return tokens[index].text == "." and (index == 0 or len(tokens[index - 1].text) > 2)


class EnglishSpeakers:
    """Finds the person behind English words that do not name one.

    :ivar firms: the organisations that the article names.
    """

    def __init__(self, text: str, cast: Cast, said: Sequence[Before]) -> None:
        self.text = text
        self.cast = cast
        self.said = said
        self.firms = EnglishFirms()
        self.firms.read(text, frozenset(word for m in cast.members if " " in m.name for word in m.name.split()))
        self._mentions: list[tuple[int, Member]] = []  # by the surname, ascending
        self._note_surnames()
        for member in cast.members:
            self.settle(member)
        self._note_descriptions()

    def _note_surnames(self) -> None:
        """Where people named in full are mentioned by the surname, and whether a verb of theirs follows."""
        owners: dict[str, Member | None] = {}
        for member in self.cast.members:
            if " " in member.name and len(member.surname) > 2:
                surname = member.name.split()[-1]
                owners[surname] = None if surname in owners else member
        for match in _CAPITAL.finditer(self.text):
            owner = owners.get(match["word"])
            if owner is None:
                continue
            verb = match["own"] is None and _VERB_AFTER.match(self.text, match.end()) is not None
            owner.mention(match.start(), subject=verb or _opens_sentence(self.text, match.start()))
            self._mentions.append((match.start(), owner))
            office = _IS_A.match(self.text, match.end()) if match["own"] is None else None
            if office is not None and not owner.role:
                self._hold(owner, office.end())

    def _hold(self, member: Member, start: int) -> bool:
        """Give a person the role and the firm that the words at ``start`` describe."""
        tokens = tokenise(self.text, start, start + 160)
        stop = next((i for i, t in enumerate(tokens) if t.text in ',;:!?"“”()' or _full_stop(tokens, i)), len(tokens))
        role, firm = describe(tokens[:stop])
        if not role or role_heads(role) <= words_of_descriptions("nobody") | words_of_descriptions("anyone"):
            return False
        if role.lower().endswith("s") and not role.lower().endswith(("boss", "sales")):
            return False
        member.role, member.firm = role, member.firm or firm or None
        self.settle(member, start)
        return True

    def _note_descriptions(self) -> None:
        """``The president of Acme has …``, ``Now head of sales at Acme, she …``: of the person named just before."""
        first = self._mentions[0][1] if self._mentions else None
        second = next((at for at, member in self._mentions if member is not first), len(self.text))
        for match in _OFFICE.finditer(self.text):
            at = bisect_left(self._mentions, match.start(), key=lambda mention: mention[0])
            if at == 0 or match.start() - self._mentions[at - 1][0] > _INTRODUCED:
                continue
            near = self._mentions[at - 1][1]
            if _NAME_FOLLOWS.match(self.text, match.end()):
                continue  # "The firm's founder, X, …"
            if not near.role and (match["open"] is not None or match.start() < second):
                self._hold(near, match.end())

    def settle(self, member: Member, position: int | None = None) -> None:
        """Look up a firm that the person's description only refers to (``the vendor's director``)."""
        firm = member.firm
        at = position if position is not None else (member.positions[0] if member.positions else 0)
        if firm == "its":
            member.firm = self.firms.subject(at)
        elif firm and firm.startswith("the ") and firm[4:].islower():
            member.firm = self.firms.meant_by(firm[4:], at)
        elif firm and self._is_person(firm, member):
            member.firm = None  # "Smith's lawyer"

    def names_person(self, firm: str) -> bool:
        """Whether the owner of a role is a person of the article (``Mr Smith's spokesman``)."""
        other = self.cast.find(firm)
        return other is not None and other.surname in fold(firm).split()

    def _is_person(self, firm: str, member: Member) -> bool:
        other = self.cast.find(firm)
        return other is not None and other is not member and " " not in firm and fold(firm) == other.surname

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
        return max(places, key=lambda pair: pair[0])[1] if places else None

    def _salience(self, member: Member, position: int, gender: str) -> int | None:
        if member.gender not in {None, gender}:
            return None
        ends = [b.end for b in self.said[-_SAID:] if _is_of(b.found, member) and b.end <= position]
        best = max([*ends[-1:], member.subject_between(0, position), member.last_before(position) - _MENTION])
        if member.last_before(position) < 0 and not ends:
            return None
        return best - (_UNSURE if member.gender is None else 0)

    def described(self, parts: Parts, words: str, position: int) -> Member | None:
        """Whom ``the analyst``, ``the Vindelis director``, ``the Norwegian`` means; ``None`` for somebody new."""
        heads = role_heads(words)
        definite = _DEFINITE.match(words) is not None
        if not definite and not words[:1].isupper():
            return None
        if (
            not heads
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
            if score is not None and not definite and score < 40_000:
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
        later = [m for m in self.cast.members if m.last_before(position) < 0 and role_heads(m.role or "") & heads]
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
