"""From the words beside a cue to a speaker: named, described, implied or unknown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.attribution.cast import Cast
from corpus.attribution.described_en import described
from corpus.attribution.described_firms_pl import meant_organization, spoken_of, unspoken_firm
from corpus.attribution.described_pl import described_subject
from corpus.attribution.draft import Draft
from corpus.attribution.firms import head_kind
from corpus.attribution.joint import joint_people, one_of
from corpus.attribution.joint_en import joint_english
from corpus.attribution.member import Member
from corpus.attribution.parts import Parts, split_source
from corpus.attribution.people_en import split_english
from corpus.attribution.person_evidence_en import addressed, first_name_alone
from corpus.attribution.resolved import Before, Resolved, as_member
from corpus.attribution.speaker_kind import speaker_kind, speaker_phrase, speaks
from corpus.attribution.speaker_words_en import bare_words, of_a_firm, without_figures
from corpus.attribution.speakers_en import EnglishSpeakers
from corpus.attribution.things import is_abbreviation
from corpus.attribution.things_en import names_document
from corpus.attribution.tokens import Token, tokenise
from corpus.attribution.unspoken import Unspoken, agreement
from corpus.morphology import lemmas
from corpus.names import is_person_name, nominative_person, strip_legal_form
from corpus.types import Language, Speaker, SpeakerType, StatementKind

_PRONOUNS = {
    "niego": "m",
    "niej": "f",
    "jego": "m",
    "jej": "f",
    "on": "m",
    "ten": "m",
    "ona": "f",
    "ta": "f",
}
_DEMONSTRATIVE = frozenset({"ten", "ta"})
# Phrases whose name is not the speaker's: "większość wyborców Nowaka", "źródło zbliżone do Nowaka".
_CROWD = re.compile(
    r"(?:większoś|częś|wielu|kilku|grup|połow|reszt|niektór|\d+|źródł|jedno ze źródeł|osob)", re.IGNORECASE
)
_ONE_OF_THEM = frozenset({"jeden z nich", "jedna z nich"})
# What somebody is called who holds no office: it is no role.
_NO_OFFICE = frozenset(
    "informator informatorka rozmówca rozmówczyni świadek mieszkaniec mieszkanka sąsiad sąsiadka klient klientka "
    "uczestnik uczestniczka internauta internautka legenda gwiazda kobieta mężczyzna osoba".split()
)
_TITLE_MARKS = '„”“"«»'
_THEMSELVES = re.compile(r"^(?:sam|sama|sami|samych|samego|samej) ", re.IGNORECASE)
_ACCUSED = re.compile(r"^(?:oskarżon|podejrzan|zatrzyman|wspomnian|cytowan)\w+ ")
_ALONE = re.compile(r"(?: sam| sama| sami)$")
_EVIDENCE = frozenset(
    "dane szacunek raport badanie analiza sondaż wyliczenie prognoza informacja statystyka komunikat ankieta "
    "oświadczenie".split()
)
_OWNER = re.compile(r"\b(?:jej|jego|ich) $", re.IGNORECASE)
_PLURAL = frozenset(
    "nich them ich their oni one ci te they we both obaj oboje obie many some others wszyscy wielu niektórzy".split()
)


def _feminine(tokens: Sequence[Token]) -> bool:
    """Whether the head of a description is a word for women (``szefowa``, ``badaczka``)."""
    nouns = [t for t in tokens if t.has_pos("subst")]
    return bool(nouns) and all(r.has("f") for r in nouns[0].readings if r.pos == "subst")


class Resolver:
    """Resolves the drafts of one article in reading order."""

    def __init__(self, text: str, language: Language, cast: Cast) -> None:
        self.text = text
        self.language = language
        self.cast = cast
        self.unspoken = Unspoken(text, language, cast)
        self._anonymous: Resolved | None = None  # the last person who was only described
        self._named_later: dict[str, Member] = {}  # described people by the words, when a name follows
        if language is Language.PL:
            cast.note_surnames(text)
        self._english = EnglishSpeakers(text, cast, self.unspoken.last) if language is Language.EN else None

    def resolve(self, draft: Draft) -> Resolved:
        """The speaker of a draft; remembers it for the ones that follow."""
        position = draft.cue[0] if draft.cue else draft.content[0][0]
        start = min(position, draft.content[0][0])
        gender, number = agreement(draft)
        if draft.nobody:
            return Resolved(None, certainty=0.9)
        if draft.source is not None:
            found = self._named(draft, position, gender)
        elif draft.verb is not None and "impersonal" in draft.verb.classes:
            found = self.unspoken.of_document(start)
        else:
            found = self.unspoken.implied(start, gender, number)
        if found.speaker is not None and found.speaker.type is not SpeakerType.UNKNOWN:
            end = max(draft.content[-1][1], draft.closed_at, position)
            self.unspoken.last.append(Before(found, gender, number, end))
        return found

    def completed(self, found: Resolved) -> Resolved:
        """With the role and firm that the article gives the person anywhere, also after the statement."""
        found = self._with_role_and_firm(found)
        if found.firm is not None and is_abbreviation(found.firm):
            return replace(found, firm=None)  # "head of IT": no firm
        return found

    def _with_role_and_firm(self, found: Resolved) -> Resolved:
        if found.speaker is None or found.speaker.type is not SpeakerType.PERSON or (found.role and found.firm):
            return found
        later = self._named_later.get(found.speaker.name)
        if later is not None:
            return as_member(later, 0.7)
        member = next((m for m in self.cast.members if m.name == found.speaker.name), None)
        if member is None:
            return found
        return replace(found, role=found.role or member.role, firm=found.firm or member.firm)

    def _joined(self, words: str) -> list[Parts]:
        """The people that a phrase names together; empty for one person."""
        if self._english is None:
            return joint_people(words, self.language)
        return joint_english(words, self.cast.find) if " and " in words else []

    def _together(self, draft: Draft, people: list[Parts], position: int) -> Resolved:
        """People who say one thing: a group of their names; each is remembered."""
        case = "gen" if draft.genitive else "nom"
        names = [self.cast.introduce(parts, position, case=case).name for parts in people]
        link = " i " if self.language is Language.PL else " and "
        named = ", ".join(names[:-1]) + link + names[-1]
        return Resolved(Speaker(named, SpeakerType.GROUP), certainty=0.9)

    def _named(self, draft: Draft, position: int, gender: str | None) -> Resolved:
        assert draft.source is not None  # noqa: S101 - the caller has checked; tells the type checker
        words = " ".join(self.text[draft.source[0] : draft.source[1]].split())  # hard spaces as any other
        if self._english is not None:
            words = bare_words(words, self.text, position)
        start = min(position, draft.content[0][0])
        lower = _ALONE.sub("", words.lower())
        if lower in _DEMONSTRATIVE:
            member = self.cast.recent(start, _PRONOUNS[lower])
            if member is not None:
                return as_member(member, 0.7)
        at = position if lower in {"it", "they"} and draft.kind is not StatementKind.DIRECT else start
        if self._english is not None and (found := self._english.stands_for(lower, at)) is not None:
            return found
        if lower in _PRONOUNS:
            member = self.cast.recent(start, _PRONOUNS[lower])
            implied = self.unspoken.implied(start, _PRONOUNS[lower], "sg")
            return implied if implied.speaker else (as_member(member, 0.7) if member else implied)
        if lower == "it":
            return Resolved(None, certainty=0.6)  # no person is "it"
        if lower == "i":
            return self.unspoken.implied(start, None, "sg")
        if lower in _PLURAL:
            return self.unspoken.implied(start, None, "pl")
        if words[0] in _TITLE_MARKS and self.language is Language.PL:
            paper = self.cast.organization(words.strip(_TITLE_MARKS), None if draft.genitive else "nom")
            return Resolved(Speaker(paper, SpeakerType.ORGANIZATION), certainty=0.85)
        bare = self._without_evidence(words)
        if bare != words:
            draft.genitive = True
        words = _THEMSELVES.sub("", bare)
        if self.language is Language.PL and (single := one_of(words)):
            words, gender = single, gender or "m"
        people = self._joined(words)
        if people:
            return self._together(draft, people, position)
        if self._english is None and (spoken := self._spoken_of(words, position)) is not None:
            return spoken
        parts = split_source(words, self.language) if self.language is Language.PL else split_english(words)
        if self._english is not None and parts.name and of_a_firm(parts.role):
            return Resolved(Speaker(strip_legal_form(parts.name), SpeakerType.ORGANIZATION), certainty=0.8)
        if (
            parts.name
            and not _CROWD.match(words)
            and (self._is_person(draft, parts) or self._somebody(draft, parts.name))
        ):
            return self._person(draft, parts, position, gender)
        return self._described(draft, parts, words, position, gender)

    def _spoken_of(self, words: str, position: int) -> Resolved | None:
        """``Zarząd``, ``Rada nadzorcza``: a body of the one organisation that the article is about."""
        found = spoken_of([t for t in tokenise(words, 0, len(words)) if t.is_word])
        if found is None or found.speaker is None or found.speaker.type is not SpeakerType.GROUP:
            return None
        return replace(found, firm=self.cast.firms.only(position))

    def _without_evidence(self, words: str) -> str:
        """``danych Instytutu X`` → ``Instytutu X``: the document speaks for whoever made it."""
        head, _, rest = words.partition(" ")
        if self._english is not None:
            return without_figures(words)
        if self.language is Language.PL and rest[:1].isupper() and not _EVIDENCE.isdisjoint(lemmas(head.lower())):
            return rest
        return words

    def _somebody(self, draft: Draft, name: str) -> bool:
        """Whether an unknown single name is a person's by its verb, and no organisation's that the article names."""
        return speaks(draft, name) and not self.cast.firms.knows(name)

    def _is_person(self, draft: Draft, parts: Parts) -> bool:
        if " " in parts.name or self.cast.find(parts.name) is not None:
            return True
        if self._english is not None and (addressed(parts.head) or first_name_alone(parts.name)):
            return True
        if draft.genitive and self.cast.find(nominative_person(parts.name, case="gen")) is not None:
            return True
        held = bool(parts.role) and not (self._english is not None and of_a_firm(parts.role))
        return is_person_name(parts.name.split()) == "person" or held

    def _person(self, draft: Draft, parts: Parts, position: int, gender: str | None) -> Resolved:
        case = "gen" if draft.genitive else "nom"
        member = self.cast.mentioned_in(draft.source) or (
            self.cast.find(parts.name, position) if case == "nom" else None
        )
        if member is None:
            member = self.cast.introduce(parts, position, case=case)
        else:
            self.cast.introduce(Parts(member.name, parts.role, parts.firm, parts.head), position, case="nom")
        member.gender = member.gender or gender
        if self._english is None or self._new_here(member, parts):
            self._names_anonymous(member)
        if self._english is None and not member.role:
            self._role_before(draft, member)
        if self._english is not None:
            self._english.settle(member, position)
            member.firm = member.firm or self._english.firm_of(member.role, position, introduced=bool(parts.role))
        elif member.role and not member.firm:
            owned = self._owner_before(draft.source) if draft.source else None
            member.firm = owned or self._unspoken_firm(parts.head, member.role, position)
            last = member.role.split(" ")[-1]
            if member.firm and " " in member.role and head_kind(last) and last.islower():
                member.role = member.role.rsplit(" ", 1)[0]  # "prezes urzędu", of which one we know
        return as_member(member, 1.0 if " " in parts.name else 0.98 if " " in member.name else 0.85)

    def _owner_before(self, source: tuple[int, int]) -> str | None:
        """``Jej rzecznik Jan Lis``: the organisation named last."""
        owned = _OWNER.search(self.text, max(0, source[0] - 6), source[0])
        return self.cast.firms.last(source[0]) if owned and self.language is Language.PL else None

    def _role_before(self, draft: Draft, member: Member) -> None:
        """``Trener Wisły nie szukał wymówek. „…” – przyznał Jan Nowak``: the role stands in the sentence before."""
        start = draft.content[0][0]
        if member.positions[0] < start or " " not in member.name or draft.kind is not StatementKind.DIRECT:
            return
        since = self.unspoken.last[-1].end if self.unspoken.last else 0
        found = described_subject(self.text, since, start, member.gender)
        if found is None:
            return
        parts = split_source(found[1], self.language)
        member.role = speaker_phrase(parts.role or found[1], self.language)
        member.firm = member.firm or (self.cast.organization(parts.firm) if parts.firm else None)

    def _new_here(self, member: Member, parts: Parts) -> bool:
        """Whether a person is named in full and was not spoken of before the last statement."""
        last = self.unspoken.last[-1] if self.unspoken.last else None
        return " " in parts.name and last is not None and (not member.positions or member.positions[0] >= last.end)

    def _names_anonymous(self, member: Member) -> None:
        """``Były premier napisał … Nowak podsumował``: a name without a role right after a role without a name."""
        last = self.unspoken.last[-1].found if self.unspoken.last else None
        if self._anonymous is None or last is None or last.speaker != self._anonymous.speaker or member.role:
            return
        spoke = self.unspoken.last[-1].gender
        if spoke and member.gender and spoke != member.gender:
            return
        if self._anonymous.speaker is not None and not (self._anonymous.firm and member.firm):
            self._named_later[self._anonymous.speaker.name] = member
            member.role, member.firm = self._anonymous.role, member.firm or self._anonymous.firm
        self._anonymous = None

    def _described(self, draft: Draft, parts: Parts, words: str, position: int, gender: str | None) -> Resolved:
        tokens = [t for t in tokenise(words, 0, len(words)) if t.is_word or t.text[0].isdigit()]
        if words.lower() in _ONE_OF_THEM:
            return self.unspoken.one_of_them(words, position)
        kind = speaker_kind(tokens, words, self.language, genitive=draft.genitive)
        if self._english is not None and kind is SpeakerType.UNKNOWN and names_document(tokens):
            return Resolved(None, certainty=0.9)
        if self._english is not None and draft.source is not None:
            found = described(self._english, parts, words, tokens, kind, position, draft.source[0])
            if found is not None:
                if found.role and found.speaker and words[:4].lower() == "the " and found.speaker.name.islower():
                    self._anonymous = found  # a name may follow: "The leader … said. … Jane Roe added"
                return found
        if kind is SpeakerType.PERSON:
            shown = gender or ("f" if _feminine(tokens) and self._english is None else None)
            member = self.cast.by_description(parts, position, shown, oblique=draft.genitive)
            if member is not None:
                member.mention(position)
                if not member.firm and member.role:
                    member.firm = self._unspoken_firm(words, member.role, position)
                return as_member(member, 0.75)
            name = speaker_phrase(words, self.language, genitive=draft.genitive)
            role = _ACCUSED.sub("", speaker_phrase(parts.role, self.language) if parts.role else name)
            if role and not lemmas(role.split()[0]).isdisjoint(_NO_OFFICE):
                return Resolved(Speaker(name, SpeakerType.PERSON), certainty=0.75)
            firm = self.cast.organization(parts.firm) if parts.firm else self._unspoken_firm(words, role, position)
            self._anonymous = Resolved(Speaker(name, SpeakerType.PERSON), role, firm, 0.8)
            return self._anonymous
        if kind is SpeakerType.ORGANIZATION:
            meant = None if self._english else meant_organization(self.cast, self.unspoken, tokens, position)
            if meant is not None:
                return Resolved(Speaker(meant, kind), certainty=0.7)
            if self._english is None and (spoken := spoken_of(tokens)) is not None:
                return spoken
            name = self.cast.organization(words, None if draft.genitive else "nom")
            if is_abbreviation(name):
                return Resolved(None, certainty=0.6)
            self.cast.firms.note(position, name)
            return Resolved(Speaker(name, kind), certainty=0.85)
        return self._group(words, kind, position)

    def _group(self, words: str, kind: SpeakerType, position: int) -> Resolved:
        """``analitycy banku``: the group with the organisation it belongs to; later ``analitycy`` are the same."""
        name = speaker_phrase(words, self.language)
        if " " not in name:
            said = (before.found for before in reversed(self.unspoken.last) if before.found.speaker)
            same = next((f for f in said if f.speaker and f.speaker.name.split()[0] == name), None)
            if same is not None:
                return replace(same, certainty=0.75)
        head = next((k for word in words.split()[1:] if word.islower() and (k := head_kind(word))), None)
        polish = self.language is Language.PL and kind is SpeakerType.GROUP and head is not None
        firm = self.cast.firms.meant_by(head, position) if polish and head else None
        return Resolved(Speaker(name, kind), firm=firm, certainty=0.8)

    def _unspoken_firm(self, words: str, role: str, position: int) -> str | None:
        return None if self._english else unspoken_firm(self.cast, words, role, position)
