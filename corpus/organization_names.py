"""Names of organisations, and phrases of roles and groups, brought back to the nominative."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.inflection import CASES, Slot, nominative_form, recase, slots
from corpus.lexicons import institution_lemmas, name_words, role_lemmas
from corpus.morphology import Reading, lemmas, readings
from corpus.name_kinds import strip_legal_form
from corpus.types import Language


@lru_cache(maxsize=16_384)
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
    if "i" in words[1:-1] and case != "nom" and _bare_head(words[: words.index("i")]):
        return _joint(words, case)
    if case == "nom":
        return " ".join([_foreign(words[0]), *(_country(word) for word in words[1:])])
    if _is_sign(words[0]) or not _entries(words[0]) or _is_loan(words):
        return _brand(words, case)
    return head_to_nominative(words, case)


def _is_loan(words: Sequence[str]) -> bool:
    """Whether the first word is a piece of a foreign phrase (``New York Times``), or one word as short as ``Visa``."""
    alone = len(words) == 1 and len(words[0]) == _SHORT and words[0].endswith("a")
    known = readings(words[0])
    return (alone and all(r.has("gen") for r in known)) or (len(words) > 1 and any(r.pos == "frag" for r in known))


def _is_sign(word: str) -> bool:
    """Whether the word is an acronym or a sign like one (``PKO``, ``PiS``)."""
    return sum(letter.isupper() for letter in word) > 1 and "-" not in word


def _brand(words: Sequence[str], case: str | None) -> str:
    """A brand or an acronym with what follows it: ``Wizz Aira``, ``PKO Banku Polskiego``, ``Orange Polsce``."""
    made = [_foreign(words[0])]
    if words[0].isupper() and len(words) > 1 and all(_only_genitive_place(word) for word in words[1:]):
        return " ".join([made[0], *words[1:]])  # "MSZ Francji": the ministry of a country
    for index, word in enumerate(words[1:], 1):
        known = [r for r in readings(word) if r.pos in {"subst", "adj"} and not _NAMES.intersection(r.kinds)]
        if known and not _is_sign(word) and not any(r.has("nom") for r in readings(word)):
            return " ".join([*made, head_to_nominative(words[index:], case)])
        made.append(_country(word))
    if len(made) == 2 and made[1] == "Polski" and not _is_sign(words[0]):
        return f"{made[0]} Polska"
    made[-1] = made[-1] if made[-1] != words[-1] else _stripped(words[-1])
    return " ".join(made)


def _only_genitive_place(word: str) -> bool:
    """Whether a word is a country or a town in the genitive, which no firm bears after its acronym."""
    places = [r for r in readings(word) if "nazwa_geograficzna" in r.kinds]
    return bool(places) and word not in {"Polski", "Polska"} and all(r.has("gen") and not r.has("nom") for r in places)


def _stripped(word: str) -> str:
    """An unknown name of a firm without its Polish ending, where its stem shows that it is one."""
    if readings(word) or word.isupper():
        return word
    lower = word.lower()
    if lower.endswith("ii"):
        return word[:-1] + "a"
    for ending in ("iem", "em", "owi", "a", "u"):
        stem = word[: -len(ending)]
        if lower.endswith(ending) and stem.lower().endswith(tuple(name_words("brand_stems"))):
            return stem[:-2] + "x" if stem.endswith("ks") else stem
    return word


def _bare_head(words: Sequence[str]) -> bool:
    """Whether the words are one noun with its adjectives, without a genitive that could be joined to what follows."""
    nouns = [w for w in words if any(r.pos in {"subst", "ger"} for r in readings(w))]
    return len(nouns) == 1 and nouns[0] == words[-1]


def _country(word: str) -> str:
    """``Polsce`` in ``Orange Polsce``: a country after a brand is inflected with the phrase."""
    places = [r for r in readings(word) if "nazwa_geograficzna" in r.kinds and r.pos == "subst"]
    return recase(places[0].lemma, word) if places and not any(r.has("nom") for r in places) else _foreign(word)


def _joint(words: Sequence[str], case: str | None) -> str:
    """``Prawa i Sprawiedliwości``: both parts are brought to the nominative when both can stand in one oblique case."""
    at = words.index("i")
    left, right = list(words[:at]), list(words[at + 1 :])
    for tried in [case] if case else ["nom", "gen", "inst", "dat", "loc"]:
        parts = [head_to_nominative(part, tried) for part in (left, right)]
        fits = all(
            any(slot.case == tried and slot.number == "sg" for slot in slots(part[0])) for part in (left, right) if part
        )
        if fits and left and right:
            return f"{parts[0]} i {parts[1]}"
    return " ".join(words)


_SHORT = 4  # "Visa" would be the genitive of a noun of three letters, which is hardly a firm
_NAMES = frozenset({"nazwisko", "imię", "nazwa_geograficzna", "człon_nazwy_geograficznej"})
_APOSTROPHE = re.compile(r"['’](?:a|owi|em|ie|u|s)$")
_ACRONYM = re.compile(r"^(\w*[A-ZĄĆĘŁŃÓŚŹŻ]\w*[A-ZĄĆĘŁŃÓŚŹŻ])-(?:etu|etem|ecie|a|u|owi|em|iem|ie|y|ą|ę|ów|om|ami|ach)$")


def _foreign(word: str) -> str:
    return _ACRONYM.sub(r"\1", _APOSTROPHE.sub("", word))


def _entries(word: str) -> tuple[Reading, ...]:
    """The readings of a word; of a compound adjective (``Górniczo-Hutniczej``) those of its last part."""
    first, _, last = word.rpartition("-")
    if first and first.lower().endswith("o") and all(r.pos == "adja" for r in readings(word)):
        return tuple(r for r in readings(last) if r.pos == "adj")
    return readings(word)


def _is_adjective(word: str) -> bool:
    return not word[:1].isupper() and any(r.pos in {"adj", "ppas", "pact"} for r in readings(word))


def _drop_generic(words: list[str]) -> list[str]:
    at = 0
    while at < len(words) - 1 and _is_adjective(words[at]) and not lemmas(words[at]) & name_words("generic_heads_pl"):
        at += 1
    head = lemmas(words[at]) if at < len(words) else frozenset()
    following = at + 1
    while following < len(words) and _is_adjective(words[following]):
        following += 1
    named = following < len(words) and words[following][:1].isupper()
    if named and head & name_words("generic_heads_pl") and not words[at][:1].isupper():
        return words[following:]
    return words


def head_to_nominative(words: Sequence[str], case: str | None) -> str:
    """The words with the head noun and the adjectives that agree with it in the nominative; the genitive tail stays.

    :param case: the case the head stands in, when known.
    """
    best: tuple[float, str] | None = None
    for tried in [case] if case else [c for c in CASES if c != "voc"]:
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
                    + {"gen": 0.1, "loc": 0.05}.get(tried, 0.0)
                )
                if best is None or score > best[0]:
                    best = (score, text)
    return best[1] if best else " ".join(_foreign(word) for word in words)


def _agreeing(words: Sequence[str], slot: Slot) -> tuple[str, float] | None:
    """The phrase with its head and adjectives in the nominative, if one noun of it can stand in the slot."""
    made: list[str] = []
    head: Reading | None = None
    steady = False  # whether the head as written can be the nominative too
    agreed = 0.0
    for index, word in enumerate(words):
        prefix, known = _in_slot(word, slot)
        noun = min((r for r in known if r.pos in {"subst", "depr", "ger"}), key=_strangeness, default=None)
        adjective = next((r for r in known if r.pos in {"adj", "ppas", "pact", "num"}), None)
        if steady and slot.case != "nom" and _genitive_pair(words[index:]):
            adjective = None  # "Forum Obywatelskiego Rozwoju": the head does not change, the adjective is another's
        ahead = adjective and not _is_role(noun) and _noun_ahead(words[index + 1 :], slot)
        if head is None and noun is not None and not ahead:
            form, points = nominative_form(noun, slot.number, slot.gender), 1.0 - 0.7 * _strangeness(noun)
            head, steady = noun, any(at.case == "nom" and at.number == slot.number for at in slots(word, ("subst",)))
        elif adjective is not None and (
            head is None or (index <= _adjacent(made) + 1 and slot.case != "gen") or _agrees_only(word, slot)
        ):
            form, points = nominative_form(adjective, slot.number, slot.gender), 0.8
        elif head is not None:
            made.extend(_foreign(w) if not readings(w) else w for w in words[index:])
            break
        elif not readings(word) or word.isupper():
            made.append(_foreign(word))
            continue
        else:
            return None
        if form is None:
            return None
        made.append(
            prefix + (form if form.lower() == word.lower() and _is_sign(word) else recase(form, word[len(prefix) :]))
        )
        agreed += points
    return (" ".join(made), agreed) if head is not None or agreed else None


def _in_slot(word: str, slot: Slot) -> tuple[str, tuple[Reading, ...]]:
    """The readings of a word in a slot, and the first part of a compound adjective, which is not inflected."""
    known = slots(word).get(slot, ())
    if not known and "-" in word and _entries(word) != readings(word):
        first, _, last = word.rpartition("-")
        return f"{first}-", tuple(r for r in slots(last).get(slot, ()) if r.pos == "adj")
    return "", known


def _strangeness(reading: Reading) -> float:
    """How unlikely a noun is in a name of an organisation: surnames and places beside the common noun."""
    if reading.pos == "depr":
        return 2.0
    if _NAMES.intersection(reading.kinds):
        return 1.0
    return -0.3 if reading.lemma in institution_lemmas(Language.PL) else 0.0


def _is_role(reading: Reading | None) -> bool:
    return reading is not None and reading.lemma in role_lemmas(Language.PL)


def _genitive_pair(words: Sequence[str]) -> bool:
    """Whether an adjective in the genitive comes with a noun of its own."""
    if len(words) < 2:
        return False
    nouns = {slot for slot in slots(words[1], ("subst", "ger")) if slot.case == "gen"}
    return not nouns.isdisjoint(slots(words[0], ("adj", "ppas", "pact")))


def _adjacent(made: Sequence[str]) -> int:
    return len(made) - 1


def _agrees_only(word: str, slot: Slot) -> bool:
    """Whether an adjective after the head agrees with it."""
    return slot in slots(word, ("adj", "ppas", "pact"))


def _noun_ahead(words: Sequence[str], slot: Slot) -> bool:
    return bool(words) and any(r.pos in {"subst", "ger"} for r in slots(words[0]).get(slot, ()))
