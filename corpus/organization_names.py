"""Names of organisations, and phrases of roles and groups, brought back to the nominative."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.inflection import CASES, Slot, loan_plural, nominative_form, recase, slots
from corpus.lexicons import group_lemmas, name_words, role_lemmas
from corpus.morphology import lemmas, readings
from corpus.name_kinds import strip_legal_form
from corpus.types import Language


@lru_cache(maxsize=50_000)
def nominative_organization(surface: str, case: str | None = None) -> str:
    """The nominative of an organisation's name, legal form off, a generic head before a capitalised name dropped.

    :param case: the case it stands in, when known; ``nom`` leaves the words as they are.
    """
    bare = strip_legal_form(surface.strip(" ,.\"„”“'«»"))
    words = [w for w in bare.replace("„", "").replace("”", "").replace('"', "").split() if w]
    named = _drop_generic(words)
    if not named:
        return surface
    if len(named) < len(words):  # "firmy Visa", "sieci handlowej Lidl": the name beside its genus is not inflected
        bank = next((True for w in words[: len(words) - len(named)] if "bank" in lemmas(w)), False)
        return ("Bank " if bank else "") + " ".join(_foreign(word) for word in named)
    if " i " in f" {bare} " and case != "nom":
        return _joint(words, case)
    if case == "nom" or not readings(words[0]) or words[0].isupper():
        return " ".join([_foreign(words[0]), *(_country(word) for word in words[1:])])
    return _head_to_nominative(words, case)


def _country(word: str) -> str:
    """``Polsce`` in ``Orange Polsce``: a country after a brand is inflected with the phrase."""
    places = [r for r in readings(word) if "nazwa_geograficzna" in r.kinds and r.pos == "subst"]
    return recase(places[0].lemma, word) if places and not any(r.has("nom") for r in places) else _foreign(word)


def _joint(words: Sequence[str], case: str | None) -> str:
    """``Prawa i Sprawiedliwości``: both parts are brought to the nominative when both can stand in one oblique case."""
    at = words.index("i")
    left, right = list(words[:at]), list(words[at + 1 :])
    for tried in [case] if case else ["nom", "gen", "inst", "dat", "loc"]:
        parts = [_head_to_nominative(part, tried) for part in (left, right)]
        fits = all(
            any(slot.case == tried and slot.number == "sg" for slot in slots(part[0])) for part in (left, right) if part
        )
        if fits and left and right:
            return f"{parts[0]} i {parts[1]}"
    return " ".join(words)


def _foreign(word: str) -> str:
    return re.sub(r"['’](?:a|owi|em|ie|u|s)$", "", word)


def _drop_generic(words: list[str]) -> list[str]:
    at = 0
    while (
        at < len(words) - 1 and not words[at][:1].isupper() and lemmas(words[at]) & name_words("generic_adjectives_pl")
    ):
        at += 1
    head = lemmas(words[at]) if at < len(words) else frozenset()
    following = at + 1
    while (
        following < len(words)
        and not words[following][:1].isupper()
        and lemmas(words[following]) & name_words("generic_adjectives_pl")
    ):
        following += 1
    named = following < len(words) and words[following][:1].isupper()
    if named and head & name_words("generic_heads_pl") and not words[at][:1].isupper():
        return words[following:]
    return words


def _head_to_nominative(words: Sequence[str], case: str | None) -> str:
    """Decline the head noun and the adjectives that agree with it; the genitive tail stays."""
    best: tuple[float, str] | None = None
    for tried in [case] if case else CASES:
        for number in ("sg", "pl"):
            for gender in ("m1", "m2", "m3", "f", "n"):
                made = _agreeing(words, Slot(number, tried, gender))
                if made is None:
                    continue
                text, agreed = made
                score = (
                    agreed
                    + (0.5 if tried == "nom" else 0.0)
                    + (0.8 if number == "sg" else 0.0)
                    + (0.1 if tried == "gen" else 0.0)
                )
                if best is None or score > best[0]:
                    best = (score, text)
    return best[1] if best else " ".join(_foreign(word) for word in words)


def _agreeing(words: Sequence[str], slot: Slot) -> tuple[str, float] | None:
    """The phrase with its head and adjectives in the nominative, if one noun of it can stand in the slot."""
    made: list[str] = []
    head = False
    agreed = 0.0
    for index, word in enumerate(words):
        known = slots(word).get(slot, ())
        noun = next((r for r in known if r.pos in {"subst", "depr", "ger"}), None)
        adjective = next((r for r in known if r.pos in {"adj", "ppas", "pact", "num"}), None)
        if (
            not head
            and noun is not None
            and not (adjective and index + 1 < len(words) and _noun_ahead(words[index + 1 :], slot))
        ):
            form = nominative_form(noun, slot.number, slot.gender)
            if form is None:
                return None
            made.append(recase(form, word))
            head, agreed = True, agreed + 1
        elif adjective is not None and (
            not head or (index <= _adjacent(made) + 1 and slot.case != "gen") or _agrees_only(word, slot)
        ):
            form = nominative_form(adjective, slot.number, slot.gender)
            if form is None:
                return None
            made.append(recase(form, word))
            agreed += 0.8
        elif head:
            made.extend(_foreign(w) if not readings(w) else w for w in words[index:])
            break
        elif not readings(word) or word.isupper():
            made.append(_foreign(word))
        else:
            return None
    return (" ".join(made), agreed) if head or agreed else None


def _adjacent(made: Sequence[str]) -> int:
    return len(made) - 1


def _agrees_only(word: str, slot: Slot) -> bool:
    """Whether an adjective after the head agrees with it."""
    return slot in slots(word, ("adj", "ppas", "pact"))


def _noun_ahead(words: Sequence[str], slot: Slot) -> bool:
    return bool(words) and any(r.pos in {"subst", "ger"} for r in slots(words[0]).get(slot, ()))


@lru_cache(maxsize=50_000)
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
    if english or (len(words) > 1 and all(w[:1].isupper() for w in words)):
        return " ".join(words)
    if words[0][:1].isupper() and not words[0].isupper() and (readings(words[0].lower()) or loan_plural(words[0])):
        words[0] = words[0].lower()
    plural = loan_plural(words[0]) or _personal_plural(words[0])
    if plural is not None:
        return " ".join([plural, *words[1:]])
    if case == "nom" or (case is None and _already_nominative(words)):
        return " ".join(words)
    return _head_to_nominative(words, case)


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
        here = {(slot.number, slot.gender) for slot in slots(word) if slot.case == "nom"}
        common = here if common is None else common & here
        if not common:
            return False
        if any(r.pos in {"subst", "depr"} for slot, found in slots(word).items() if slot.case == "nom" for r in found):
            return index + 1 >= len(words) or not _disagrees(words[index + 1], common)
    return False


def _disagrees(word: str, wanted: set[tuple[str, str]]) -> bool:
    """Whether the word after a noun is an adjective that can only belong to another case of it."""
    known = slots(word)
    if not known or any(r.pos in {"subst", "ger"} for found in known.values() for r in found):
        return False
    return not any(slot.case == "nom" and (slot.number, slot.gender) in wanted for slot in known)
