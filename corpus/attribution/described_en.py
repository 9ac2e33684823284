"""The person, group or organisation that English words describe without naming a person."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.attribution.cast import without_article
from corpus.attribution.lists_en import words_of_descriptions
from corpus.attribution.parts import Parts
from corpus.attribution.person_evidence_en import known_first_name
from corpus.attribution.resolved import Resolved, as_member
from corpus.attribution.speaker_kind import singular_person, speaker_phrase
from corpus.attribution.speaker_words_en import group_name, of_a_kind, one_holder, organisation_name, role_heads
from corpus.attribution.speakers_en import EnglishSpeakers
from corpus.attribution.tokens import Token
from corpus.attribution.words_en import is_institution, is_role
from corpus.names import is_common_noun, strip_legal_form
from corpus.types import Language, Speaker, SpeakerType


def described(
    english: EnglishSpeakers,
    parts: Parts,
    words: str,
    tokens: Sequence[Token],
    kind: SpeakerType,
    position: int,
    start: int,
) -> Resolved | None:
    """Whom a phrase describes; ``None`` when it can be read only by its words.

    :param words: the phrase as written, beginning at ``start`` of the text.
    :param position: the place from which the article is looked back at.
    """
    single = one_holder(parts.role)
    led = of_a_kind(words) if words[:1].isupper() else words
    if led != words and not known_first_name(led.split()[0]):
        return Resolved(Speaker(strip_legal_form(led), SpeakerType.ORGANIZATION), certainty=0.8)
    meant = english.organisation(tokens, position) if tokens else None
    if meant is not None:
        return Resolved(Speaker(meant, SpeakerType.ORGANIZATION), certainty=0.75)
    if kind is SpeakerType.ORGANIZATION and not single and not singular_person(tokens):
        named = _organisation(english.text, words, start)
        if named is not None:
            named = named.lower() if _only_opens(english.text, named, start) else named
            return Resolved(Speaker(strip_legal_form(named), kind), certainty=0.8)
    if kind is SpeakerType.GROUP and not single:
        return Resolved(Speaker(speaker_phrase(group_name(words), Language.EN), kind), certainty=0.8)
    if kind is not SpeakerType.PERSON and not singular_person(tokens) and not single:
        return None
    member = english.described(parts, words, position)
    if member is not None:
        member.mention(position)
        return as_member(member, 0.8)
    return _new_person(english, parts, words, position) if kind is SpeakerType.PERSON or single else None


def _only_opens(text: str, named: str, start: int) -> bool:
    """Whether a word is an ordinary noun with the capital of its sentence: ``Management insists that …``."""
    before = text[:start].rstrip(" ")[-1:]
    opens = not before or before in '.!?"”\n'
    inside = re.search(rf"[a-z,;] {re.escape(named)}\b", text) is not None
    return opens and not inside and named.istitle() and " " not in named and is_common_noun(named.lower())


def _organisation(text: str, words: str, start: int) -> str | None:
    led = _APPOSED.match(words)
    if led is not None and not is_role(_token(led["kind"])) and is_institution(_token(led["kind"])):
        return led["name"]
    before = text[:start].rstrip(" ")[-1:]
    opens = not before or before in '.!?"”\n'
    words = without_article(words) if words[:2] in {"A ", "An"} else words
    return organisation_name(words, opens=opens) if words[:1].isupper() or words[4:5].isupper() else None


# "the country's largest union, Unify"
_APPOSED = re.compile(r"(?:[Tt]he|[Ii]ts|[Tt]heir|[Aa]n?|[Aa]nother) [^,]*?(?P<kind>[a-z-]+), (?P<name>[A-Z][^,]*)$")


def _token(word: str) -> Token:
    return Token(0, len(word), word, word.lower())


def _new_person(english: EnglishSpeakers, parts: Parts, words: str, position: int) -> Resolved:
    """Somebody who is only described, with the role and the firm that the description gives."""
    firm: str | None = parts.firm
    if parts.firm == "its":
        firm = english.firms.subject(position)
    elif parts.firm.startswith("the "):
        firm = english.firms.meant_by(parts.firm[4:], position)
    elif parts.firm and english.names_person(parts.firm):
        firm = None  # "Mr Smith's spokesman"
    role = parts.role if role_heads(parts.role) - words_of_descriptions("nobody") else None
    anybody = words.lower().startswith(("one ", "another "))
    own = None if parts.firm or anybody else english.firm_of(role, position, introduced=True)
    name = speaker_phrase(words, Language.EN)
    if role is None and parts.role:
        firm = None  # "an Internet user"
    return Resolved(Speaker(name, SpeakerType.PERSON), role, firm or own, certainty=0.75)
