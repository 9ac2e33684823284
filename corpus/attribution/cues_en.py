"""English reporting verbs and phrases, and where they stand in a text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from corpus.attribution.cue import Cue, cue_data
from corpus.attribution.tokens import Token
from corpus.types import Language

_VOWELS = frozenset("aeiou")
_CLASSES = ("say", "think", "that", "object", "naming", "attack", "deny", "advise")
_PEOPLE = frozenset("police people men women media staff children".split())  # plural without an ending
_TAKE = frozenset("take takes took taking ask asks asking face faces facing raise raises answer answers dodge".split())


def _regular(base: str) -> Iterable[str]:
    head, _, particle = base.partition(" ")
    tail = f" {particle}" if particle else ""
    if head.endswith("e"):
        made = [head + "s", head + "d", head[:-1] + "ing"]
    elif head.endswith("y") and head[-2] not in _VOWELS:
        made = [head[:-1] + "ies", head[:-1] + "ied", head + "ing"]
    elif head.endswith(("s", "sh", "ch", "x")):
        made = [head + "es", head + "ed", head + "ing"]
    else:
        made = [head + "s", head + "ed", head + "ing"]
    return [form + tail for form in [head, *made]]


@cache
def english_forms() -> dict[str, tuple[str, bool, frozenset[str]]]:
    """Form → (base form, finite, classes)."""
    data = cue_data(Language.EN)
    weak = frozenset(data["weak"]["forms"])
    table: dict[str, tuple[str, bool, frozenset[str]]] = {}
    bases = dict.fromkeys(base for name in _CLASSES for base in data["verbs"][name])
    for base in bases:
        kinds = {name for name in _CLASSES if base in data["verbs"][name]}
        for form in [base, *data["irregular"].get(base, _regular(base))]:
            marks = kinds | ({"weak"} if form in weak else set())
            table.setdefault(form, (base, not form.split()[0].endswith("ing"), frozenset(marks)))
    return table


@cache
def _english_phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, phrases in cue_data(Language.EN)["phrases"].items():
        for phrase in sorted(phrases, key=len, reverse=True):
            words = tuple(phrase.split())
            table.setdefault(words[0], []).append((words, name))
    return table


_BE = frozenset("is are was were be been being remains remain remained am 's 're".split())


def english_cues(tokens: Sequence[Token]) -> list[Cue]:
    """All reporting verbs and phrases of an English sentence, in order."""
    found: list[Cue] = []
    adjectives = frozenset(cue_data(Language.EN)["adjectives"]["that"])
    skip_to = 0
    for index, token in enumerate(tokens):
        if index < skip_to:
            continue
        phrase = _english_phrase(tokens, index)
        if phrase is not None:
            found.append(phrase)
            skip_to = phrase.last + 1
            continue
        cue = _english_noun(tokens, index) or _english_verb(tokens, index)
        if cue is not None:
            found.append(cue)
            skip_to = cue.last + 1
        elif token.lower in adjectives and index and _after_be(tokens, index):
            found.append(Cue(index, index, index, token.lower, frozenset({"think", "adjective"})))
    return found


def _after_be(tokens: Sequence[Token], index: int) -> bool:
    near = [token.lower for token in tokens[max(0, index - 3) : index]]
    return bool(_BE.intersection(near)) or near[-1:] == ["more"]


def _english_phrase(tokens: Sequence[Token], index: int) -> Cue | None:
    for words, name in _english_phrases().get(tokens[index].lower, ()):
        if tuple(token.lower for token in tokens[index : index + len(words)]) == words:
            classes = frozenset({name, "phrase"} if name == "puts" else {name, "think", "phrase"})
            return Cue(index, index + len(words) - 1, index, " ".join(words), classes)
    return None


_OWNERS = frozenset({"his", "her", "their", "its"})


@cache
def _reporting_nouns() -> frozenset[str]:
    return frozenset(cue_data(Language.EN)["nouns"]["reporting"])


def _english_noun(tokens: Sequence[Token], index: int) -> Cue | None:
    """``X's warning that …``, ``her earlier claim that …``, ``a claim by X that …``: a noun that reports."""
    word = tokens[index].lower
    if word not in _reporting_nouns() or index == 0 or index + 2 >= len(tokens):
        return None
    if tokens[index + 1].lower in {"by", "from"}:
        near = range(index + 3, min(index + 12, len(tokens) - 1))
        led = next((i for i in near if tokens[i].lower == "that" or tokens[i].text in ",;:."), None)
        reports = led is not None and tokens[led].lower == "that" and tokens[index - 1].lower in _ARTICLES
        return Cue(index, index, index, word, frozenset({"noun", "by"}), finite=False) if reports else None
    if tokens[index + 1].lower != "that":
        return None
    for back in range(index - 1, max(index - 4, -1), -1):
        before = tokens[back]
        if before.lower in _OWNERS:
            return Cue(index, index, index, word, frozenset({"noun", "own"}), finite=False)
        if before.text.endswith(("'s", "’s")) or (before.text in {"'", "’"} and back):
            return Cue(index, index, index, word, frozenset({"noun"}), finite=False)
        if not before.is_word or before.is_capital or before.lower in _NOUN_BEFORE:
            return None
    return None


_ARTICLES = frozenset({"the", "a", "an", "this", "and", "repeated", "earlier", "recent", "any", "new"})
_NOUN_BEFORE = frozenset(
    "the a an this that these those its his her their our my your no any some each every of in new latest".split()
)


@cache
def _heads_of_pairs() -> frozenset[str]:
    """The first words of forms such as ``points out``."""
    return frozenset(form.split()[0] for form in english_forms() if " " in form)


_BEFORE_PARTICIPLE = frozenset("the a an his her their its".split())


def _english_verb(tokens: Sequence[Token], index: int) -> Cue | None:
    word = tokens[index].lower
    table = english_forms()
    if index + 1 < len(tokens) and word in _heads_of_pairs():
        pair = table.get(f"{word} {tokens[index + 1].lower}")
        if pair is not None:
            return Cue(index, index + 1, index, pair[0], pair[2], "", frozenset(), pair[1])
    single = table.get(word)
    if single is None:
        return None
    base, finite, classes = single
    before = tokens[index - 1].lower if index else ""
    owned = before.endswith(("'s", "’s")) and word.endswith("ing")
    if owned or (word.endswith(("ed", "ing")) and before in _BEFORE_PARTICIPLE):
        return None  # "the alleged victim", "the warning"
    if "weak" in classes and index and tokens[index].is_capital and tokens[index - 1].is_capital:
        return None  # "the United States"
    if "weak" in classes and (before in _NOUN_BEFORE | _TAKE or before.endswith(("'s", "’s"))):
        return None
    if "weak" in classes and word in {base, f"{base}s"} and _noun_here(tokens, index, plural=word != base):
        return None
    return Cue(index, index, index, base, classes, "", frozenset(), finite)


def _noun_here(tokens: Sequence[Token], index: int, *, plural: bool) -> bool:
    """Whether a form such as ``report``, ``questions`` is a noun: after a verb, or where it does not agree."""
    before = tokens[index - 1] if index else None
    if before is None or not before.is_word or before.is_capital:
        return False
    if plural:
        return before.lower.endswith("ed")  # "sidestepped questions"
    owned = any(t.text in {"'", "’"} or t.text.endswith(("'s", "’s")) for t in tokens[max(0, index - 3) : index])
    if owned:
        return True  # "analysts' average estimate"
    singular = not before.lower.endswith("s") and before.lower not in _PEOPLE
    return singular and any(
        t.lower in {"the", "a", "an", "its", "his", "her"} for t in tokens[max(0, index - 3) : index]
    )
