"""Polish inflection by Morfeusz 2 (Woliński 2014; dictionary SGJP), behind a small cached face."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock
from typing import Any

_LOCK = Lock()  # one analyser is shared by all threads of a service, and keeps state while it works


@dataclass(frozen=True, slots=True)
class Reading:
    """One morphological reading of a word form.

    :param lemma: base form without Morfeusz's homonym mark (``Pawłowicz``, not ``Pawłowicz:Sm1``).
    :param tag: NKJP-style tag, values of one category joined by dots (``subst:sg:gen.acc:m1``).
    :param kinds: name classes of the dictionary: ``imię``, ``nazwisko``, ``nazwa_geograficzna``, …
    """

    lemma: str
    tag: str
    kinds: tuple[str, ...]

    @property
    def pos(self) -> str:
        """The part of speech, first field of the tag (``subst``, ``adj``, ``praet``, ``fin``, …)."""
        return self.tag.partition(":")[0]

    def has(self, value: str) -> bool:
        """Whether ``value`` (``nom``, ``m1``, ``sg`` …) is among the tag's values."""
        return value in tag_values(self.tag)


@cache
def tag_values(tag: str) -> frozenset[str]:
    """All values of a tag (``subst:sg:gen.acc:m1`` → subst, sg, gen, acc, m1); the tagset has some thousand tags."""
    return frozenset(tag.replace(":", ".").split("."))


@cache
def _engine() -> Any:
    import morfeusz2  # loads a dictionary of several MB: only where Polish is read

    return morfeusz2.Morfeusz(expand_tags=False)


@cache
def _tag(number: int) -> str:
    return str(_engine()._morfeusz_obj.getIdResolver().getTag(number))


@cache
def _name_kinds(number: int) -> tuple[str, ...]:
    name = _engine()._morfeusz_obj.getIdResolver().getName(number)
    return tuple(name.split("|")) if name else ()


def _items(sequence: Any) -> Iterator[Any]:
    """The items of a list of Morfeusz, by index.

    Its own iterator must not be used: it is one of SWIG's, whose class all extension modules of a process share, so
    that after ``import faiss`` the iterator of FAISS is called in its place and crashes the interpreter.
    """
    for index in range(len(sequence)):
        yield sequence[index]


def _is_writable(word: str) -> bool:
    """Whether the word can be given to Morfeusz: half a surrogate pair, out of broken JSON, has no UTF-8."""
    return not any("\ud800" <= letter <= "\udfff" for letter in word)


@lru_cache(maxsize=65_536)
def readings(word: str) -> tuple[Reading, ...]:
    """All readings of one word form; empty when the dictionary does not know it.

    A mobile ending (``zrobił|em``) is folded into the tag of the word: ``praet:sg:m1.m2.m3:perf:pri``.
    """
    if not _is_writable(word):
        return ()
    with _LOCK:
        core = _engine()._morfeusz_obj
        segments = [
            (item.startNode, item.endNode, item.lemma, _tag(item.tagId), _name_kinds(item.nameId))
            for item in _items(core.analyse(word))
        ]
    endings = [tag for start, _, _, tag, _ in segments if start > 0 and tag.startswith("aglt")]
    person = f":{endings[0].split(':')[2]}" if endings else ""
    return tuple(
        Reading(lemma.split(":", 1)[0] or lemma, tag + person, kinds)
        for start, end, lemma, tag, kinds in segments
        if tag != "ign" and start == 0 and (end == 1 or person)
    )


@lru_cache(maxsize=16_384)
def forms(lemma: str) -> tuple[tuple[str, str], ...]:
    """All forms of a lemma as (form, tag); empty when the dictionary does not know it."""
    if not _is_writable(lemma):
        return ()
    with _LOCK:
        core = _engine()._morfeusz_obj
        return tuple((item.orth, _tag(item.tagId)) for item in _items(core.generate(lemma, None)))


@lru_cache(maxsize=65_536)
def lemmas(word: str) -> frozenset[str]:
    """The possible lemmas of a word form, lower-cased; the lower-cased form itself when unknown."""
    found = frozenset(reading.lemma.lower() for reading in readings(word))
    return found or frozenset((word.lower(),))
