"""What kind of speaker a phrase describes: a person, an organisation, a group, or nobody can tell."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.attribution import words_en, words_pl
from corpus.attribution.cast import without_article
from corpus.attribution.draft import Draft
from corpus.attribution.generic import GENERIC
from corpus.attribution.lists_en import words_of
from corpus.attribution.things import is_abbreviation
from corpus.attribution.tokens import Token
from corpus.morphology import lemmas, readings
from corpus.names import nominative_phrase
from corpus.types import Language, SpeakerType


def speaker_kind(tokens: list[Token], words: str, language: Language, *, genitive: bool = False) -> SpeakerType:
    """What kind of speaker a phrase without a person's name describes.

    :param tokens: the words of the phrase.
    :param genitive: whether it stands in the genitive.
    """
    polish = language is Language.PL
    grammar = words_pl if polish else words_en
    for token in tokens[:5]:
        acronym = token is tokens[0] and token.is_capital and token.text.isupper() and len(token.text) > 1
        if acronym and not is_abbreviation(token.text):
            return SpeakerType.ORGANIZATION
        if polish and genitive and grammar.is_institution(token) and token.may_be("sg", "gen"):
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
                token.may_be("pl", case) and not token.may_be("sg", case) if polish else words_en.is_plural_role(token)
            )
            return SpeakerType.GROUP if plural else SpeakerType.PERSON
        if (
            "-lat" in token.lower
            or (not polish and token.lower.endswith("-year"))
            or not lemmas(token.lower).isdisjoint(GENERIC)
        ):
            return SpeakerType.PERSON
    if polish and tokens and (not words[0].isupper() or (readings(tokens[0].lower) and not _proper(tokens))):
        head = next((t for t in tokens if t.has_pos("subst")), None)
        if head is not None and head.may_be("sg", "m1") and head.may_be("nom"):
            return SpeakerType.PERSON
        return SpeakerType.GROUP if head is not None and head.may_be("pl") else SpeakerType.UNKNOWN
    if (
        not polish
        and not any(t.is_capital for t in tokens[1:])
        and tokens
        and tokens[0].lower in words_en.DETERMINERS | {"some", "many"}
    ):
        return SpeakerType.GROUP if tokens[-1].lower.endswith("s") else SpeakerType.UNKNOWN
    return SpeakerType.ORGANIZATION if any(t.is_capital for t in tokens) else SpeakerType.GROUP


def singular_person(tokens: Sequence[Token]) -> bool:
    """Whether English words describe one person by party or nation: ``the Norwegian``, ``the Leeds Liberal``."""
    last = tokens[-1] if tokens else None
    one = last is not None and last.is_capital and last.lower in words_of("adjectives")
    return one and tokens[0].lower in {"the", "a", "an", "one", "another"}


def speaker_phrase(words: str, language: Language, *, genitive: bool = False) -> str:
    """A description in its base form: nominative, without an article."""
    if language is not Language.PL:
        return without_article(words)
    made = nominative_phrase(words, "gen") if genitive else nominative_phrase(words)
    first = made.split(" ", 1)[0]
    token = Token(0, len(first), first, first.lower())
    common = first.istitle() and bool(readings(token.lower)) and (words_pl.is_role(token) or words_pl.is_group(token))
    return made[0].lower() + made[1:] if common and " " in made else made  # "Analitycy X": the sentence's capital


# Verbs of people rather than of institutions: they tell that an unknown name is somebody's.
_PERSONAL = frozenset(
    "mówić powiedzieć odeprzeć odrzec odpowiedzieć przyznać przyznawać wspominać opowiadać żartować zażartować pytać "
    "zapytać dodać dodawać śmiać uśmiechać wyznać cieszyć tłumaczyć ironizować kwitować skwitować wyjaśniać".split()
)


def speaks(draft: Draft, name: str) -> bool:
    """Whether an unknown single name belongs to a person, by the verb."""
    personal = draft.verb is not None and draft.verb.lemma in _PERSONAL and draft.verb.number == "sg"
    return personal and " " not in name and not name.isupper() and not readings(name)


def _proper(tokens: list[Token]) -> bool:
    """Whether a phrase that opens with an ordinary word holds a proper name after it, or is an acronym."""
    return tokens[0].text.isupper() or any(token.is_capital for token in tokens[1:])
