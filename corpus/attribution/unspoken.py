"""Speakers whom the sentence does not name: left out, "one of them", "it was added"."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from corpus.attribution import phrases_en, words_pl
from corpus.attribution.cast import Cast
from corpus.attribution.described_pl import described_subject
from corpus.attribution.draft import Draft
from corpus.attribution.member import Member
from corpus.attribution.parts import split_source
from corpus.attribution.resolved import Before, Resolved, as_member
from corpus.attribution.speaker_kind import speaker_phrase
from corpus.attribution.tokens import tokenise
from corpus.types import Language, Speaker, SpeakerType

_GROUP_REACH = 350  # code points before a plural verb in which its unspoken subject is looked for
_MET = 200  # code points before a verb in which somebody named for the first time, in any case, is its subject
_SUBJECT_REACH = 900  # code points in which the first statement's unspoken subject is looked for
_JOINING = frozenset({" i ", " oraz ", " and "})


class Unspoken:
    """Finds the subject that a statement leaves out, from what was said before it.

    :ivar last: the statements resolved so far, in the order of the text.
    """

    def __init__(self, text: str, language: Language, cast: Cast) -> None:
        self.text = text
        self.language = language
        self.cast = cast
        self.last: list[Before] = []

    def of_document(self, position: int) -> Resolved:
        """A passive without an author ("dodano"): the organisation whose document was quoted just before."""
        last = self.last[-1] if self.last else None
        if last is None or position - last.end > _GROUP_REACH or last.found.speaker is None:
            return Resolved(None, certainty=0.6)
        if last.found.speaker.type is not SpeakerType.ORGANIZATION:
            return Resolved(None, certainty=0.6)
        return replace(last.found, certainty=0.7)

    def implied(self, position: int, gender: str | None, number: str) -> Resolved:
        """The subject that a verb leaves out: whoever was named as a subject or spoke last, as the verb agrees."""
        by_role = self._by_role(position, gender) if number != "pl" else None
        if by_role is not None:
            return by_role
        for before in reversed(self.last[-4:]):
            speaker = before.found.speaker
            if speaker is None or (number and before.number and number != before.number):
                continue
            if number == "pl" and speaker.type is SpeakerType.PERSON and self.language is Language.PL:
                continue
            fresh = self._new_subject(before.end, position, gender) if number != "pl" else None
            if fresh is not None and fresh.name != speaker.name:
                return as_member(fresh, 0.75)
            member = self.cast.find(speaker.name) if speaker.type is SpeakerType.PERSON else None
            sex = (member.gender if member else None) or before.gender
            if gender and sex and gender != sex:
                continue
            between = self.cast.recent(position, gender, reach=400) if gender and not sex else None
            if between is not None and member is None:
                return as_member(between, 0.6)
            return as_member(member, 0.8) if member else replace(before.found, certainty=0.75)
        if number == "pl":
            return self._group_before(position)
        member = self.cast.new_subject(position - _SUBJECT_REACH, position, gender) or self.cast.recent(
            position, gender, reach=900
        )
        return as_member(member, 0.6) if member else Resolved(None, certainty=0.4)

    def _new_subject(self, start: int, position: int, gender: str | None) -> Member | None:
        """Somebody named since the last statement: in the nominative, or in full for the first time just before."""
        fresh = self.cast.new_subject(start, position, gender)
        if fresh is not None or self.language is not Language.PL:
            return fresh
        met = [
            m for m in self.cast.members if max(start, position - _MET) <= m.positions[0] < position and " " in m.name
        ]
        fits = [m for m in met if not gender or not m.gender or m.gender == gender]
        return fits[0] if len(met) == 1 and fits else None

    def _by_role(self, position: int, gender: str | None) -> Resolved | None:
        """``Wójt rozkłada ręce. – Nie mamy pieniędzy – przyznaje``: the subject of the sentence before, by the role."""
        if self.language is not Language.PL:
            return None
        start = self.last[-1].end if self.last else 0
        found = described_subject(self.text, start, position, gender)
        if found is None or self.cast.new_subject(found[0], position, gender) is not None:
            return None
        parts = split_source(found[1], self.language)
        member = self.cast.by_description(parts, found[0], gender)
        if member is not None:
            return as_member(member, 0.75)
        role = speaker_phrase(parts.role or found[1], self.language)
        firm = self.cast.organization(parts.firm) if parts.firm else None
        return Resolved(Speaker(speaker_phrase(found[1], self.language), SpeakerType.PERSON), role, firm, 0.75)

    def _group_before(self, position: int) -> Resolved:
        """A plural verb without a subject: the group named last in the sentence or two before."""
        pair = self._pair_before(position)
        if pair is not None:
            return pair
        before = tokenise(self.text, max(0, position - _GROUP_REACH), position)
        polish = self.language is Language.PL
        for token in reversed(before):
            subject = token.may_be("pl", "nom") or not token.readings if polish else True
            if subject and (words_pl if polish else phrases_en).is_group(token):
                return Resolved(Speaker(speaker_phrase(token.text, self.language), SpeakerType.GROUP), certainty=0.6)
        return Resolved(None, certainty=0.4)

    def one_of_them(self, words: str, position: int) -> Resolved:
        """``jeden z nich``: one of the group named last, by its kind (``partnerzy X`` → ``partner X``)."""
        before = tokenise(self.text, max(0, position - _GROUP_REACH), position)
        for index in range(len(before) - 1, -1, -1):
            token = before[index]
            if not words_pl.is_group(token) or not token.may_be("pl", "nom"):
                continue
            end = index + 1
            while end < len(before) and before[end].is_capital:
                end += 1
            lemma = next((r.lemma for r in token.readings if r.pos == "subst" and r.has("pl")), token.text)
            name = " ".join([lemma, *(t.text for t in before[index + 1 : end])])
            return Resolved(Speaker(name, SpeakerType.PERSON), certainty=0.6)
        return Resolved(Speaker(words.lower(), SpeakerType.PERSON), certainty=0.5)

    def _pair_before(self, position: int) -> Resolved | None:
        """``Anna Wilk i Adam Kruk prowadzą firmę. – Nie wiemy – mówią.``"""
        low = max(0, position - _GROUP_REACH)
        near = sorted((m.subject_between(low, position), m.name) for m in self.cast.members)
        near = [(at, name) for at, name in near if at >= 0]
        for (first, one), (second, other) in pairwise(near):
            if self.text[first : first + len(one)] == one and self.text[first + len(one) : second] in _JOINING:
                return Resolved(Speaker(f"{one} i {other}", SpeakerType.GROUP), certainty=0.6)
        return None

    def paper_before(self) -> str | None:
        """``gazeta``, ``portal``: the paper that spoke last."""
        said = (b.found.speaker for b in reversed(self.last[-6:]))
        return next((s.name for s in said if s is not None and s.type is SpeakerType.ORGANIZATION), None)


def agreement(draft: Draft) -> tuple[str | None, str]:
    """Gender (``m``, ``f`` or unknown) and number that the verb of a statement wants of its subject."""
    verb = draft.verb
    if verb is None or verb.number == "pl" or not verb.genders:
        return None, verb.number if verb else ""
    if "f" in verb.genders and "m1" not in verb.genders:
        return "f", "sg"
    return ("m" if "m1" in verb.genders and "f" not in verb.genders else None), "sg"
