"""The organisations that a Polish article names, for "the company said" and "its president"."""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from corpus.attribution.draft import Passage
from corpus.attribution.tokens import Token
from corpus.attribution.words_pl import is_group, is_institution, is_role
from corpus.morphology import lemmas, readings
from corpus.names import fold, is_person_name

_BACK = 12  # mentions of organisations, counted back, among which a bare head is looked up


@cache
def _data() -> dict[str, Any]:
    source = resources.files("corpus").joinpath("data/firms_pl.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@lru_cache(maxsize=8_192)
def head_kind(word: str) -> str | None:
    """The bare head of an organisation that a word is a form of (``spółki`` → ``spółka``), if any."""
    found = lemmas(word.lower()).intersection(_data()["heads"])
    return min(found) if found else None


def calls_for(word: str) -> frozenset[str]:
    """The heads of organisations and offices whose people a word can mean (``prokurator`` → ``prokuratura``)."""
    return frozenset(_data()["callings"].get(word, ()))


def bare_head(word: str) -> bool:
    """Whether a word is a head that says of an organisation only that it is one (``firmy``, ``izby``)."""
    kind = head_kind(word)
    return kind is not None and (kind in {"izba", "fundacja"} or not _data()["heads"][kind])


@lru_cache(maxsize=8_192)
def held_inside(role: str) -> bool:
    """Whether a role is one that somebody holds in an organisation, and says nothing more of it."""
    words = role.lower().replace("-", " ").split()
    if "ds." in words:
        words = words[: words.index("ds.")]
    heads = [index for index, word in enumerate(words) if not lemmas(word).isdisjoint(_data()["roles"]["inside"])]
    plain = _data()["roles"]["plain"]
    return bool(heads) and all(i in heads or not lemmas(word).isdisjoint(plain) for i, word in enumerate(words))


def firm_mentions(passage: Passage) -> Iterator[tuple[int, str, bool]]:
    """Organisations named in a paragraph in the nominative, or beside a head (``spółki Torvex``).

    :returns: place, name as written without a bare head, whether it opens its sentence or its verb follows.
    """
    tokens = passage.tokens
    index = 0
    while index < len(tokens):
        if not (tokens[index].is_capital and tokens[index].is_word):
            index += 1
            continue
        end = index
        while end < len(tokens) and tokens[end].is_capital and tokens[end].is_word:
            end += 1
        if end - index > 2 and tokens[index].text.isupper() and len(tokens[index].text) > 1:
            rest = [t.text for t in tokens[index + 1 : end]]
            end = index + 1 if is_person_name(rest) == "person" else end  # "wiceszef MON Jan Lis"
        if _names_firm(passage, index, end):
            bare = end - index > 1 and _data()["heads"].get(head_kind(tokens[index].lower)) == []
            qualified = end - index == 2 and tokens[index].has_pos("adj") and not tokens[index + 1].readings
            body = end - index > 1 and tokens[index].lower in {"zarząd", "zarządu"}
            begin = index + (body or qualified or (bare and tokens[index].lower != "bank"))
            verb = end < len(tokens) and _is_verb(tokens[end])
            subject = verb or index == passage.sentence_of(index)[0]
            yield tokens[index].start, passage.text[tokens[begin].start : tokens[end - 1].end], subject
        index = end


def _names_firm(passage: Passage, start: int, end: int) -> bool:
    tokens = passage.tokens
    words = [t.text for t in tokens[start:end]]
    if end - start == 1 and is_group(tokens[start]):
        return False  # "Resellerzy": people, whatever the dictionary lacks
    if len(words) == 1 and words[0].isupper() and len(words[0]) > 1:
        return words[0] not in _data()["stop"]["acronyms"] and not (start and is_role(tokens[start - 1]))
    if words[0].isupper() and len(words[0]) > 2 and words[0] not in _data()["stop"]["acronyms"]:
        return not all(word.isupper() for word in words)
    if is_person_name(words) == "person" or any("imię" in r.kinds for word in words for r in readings(word)):
        return False
    before = tokens[start - 1] if start else None
    if len(words) == 1 and sum(letter.isupper() for letter in words[0]) > 1 and "-" not in words[0]:
        return words[0] not in _data()["stop"]["acronyms"]  # "UOKiK"
    speaks = end < len(tokens) and _is_verb(tokens[end]) and len(words) == 2
    if before is not None and speaks and start > 1 and is_role(tokens[start - 2]) and not any(map(readings, words)):
        return False  # "Prezes koncernu Pekka Lundmark tłumaczy"
    if before is not None and head_kind(before.lower) and not before.is_capital:
        return not _place(words)
    if is_institution(tokens[start]):
        return len(words) > 1 and tokens[start].may_be("nom")
    unknown = not readings(words[-1])  # "Rzeszowska Dataskarpa"
    verb = end < len(tokens) and _is_verb(tokens[end])
    return unknown and verb and (before is None or not before.has_pos("prep"))


def _is_verb(token: Token) -> bool:
    """Whether a small word can be a finite verb, and hardly a noun."""
    if token.is_capital or token.has_pos("prep", "conj"):
        return False
    return token.has_pos("fin", "praet") and not any(r.pos == "subst" and r.has("nom") for r in token.readings)


def _place(words: list[str]) -> bool:
    return all(any("nazwa_geograficzna" in r.kinds for r in readings(word)) for word in words)


class Firms:
    """The organisations of one article by place."""

    def __init__(self) -> None:
        self._found: list[tuple[int, str, bool]] = []
        self._places: list[int] = []

    def note(self, position: int, name: str, *, subject: bool = False) -> None:
        """Record that an organisation is named at a place; of one place the first name stays."""
        at = bisect_left(self._places, position)
        if at == len(self._places) or self._places[at] != position:
            self._places.insert(at, position)
            self._found.insert(at, (position, name, subject))

    def meant_by(self, head: str, position: int) -> str | None:
        """The organisation that a bare head can mean: the subject named last before ``position``, else any."""
        wanted = _data()["heads"].get(head)
        at = bisect_left(self._places, position)
        near = self._found[max(0, at - _BACK) : at]
        fits = [(name, subject) for _, name, subject in reversed(near) if _fits(name, wanted)]
        return next((name for name, subject in fits if subject), fits[0][0] if fits else None)

    def names(self) -> set[str]:
        """The names that were noted; letters alone (``PIN``) only where they are the subject of a sentence once."""
        return {name for _, name, subject in self._found if subject or not name.isupper()}

    def knows(self, name: str) -> bool:
        """Whether the article names an organisation so."""
        return any(fold(found) == fold(name) for _, found, _ in self._found)

    def last(self, position: int) -> str | None:
        """The organisation named last before a place."""
        at = bisect_left(self._places, position)
        return self._found[at - 1][1] if at else None

    def only(self, position: int) -> str | None:
        """The one organisation named near before ``position``; ``None`` when there are several or none."""
        at = bisect_left(self._places, position)
        near = self._found[max(0, at - _BACK) : at]
        names = {fold(name): name for _, name, subject in near if not _public(name) and (subject or not name.isupper())}
        return next(iter(names.values())) if len(names) == 1 else None


def _fits(name: str, wanted: list[str]) -> bool:
    """Whether a name can be meant by a head whose names hold one of the ``wanted`` words (none: any business)."""
    return not set(fold(name).split()).isdisjoint(fold(word) for word in wanted) if wanted else not _public(name)


def _public(name: str) -> bool:
    """Whether an organisation is an authority rather than somebody's business."""
    head = lemmas(name.split(maxsplit=1)[0].lower())
    return not head.isdisjoint(
        {
            "ministerstwo",
            "urząd",
            "sąd",
            "prokuratura",
            "komisja",
            "policja",
            "rada",
            "sejm",
            "senat",
            "komenda",
            "rząd",
        }
    )
