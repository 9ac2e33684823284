"""Phrases of roles and groups (``głównej analityczki``, ``Country Managera``) brought back to the nominative."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from corpus.inflection import loan_plural, recase, slots
from corpus.lexicons import group_lemmas, institution_lemmas, name_words, role_lemmas
from corpus.morphology import Reading, readings
from corpus.organization_names import head_to_nominative
from corpus.types import Language

_COMMON = {"subst", "adj", "ger", "ppas", "pact", "conj", "prep", "brev"}


@lru_cache(maxsize=16_384)
def nominative_phrase(surface: str, case: str | None = None) -> str:
    """The nominative of a role or a group (``dyrektora zarządzającego`` → ``dyrektor zarządzający``).

    The first letter becomes small unless the word is a proper name, an acronym or an English title.
    """
    words = surface.strip(" ,").split()
    if not words:
        return surface
    english = (
        not any(c in "ąęłńóśćżź" for c in surface.lower())
        and words[0].lower() in role_lemmas(Language.EN)
        and not readings(words[0].lower())
    )
    if english:
        return " ".join(words)
    if len(words) > 1 and all(w[:1].isupper() for w in words):
        if not all(_is_common(word) for word in words):
            return _title_in_english(words, case)
        words = _small_letters(words)
    joint = _joint_roles(words, case)
    if joint is not None:
        return joint
    if _compound(words):
        return _title_in_english(words, case)
    if (
        words[0][:1].isupper()
        and not _is_nation(words[0])
        and not words[0].isupper()
        and (readings(words[0].lower()) or loan_plural(words[0]))
    ):
        words[0] = words[0].lower()
    plural = loan_plural(words[0]) or _personal_plural(words[0])
    if plural is not None:
        return " ".join([plural, *words[1:]])
    if case is None and (_one_woman(readings(words[0])) or _one_man(readings(words[0]))):
        return head_to_nominative(words, "gen")
    if case == "nom" or (case is None and _already_nominative(words)):
        return " ".join(words)
    made = head_to_nominative(words, case)
    if made == " ".join(words) and any(r.pos == "pact" for r in readings(words[0])):
        return " ".join(
            [head_to_nominative(words[:1], case), *words[1:]]
        )  # "kierującego zespołem": no noun is the head
    return made


def _is_common(word: str) -> bool:
    """Whether the word is a Polish common noun or adjective that a title only writes with a capital."""
    known = [r for r in readings(word.lower()) if r.pos in _COMMON and not r.lemma[:1].isupper()]
    return not word.isupper() and any("nom.gen" not in r.tag for r in known)  # a loan like "country" is not inflected


_INSIDE = frozenset("zarząd biuro dział oddział departament dyrekcja centrum sekretariat".split())


def _small_letters(words: Sequence[str]) -> list[str]:
    """``Prezes Zarządu`` → ``prezes zarządu``; a name in the title keeps its capitals: ``członek Izby Lordów``."""
    made = [words[0].lower()]
    for index, word in enumerate(words[1:], 1):
        found = readings(word.lower())
        lemmas = {r.lemma.lower() for r in found} - _INSIDE
        proper = any(r.lemma[:1].isupper() for r in readings(word))
        if proper or not lemmas.isdisjoint(institution_lemmas(Language.PL)):
            return [*made, *words[index:]]
        made.append(word.lower())
    return made


def _is_nation(word: str) -> bool:
    """Whether the word names people of a nation (``Polacy``), which keeps its capital."""
    found = [r for r in readings(word) if r.lemma[:1].isupper() and not {"nazwisko", "imię"}.intersection(r.kinds)]
    return any(r.lemma.lower() in group_lemmas(Language.PL) for r in found)


def _has_role(word: str) -> bool:
    return any(r.pos == "subst" and r.lemma in role_lemmas(Language.PL) for r in readings(word.lower()))


def _compound(words: Sequence[str]) -> bool:
    """``brand managera``: an English compound, of which Polish inflects the last word alone."""
    if len(words) < 2 or _has_role(words[0]) or not _has_role(words[-1]):
        return False
    first = readings(words[0])
    return all(r.pos == "subst" and r.has("nom") and r.has("sg") for r in first if r.pos in {"subst", "adj"})


def _title_in_english(words: Sequence[str], case: str | None) -> str:
    """An English title (``Key Account Managera``) with its last word in the nominative."""
    last = words[-1]
    if case == "nom" or not _has_role(last):
        return " ".join(words)
    found = [r for r in readings(last.lower()) if r.lemma in role_lemmas(Language.PL) and r.has("sg")]
    if not found or any(r.has("nom") for r in found):
        return " ".join(words)
    return " ".join([*words[:-1], recase(found[0].lemma, last)])


def _joint_roles(words: Sequence[str], case: str | None) -> str | None:
    """``dyrektora i założyciela``: two roles of one person, each brought to the nominative."""
    for joint in ("i", "oraz"):
        if joint in words[1:-1]:
            at = words.index(joint, 1)
            right = next((r for r in words[at + 1 :] if any(x.pos == "subst" for x in readings(r))), "")
            if _has_role(words[0]) and _has_role(right):
                parts = [nominative_phrase(" ".join(part), case) for part in (words[:at], words[at + 1 :])]
                return f" {joint} ".join(parts)
    return None


def _personal_plural(word: str) -> str | None:
    """``integratorów`` → ``integratorzy``: the dictionary knows some groups of people only as machines."""
    if not word.lower().endswith(("rów", "rom", "rami", "rach", "ry")):
        return None
    for reading in readings(word.lower()):
        plural = reading.has("pl") and not reading.has("m1") and reading.lemma.endswith(("or", "er"))
        if plural and reading.lemma in group_lemmas(Language.PL):
            return recase(f"{reading.lemma}zy", word)
    return None


def _already_nominative(words: Sequence[str]) -> bool:
    """Whether the first noun, with the adjectives around it, can stand in the nominative as written."""
    common: set[tuple[str, str]] | None = None
    for index, word in enumerate(words):
        if not readings(word):
            return True
        found = slots(word)
        here = {(slot.number, slot.gender) for slot in found if slot.case == "nom"}
        common = here if common is None else common & here
        if not common:
            return False
        if any(r.pos in {"subst", "depr"} for slot, known in found.items() if slot.case == "nom" for r in known):
            return index + 1 >= len(words) or not _disagrees(words[index + 1], common)
    return False


def _one_woman(found: Sequence[Reading]) -> bool:
    """``wiceprezeski``: a role alone, of one woman in the genitive rather than of several in the nominative."""
    role = [r for r in found if r.pos == "subst" and r.lemma in role_lemmas(Language.PL)]
    return (
        any(r.has("gen") and r.has("sg") for r in role)
        and not any(r.has("nom") and r.has("sg") for r in found)
        and not any(r.lemma in group_lemmas(Language.PL) | name_words("women_in_groups") for r in role)
    )


def _one_man(found: Sequence[Reading]) -> bool:
    """``architekta``: a man in the genitive rather than the rare name of a woman in the nominative."""
    role = [r for r in found if r.pos == "subst" and r.lemma in role_lemmas(Language.PL)]
    return any(r.has("m1") and r.has("gen") for r in role) and not any(r.has("nom") for r in role)


def _disagrees(word: str, wanted: set[tuple[str, str]]) -> bool:
    """Whether the word after a noun is an adjective that can only belong to another case of it."""
    known = slots(word)
    if not known or any(r.pos in {"subst", "ger"} for found in known.values() for r in found):
        return False
    return not any(slot.case == "nom" and (slot.number, slot.gender) in wanted for slot in known)
