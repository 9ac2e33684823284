"""From the words beside a cue to a speaker: named, described, implied or unknown."""

from __future__ import annotations

from dataclasses import dataclass, replace

from corpus.attribution import phrases_en, phrases_pl
from corpus.attribution.cast import GENERIC, Cast, Member, without_article
from corpus.attribution.draft import Draft
from corpus.attribution.parts import Parts, split_source
from corpus.attribution.tokens import Token, tokenise
from corpus.morphology import lemmas
from corpus.names import is_person_name, nominative_organization, nominative_phrase
from corpus.types import Language, Speaker, SpeakerType

_GROUP_REACH = 350  # code points before a plural verb in which its unspoken subject is looked for
_PRONOUNS = {
    "niego": "m",
    "niej": "f",
    "jego": "m",
    "jej": "f",
    "his": "m",
    "her": "f",
    "on": "m",
    "ten": "m",
    "ona": "f",
    "ta": "f",
    "he": "m",
    "she": "f",
}
_EVIDENCE = frozenset(
    "dane szacunek raport badanie analiza sondaż wyliczenie prognoza informacja statystyka komunikat ankieta "
    "oświadczenie".split()
)
_PLURAL = frozenset(
    "nich them ich their oni one ci te they we both obaj oboje obie many some others wszyscy wielu niektórzy".split()
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """Who said it, as far as the article tells.

    :param certainty: 0 to 1, how safe the step from the words to the speaker is.
    """

    speaker: Speaker | None
    role: str | None = None
    firm: str | None = None
    certainty: float = 1.0


class Resolver:
    """Resolves the drafts of one article in reading order."""

    def __init__(self, text: str, language: Language, cast: Cast) -> None:
        self.text = text
        self.language = language
        self.cast = cast
        self._last: list[tuple[Resolved, str | None, str]] = []  # what was resolved, gender, number

    def resolve(self, draft: Draft) -> Resolved:
        """The speaker of a draft; remembers it for the ones that follow."""
        position = draft.cue[0] if draft.cue else draft.content[0][0]
        gender, number = _agreement(draft)
        if draft.nobody:
            return Resolved(None, certainty=0.9)
        if draft.source is None:
            found = self._implied(position, gender, number)
        else:
            found = self._named(draft, position, gender)
        if found.speaker is not None and found.speaker.type is not SpeakerType.UNKNOWN:
            self._last.append((found, gender, number))
        return found

    def completed(self, found: Resolved) -> Resolved:
        """With the role and firm that the article gives the person anywhere, also after the statement."""
        if found.speaker is None or found.speaker.type is not SpeakerType.PERSON or (found.role and found.firm):
            return found
        member = next((m for m in self.cast.members if m.name == found.speaker.name), None)
        if member is None:
            return found
        return replace(found, role=found.role or member.role, firm=found.firm or member.firm)

    def _implied(self, position: int, gender: str | None, number: str) -> Resolved:
        for found, known, before in reversed(self._last[-4:]):
            speaker = found.speaker
            if speaker is None or (number and before and number != before):
                continue
            member = self.cast.find(speaker.name) if speaker.type is SpeakerType.PERSON else None
            sex = (member.gender if member else None) or known
            if gender and sex and gender != sex:
                continue
            between = self.cast.recent(position, gender, reach=400) if gender and not sex else None
            if between is not None and member is None:
                return self._of(between, 0.6)
            return self._of(member, 0.8) if member else Resolved(speaker, found.role, found.firm, 0.75)
        if number == "pl":
            return self._group_before(position)
        member = self.cast.recent(position, gender, reach=900)
        return self._of(member, 0.6) if member else Resolved(None, certainty=0.4)

    def _group_before(self, position: int) -> Resolved:
        """A plural verb without a subject: the group named last in the sentence or two before."""
        before = tokenise(self.text, max(0, position - _GROUP_REACH), position)
        polish = self.language is Language.PL
        for token in reversed(before):
            subject = token.may_be("pl", "nom") or not token.readings if polish else True
            if subject and (phrases_pl if polish else phrases_en).is_group(token):
                return Resolved(Speaker(self._phrase(token.text), SpeakerType.GROUP), certainty=0.6)
        return Resolved(None, certainty=0.4)

    @staticmethod
    def _of(member: Member, certainty: float) -> Resolved:
        return Resolved(Speaker(member.name, SpeakerType.PERSON), member.role, member.firm, certainty)

    def _named(self, draft: Draft, position: int, gender: str | None) -> Resolved:
        assert draft.source is not None  # noqa: S101 - the caller has checked; tells the type checker
        words = self.text[draft.source[0] : draft.source[1]]
        lower = words.lower()
        if lower in _PRONOUNS:
            member = self.cast.recent(position, _PRONOUNS[lower])
            implied = self._implied(position, _PRONOUNS[lower], "sg")
            return implied if implied.speaker else (self._of(member, 0.7) if member else implied)
        if lower in {"it", "i"}:
            return self._implied(position, None, "sg")
        if lower in _PLURAL:
            return self._implied(position, None, "pl")
        words = self._without_evidence(words)
        parts = split_source(words, self.language)
        if parts.name and self._is_person(parts):
            return self._person(draft, parts, position)
        return self._described(draft, parts, words, position, gender)

    def _without_evidence(self, words: str) -> str:
        """``danych Instytutu X`` → ``Instytutu X``: the document speaks for whoever made it."""
        head, _, rest = words.partition(" ")
        if self.language is Language.PL and rest[:1].isupper() and not _EVIDENCE.isdisjoint(lemmas(head.lower())):
            return rest
        return words

    def _is_person(self, parts: Parts) -> bool:
        if " " in parts.name or self.cast.find(parts.name) is not None:
            return True
        return is_person_name(parts.name.split()) == "person" or bool(parts.role)

    def _person(self, draft: Draft, parts: Parts, position: int) -> Resolved:
        case = "gen" if draft.genitive else "nom"
        member = self.cast.find(parts.name, position) if case == "nom" else None
        if member is None:
            member = self.cast.introduce(parts, position, case=case)
        else:
            self.cast.introduce(Parts(member.name, parts.role, parts.firm, parts.head), position, case="nom")
        return self._of(member, 1.0 if " " in parts.name else 0.98 if " " in member.name else 0.85)

    def _described(self, draft: Draft, parts: Parts, words: str, position: int, gender: str | None) -> Resolved:
        tokens = [t for t in tokenise(words, 0, len(words)) if t.is_word or t.text[0].isdigit()]
        kind = self._kind(tokens, words, genitive=draft.genitive)
        if kind is SpeakerType.PERSON:
            member = self.cast.by_description(parts, position, gender, oblique=draft.genitive)
            if member is not None:
                member.positions.append(position)
                return self._of(member, 0.75)
            name = self._phrase(words)
            role = self._phrase(parts.role) if parts.role else name
            firm = self._organization(parts.firm) if parts.firm else None
            return Resolved(Speaker(name, SpeakerType.PERSON), role, firm, 0.8)
        if kind is SpeakerType.ORGANIZATION:
            return Resolved(Speaker(self._organization(words), kind), certainty=0.85)
        return Resolved(Speaker(self._phrase(words), kind), certainty=0.8)

    def _kind(self, tokens: list[Token], words: str, *, genitive: bool = False) -> SpeakerType:
        polish = self.language is Language.PL
        grammar = phrases_pl if polish else phrases_en
        for token in tokens[:5]:
            if token.is_capital and token.text.isupper() and len(token.text) > 1 and token is tokens[0]:
                return SpeakerType.ORGANIZATION
            if grammar.is_group(token) and (
                not polish or not grammar.is_role(token) or not token.may_be("sg", "gen" if genitive else "nom")
            ):
                return SpeakerType.GROUP
            if grammar.is_institution(token):
                return SpeakerType.ORGANIZATION
            if grammar.is_role(token):
                case = "gen" if genitive else "nom"
                plural = (
                    token.may_be("pl", case) and not token.may_be("sg", case)
                    if polish
                    else token.lower.endswith("s") and token.lower not in {"sales", "boss"}
                )
                return SpeakerType.GROUP if plural else SpeakerType.PERSON
            if "-lat" in token.lower or not lemmas(token.lower).isdisjoint(GENERIC):
                return SpeakerType.PERSON
        if polish and not words[0].isupper():
            head = next((t for t in tokens if t.has_pos("subst")), None)
            if head is not None and head.may_be("sg", "m1") and head.may_be("nom"):
                return SpeakerType.PERSON
            return SpeakerType.GROUP if head is not None and head.may_be("pl") else SpeakerType.UNKNOWN
        if (
            not polish
            and not any(t.is_capital for t in tokens[1:])
            and tokens
            and tokens[0].lower in phrases_en.DETERMINERS | {"some", "many"}
        ):
            return SpeakerType.GROUP if tokens[-1].lower.endswith("s") else SpeakerType.UNKNOWN
        return SpeakerType.ORGANIZATION if any(t.is_capital for t in tokens) else SpeakerType.GROUP

    def _phrase(self, words: str) -> str:
        return nominative_phrase(words) if self.language is Language.PL else without_article(words)

    def _organization(self, words: str) -> str:
        return (
            nominative_organization(words)
            if self.language is Language.PL
            else nominative_organization(without_article(words), case="nom")
        )


def _agreement(draft: Draft) -> tuple[str | None, str]:
    verb = draft.verb
    if verb is None or verb.number == "pl" or not verb.genders:
        return None, verb.number if verb else ""
    if "f" in verb.genders and "m1" not in verb.genders:
        return "f", "sg"
    return ("m" if "m1" in verb.genders and "f" not in verb.genders else None), "sg"
