"""The attitude lexicon of a language: which words are for, which against, and which turn others round."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from corpus.morphology import readings
from corpus.types import Language

_WEIGHTS = {"strong": 1.0, "figurative": 0.85, "medium": 0.65, "weak": 0.3}
_CUE_WEIGHTS = {"supportive": 0.9, "supportive_weak": 0.4, "sceptical": -0.9, "sceptical_weak": -0.4}
_VALENCE = {"goods": 1.0, "bads": -1.0}
_DERIVED = 0.8  # "niekorzystny" is a little weaker than the opposite of "korzystny"
_GAP = 2  # words that may stand between two words of a phrase
_SHORT = 3  # but none before a preposition ("opowiadać się za", "pay off")
_MOVABLE = frozenset(("się", "być", "it"))


class Role(StrEnum):
    """What a word does to the words beside it."""

    NEGATOR = "negators"
    ABSENCE = "absence"
    REDUCER = "reducers"
    DENIER = "deniers"
    IRONY = "irony"
    EXCESS = "excess"
    TRAILING = "trailing"
    INTENSIFIER = "intensifiers"
    HEDGE = "hedges"
    CONTRAST = "contrast"
    CONCESSION = "concession"
    CONDITION = "condition"
    UNREAL = "unreal"
    CONJUNCTION = "conjunctions"
    RELATIVE = "relative"
    ANAPHORA = "anaphora"
    COMPARISON = "comparison"
    QUESTION = "questions"
    INFORMATIVE = "informative"
    INSTEAD = "instead"
    BARRING = "barring"
    DEMAND = "demand"
    REMOVAL = "removal"
    RISE = "rise"
    FALL = "fall"
    PAST = "past"
    PRESENT = "present"
    INTENDED = "intended"
    ANY = "any"
    FEAR = "fear"
    SWEEPING = "sweeping"
    OLD = "old"
    NEW = "new"
    DISMISSAL = "dismissal"


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or phrase of the lexicon.

    :param words: lemmas, one for each word of the phrase.
    :param weight: −1 (wholly against) to 1 (wholly for); 0 for words that only change others.
    :param roles: what it does to its neighbours.
    """

    words: tuple[str, ...]
    weight: float
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found in a list of words; ``end`` is one past its last word."""

    start: int
    end: int
    weight: float
    roles: frozenset[Role]


class Lexicon:
    """Entries by their first word, with inflection undone by ``keys``."""

    def __init__(self, entries: Mapping[tuple[str, ...], Entry], keys: Callable[[str], frozenset[str]]) -> None:
        self._keys = keys
        self._by_first: dict[str, list[Entry]] = {}
        for entry in entries.values():
            self._by_first.setdefault(entry.words[0], []).append(entry)
        self._cached = lru_cache(maxsize=32_768)(self._entries)

    def match(self, words: list[str], at: int, stop: int) -> Match | None:
        """The longest entry that begins at word ``at`` and ends before word ``stop``."""
        near: frozenset[str] | None = None
        for entry in self._cached(words[at]):
            if len(entry.words) > 1:  # of most phrases the second word is not there
                if near is None:
                    near = frozenset[str]().union(*map(self._keys, words[at + 1 : min(at + 2 + _GAP, stop)]))
                if entry.words[1] not in near:
                    continue
            end = self._end(entry, words, at, stop)
            if end:
                return Match(at, end, entry.weight, entry.roles)
        return None

    def _entries(self, word: str) -> tuple[Entry, ...]:
        found = {entry for key in self._keys(word) for entry in self._by_first.get(key, ())}
        if not found:
            found = {
                Entry((key,), -_DERIVED * entry.weight, frozenset())
                for key in self._keys(word)
                for entry in self._by_first.get(_unprefixed(key), ())
                if len(entry.words) == 1 and entry.weight
            }
        lowered = word.lower()  # "lecz" is the conjunction before it is a form of "leczyć"
        return tuple(
            sorted(
                found,
                key=lambda entry: (-len(entry.words), entry.words[0] != lowered, -abs(entry.weight), entry.words),
            )
        )

    def _end(self, entry: Entry, words: list[str], at: int, stop: int) -> int:
        position = at + 1
        for wanted in entry.words[1:]:
            gap = 0 if len(wanted) < _SHORT and wanted not in _MOVABLE else _GAP
            for candidate in range(position, min(position + gap + 1, stop)):
                if wanted in self._keys(words[candidate]):
                    position = candidate + 1
                    break
            else:
                return 0
        return position


@cache
def attitude_lexicon(language: Language) -> Lexicon:
    """The words of a statement that show attitude, and those that negate, hedge, contrast …"""
    tables = _tables(language)
    entries: dict[tuple[str, ...], Entry] = {}
    for side, sign in (("supportive", 1), ("sceptical", -1)):
        for name, weight in _WEIGHTS.items():
            _add(entries, tables[side][name], weight=sign * weight)
    for table in ("shift", "degree", "clause"):
        for name, listed in tables[table].items():
            _add(entries, listed, role=Role(name))
    for name, listed in tables["frame"].items():
        if name not in _VALENCE:
            _add(entries, listed, role=Role(name))
            _inherit(entries, listed, _KEYS[language])
    for words in _phrases(tables["neutral"]["phrases"]):
        entries[words] = Entry(words, 0.0, frozenset())
    return Lexicon(entries, _KEYS[language])


@cache
def valence_lexicon(language: Language) -> Lexicon:
    """What is better when there is more of it (weight 1: sales) and what when there is less (−1: costs)."""
    tables = _tables(language)
    entries: dict[tuple[str, ...], Entry] = {}
    for name, weight in _VALENCE.items():
        _add(entries, tables["frame"][name], weight=weight)
    return Lexicon(entries, _KEYS[language])


@cache
def cue_lexicon(language: Language) -> Lexicon:
    """The reporting words that carry stance themselves ("skrytykował", "welcomed")."""
    tables = _tables(language)
    entries: dict[tuple[str, ...], Entry] = {}
    for name, listed in tables["cue"].items():
        if name in _CUE_WEIGHTS:
            _add(entries, listed, weight=_CUE_WEIGHTS[name])
        else:
            _add(entries, listed, role=Role(name))
    _add(entries, tables["shift"]["negators"], role=Role.NEGATOR)
    _add(entries, tables["frame"]["demand"], role=Role.DEMAND)
    return Lexicon(entries, _KEYS[language])


def _tables(language: Language) -> dict[str, dict[str, str]]:
    text = files("corpus").joinpath("data", f"stance_{language.value}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _phrases(listed: str) -> Iterator[tuple[str, ...]]:
    for phrase in listed.split(","):
        words = tuple(phrase.split())
        if words:
            yield words


def _add(entries: dict[tuple[str, ...], Entry], listed: str, *, weight: float = 0.0, role: Role | None = None) -> None:
    """Adds phrases; one that is listed twice keeps its first weight and gathers the roles."""
    for words in _phrases(listed):
        known = entries.get(words, Entry(words, weight, frozenset()))
        entries[words] = Entry(words, known.weight, known.roles | ({role} if role else frozenset()))


def _inherit(entries: dict[tuple[str, ...], Entry], listed: str, keys: Callable[[str], frozenset[str]]) -> None:
    """Gives listed forms of a word ("collapsed") the weight that its base form was listed with."""
    for words in _phrases(listed):
        if len(words) == 1 and not entries[words].weight:
            bases = [entries[key,] for key in sorted(keys(words[0])) if (key,) in entries]
            weight = max((base.weight for base in bases), key=abs, default=0.0)
            entries[words] = Entry(words, weight, entries[words].roles)


def _unprefixed(key: str) -> str:
    for prefix in ("nie", "un"):
        if key.startswith(prefix) and len(key) > len(prefix) + 3:
            return key[len(prefix) :]
    return ""


@lru_cache(maxsize=32_768)
def polish_keys(word: str) -> frozenset[str]:
    """The word itself, its lemmas, and for an adverb the adjectives that it may come from (lower-cased)."""
    lowered = word.lower()
    keys = {lowered}
    for reading in readings(lowered):
        lemma = reading.lemma.lower()
        keys.add("nie" + lemma if reading.tag.endswith(":neg") else lemma)
        if reading.pos == "adv":
            keys.update(_adjectives(lemma))
    return frozenset(keys)


@lru_cache(maxsize=32_768)
def may_be_subject(word: str) -> bool:
    """Whether a Polish word can be a noun or personal pronoun in the nominative."""
    # words of two letters ("mi", "by") have rare homonyms that are nouns
    return len(word) > 2 and any(
        reading.pos in ("subst", "ppron12", "ppron3") and reading.has("nom") for reading in readings(word)
    )


@lru_cache(maxsize=32_768)
def may_be_object(word: str) -> bool:
    """Whether a Polish word can be a noun in the accusative."""
    return len(word) > 2 and any(reading.pos in ("subst", "ger") and reading.has("acc") for reading in readings(word))


@lru_cache(maxsize=32_768)
def may_be_infinitive(word: str) -> bool:
    """Whether a Polish word can be an infinitive."""
    return any(reading.pos == "inf" for reading in readings(word))


@lru_cache(maxsize=32_768)
def may_be_finite(word: str) -> bool:
    """Whether a Polish word can be a finite verb."""
    return len(word) > 2 and any(reading.pos in ("fin", "praet", "bedzie") for reading in readings(word))


_ADVERB_ENDINGS = {
    "nie": "ny",
    "wie": "wy",
    "rze": "ry",
    "dzie": "dy",
    "cie": "ty",
    "le": "ły",
    "ko": "ki",
    "go": "gi",
    "o": "y",
}


def _adjectives(adverb: str) -> Iterator[str]:
    for ending, adjective in _ADVERB_ENDINGS.items():
        if adverb.endswith(ending):
            yield adverb[: -len(ending)] + adjective


@lru_cache(maxsize=32_768)
def english_keys(word: str) -> frozenset[str]:
    """The word itself and the base forms that regular inflection may have made it from (lower-cased)."""
    lowered = word.lower().replace("’", "'")
    keys = {lowered, lowered.removesuffix("'s")}
    for ending, bases in _ENGLISH_ENDINGS.items():
        if lowered.endswith(ending) and len(lowered) > len(ending) + 2:
            stem = lowered[: -len(ending)]
            keys.update(stem + base for base in bases)
            if len(stem) > 3 and stem[-1] == stem[-2] and ending in ("ed", "ing"):
                keys.add(stem[:-1])
    return frozenset(keys)


_ENGLISH_ENDINGS = {
    "s": ("",),
    "es": ("",),
    "ies": ("y",),
    "ed": ("", "e"),
    "ied": ("y",),
    "ing": ("", "e"),
    "ly": ("", "le"),
    "ily": ("y",),
    "ally": ("",),
}

_KEYS: Mapping[Language, Callable[[str], frozenset[str]]] = {Language.PL: polish_keys, Language.EN: english_keys}
