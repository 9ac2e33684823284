"""The words that introduce what somebody said, and where they stand in a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus.attribution.cue import Cue, cue_data
from corpus.attribution.cues_en import english_cues
from corpus.attribution.tokens import Token
from corpus.morphology import forms, lemmas, readings
from corpus.types import Language

_FINITE = frozenset({"praet", "fin", "bedzie", "winien"})
_INFINITIVE = "inf"  # in place of a number: the modal before it tells
_MODALS = frozenset({"mieć", "musieć", "zdążyć", "zdołać"})
_IMPERSONAL = "-no"  # stands for the lemma of forms without a person (podano, ujęto)
_GENDERS = frozenset({"m1", "m2", "m3", "f", "n"})


@dataclass(frozen=True, slots=True)
class _Form:
    lemma: str
    number: str
    genders: frozenset[str]
    finite: bool


@cache
def _polish_forms() -> dict[str, _Form]:
    """Third-person finite forms and adverbial participles of all reporting verbs."""
    verbs = cue_data(Language.PL)["verbs"]
    speaking = frozenset(verbs["say"])
    table: dict[str, _Form] = {}
    for lemma in dict.fromkeys([*verbs["say"], *verbs["that"], *verbs["naming"]]):
        for form, tag in forms(lemma):
            parts = tag.split(":")
            if parts[0] == "praet":
                entry = _Form(lemma, parts[1], frozenset(parts[2].split(".")) & _GENDERS, True)
            elif parts[0] == "fin" and "ter" in parts[2].split(".") and "perf" not in parts[3:]:
                entry = _Form(lemma, parts[1], frozenset(), True)
            elif parts[0] in {"pcon", "pant"}:
                entry = _Form(lemma, "", frozenset(), False)
            elif parts[0] == "inf" and lemma in speaking:
                entry = _Form(lemma, _INFINITIVE, frozenset(), True)
            elif parts[0] == "imps" and lemma in speaking:
                entry = _Form(_IMPERSONAL, "", frozenset(), True)
            else:
                continue
            table.setdefault(form.lower(), entry)
    for form in verbs["impersonal"]:
        table[form] = _Form(_IMPERSONAL, "", frozenset(), True)
    return table


@cache
def _polish_classes() -> dict[str, frozenset[str]]:
    verbs = cue_data(Language.PL)["verbs"]
    classes: dict[str, set[str]] = {}
    for name in ("say", "that", "object", "reflexive", "beside_only", "naming"):
        for lemma in verbs[name]:
            classes.setdefault(lemma, set()).add(name)
    classes[_IMPERSONAL] = {"say", "impersonal"}
    return {lemma: frozenset(found) for lemma, found in classes.items()}


@cache
def _polish_phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, phrases in cue_data(Language.PL)["phrases"].items():
        for phrase in phrases:
            words = tuple(phrase.split())
            table.setdefault(words[1] if words[0] == "nie" else words[0], []).append((words, name))
    for found in table.values():
        found.sort(key=lambda entry: -len(entry[0]))  # "nie mieć wątpliwości" before "mieć wątpliwości"
    return table


@cache
def _phrase_forms() -> dict[str, frozenset[str]]:
    """Each form of a phrase's verb, with the lemmas it may belong to."""
    table: dict[str, set[str]] = {}
    for lemma in _polish_phrases():
        for form, _ in forms(lemma):
            table.setdefault(form.lower(), set()).add(lemma)
        table.setdefault(lemma, set()).add(lemma)
    for form in ("są", "jest", "był", "była", "byli", "było", "były"):
        table.setdefault(form, set()).add("być")
    return {form: frozenset(found) for form, found in table.items()}


def polish_cues(tokens: Sequence[Token]) -> list[Cue]:
    """All reporting verbs and phrases of a Polish sentence, in order."""
    found: list[Cue] = []
    table, classes, phrase_forms = _polish_forms(), _polish_classes(), _phrase_forms()
    for index, token in enumerate(tokens):
        word = token.lower
        if word in phrase_forms:
            phrase = _polish_phrase(tokens, index)
            if phrase is not None:
                found.append(phrase)
                continue
        form = table.get(word)
        if form is None or (
            token.is_capital and index > 0 and tokens[index - 1].text not in '–—-.?!:„"' and not _opens(tokens, index)
        ):
            continue
        kinds = classes[form.lemma]
        last = index
        if "reflexive" in kinds:
            near = range(max(0, index - 3), min(len(tokens), index + 3))
            if not any(tokens[at].lower == "się" for at in near):
                continue
            if index + 1 < len(tokens) and tokens[index + 1].lower == "się":
                last = index + 1
        first = (
            index - 1
            if index and tokens[index - 1].lower == "nie" and form.lemma in {"wykluczyć", "wykluczać"}
            else index
        )
        if _is_noun_here(tokens, index):
            continue
        number, genders = form.number, form.genders
        if number == _INFINITIVE:
            modal = _modal_before(tokens, index)
            if modal is None:
                continue
            number, genders = _agreement(modal)
        found.append(Cue(first, last, index, form.lemma, kinds, number, genders, form.finite))
    return found


def _modal_before(tokens: Sequence[Token], index: int) -> Token | None:
    """``miał powiedzieć``, ``musiała przyznać``: the finite verb before an infinitive of saying."""
    for token in reversed(tokens[max(0, index - 3) : index]):
        if token.text in ",.;:" or token.lower == "nie":
            return None
        if not _MODALS.isdisjoint(lemmas(token.lower)) and token.has_pos("praet", "fin"):
            return token
    return None


def _opens(tokens: Sequence[Token], index: int) -> bool:
    return index == 0 or all(not token.is_word for token in tokens[:index])


def _is_noun_here(tokens: Sequence[Token], index: int) -> bool:
    """Whether a form such as ``uwagi``, ``raportuje`` is used as a noun: right after a preposition."""
    if index == 0:
        return False
    before = tokens[index - 1]
    nominal = any(reading.pos in {"subst", "adj", "ger"} for reading in readings(tokens[index].lower))
    return nominal and bool(readings(before.lower)) and all(r.pos == "prep" for r in readings(before.lower))


def _polish_phrase(tokens: Sequence[Token], index: int) -> Cue | None:
    for lemma in _phrase_forms()[tokens[index].lower]:
        for words, name in _polish_phrases()[lemma]:
            last = _match_rest(tokens, index, words)
            if last is None:
                continue
            number, genders = _agreement(tokens[index])
            start = index - 1 if words[0] == "nie" else index
            if name == "nobody":
                number = ""
            participle = tokens[index].has_pos("pcon", "pant") and not tokens[index].has_pos("fin", "praet")
            classes = frozenset({name, "that", "phrase"})
            return Cue(start, last, index, " ".join(words), classes, number, genders, not participle)
    return None


def _match_rest(tokens: Sequence[Token], index: int, words: tuple[str, ...]) -> int | None:
    rest = words[1:]
    if words[0] == "nie":
        if index == 0 or tokens[index - 1].lower != "nie":
            return None
        rest = words[2:]
    at = index
    for word in rest:
        for ahead in range(at + 1, min(at + 5, len(tokens))):
            if tokens[ahead].text in {",", ".", ";", ":"}:
                return None
            if tokens[ahead].lower == word or word in _lemmas(tokens[ahead].lower):
                at = ahead
                break
        else:
            return None
    return at


@lru_cache(maxsize=16_384)
def _lemmas(word: str) -> frozenset[str]:
    found = set(lemmas(word))
    found.update(r.lemma.lower() for r in readings(word) if r.pos in {"adj", "ppas", "adja"})
    return frozenset(found)


def _agreement(token: Token) -> tuple[str, frozenset[str]]:
    for reading in token.readings:
        parts = reading.tag.split(":")
        if parts[0] == "praet":
            return parts[1], frozenset(parts[2].split(".")) & _GENDERS
        if parts[0] == "fin":
            return parts[1], frozenset()
    return "", frozenset()


# --- English ----------------------------------------------------------------------------------------------------


def find_cues(tokens: Sequence[Token], language: Language) -> list[Cue]:
    """All reporting verbs and phrases among ``tokens``."""
    return polish_cues(tokens) if language is Language.PL else english_cues(tokens)
