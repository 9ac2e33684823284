"""Whom and which organisations the words of a statement name: those that its article knows by their full names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise

from corpus.attribution.draft import Range
from corpus.names import fold
from corpus.types import Language, Mention, Span, Speaker, SpeakerType

_WORD = re.compile(r"[^\W_][\w’'&+.-]*[\w+]|[^\W_]")
# Endings of Polish names in all cases, after the part that stays ("Nowak|iem", "Kowalsk|iej", "Duda|": "Dudz|ie").
_ENDINGS = frozenset(
    "a ą e ę i o ó u y ach ami ego ej em emu ie iego iej iem iemu im imi ich om owi owie ów ych ym ymi zie ze".split()
) | {""}
_ADJECTIVAL = {
    **dict.fromkeys(("ski", "cki", "dzki"), frozenset("i iego iemu im ich imi".split())),
    **dict.fromkeys(("ska", "cka", "dzka"), frozenset("a iej ą".split())),
}
_OWN = re.compile(r"(?:['’]s|['’]|[-’'](?:u|a|em|owi|ie|ach|ów|y|om|ami|i|ze|zie|ą|ę))$")
_CUT = 2  # letters at the end of a name that inflection may change
_KEY = 3  # letters by which words are looked up


class Named:
    """The names of an article, found again in pieces of its text in whatever case they stand.

    :param people: full names; a surname alone counts where only one of them bears it.
    :param organizations: as the article names them, in the nominative.
    """

    def __init__(self, language: Language, people: Iterable[str], organizations: Iterable[str]) -> None:
        self._inflected = language is Language.PL
        self._names: defaultdict[str, list[tuple[tuple[str, ...], Speaker]]] = defaultdict(list)
        bearers: defaultdict[str, set[str]] = defaultdict(set)
        for name in sorted({one for one in people if " " in one}):
            self._enter(tuple(name.split()), Speaker(name, SpeakerType.PERSON))
            bearers[name.split()[-1]].add(name)
        for surname, names in sorted(bearers.items()):
            if len(names) == 1 and len(surname) > _KEY:
                self._enter((surname,), Speaker(next(iter(names)), SpeakerType.PERSON))
        for name in sorted({one for one in organizations if len(one) > 1 and not one[0].islower()}):
            self._enter(tuple(name.split()), Speaker(name, SpeakerType.ORGANIZATION))

    def within(self, text: str, places: Collection[Range]) -> tuple[Mention, ...]:
        """Each name once, where the places name it first; of names that overlap the longest."""
        found: dict[Speaker, Mention] = {}
        for start, end in places:
            for mention in self._in(text, start, end):
                found.setdefault(mention.named, mention)
        return tuple(found.values())

    def _enter(self, words: tuple[str, ...], named: Speaker) -> None:
        self._names[_key(words[0])].append((words, named))

    def _in(self, text: str, start: int, end: int) -> Iterator[Mention]:
        words = [(m.start(), m.end()) for m in _WORD.finditer(text, start, end)]
        at = 0
        while at < len(words):
            best: tuple[int, Speaker] | None = None
            first = text[words[at][0]]
            if first.isupper() or first.isdigit():
                for name, named in self._names.get(_key(text[words[at][0] : words[at][1]]), ()):
                    size = len(name)
                    if (best is None or size > best[0]) and self._stands(text, words[at : at + size], name):
                        best = size, named
            if best is not None:
                low, high = words[at][0], words[at + best[0] - 1][1]
                yield Mention(Span(low, high, text[low:high]), best[1])
            at += best[0] if best else 1

    def _stands(self, text: str, words: list[tuple[int, int]], name: tuple[str, ...]) -> bool:
        if len(words) < len(name):
            return False
        if any(not text[one[1] : other[0]].isspace() for one, other in pairwise(words)):
            return False
        return all(self._form(text[low:high], word) for (low, high), word in zip(words, name, strict=True))

    def _form(self, written: str, base: str) -> bool:
        """Whether a word as written is a form of a name."""
        if written == base:
            return True
        bare = _OWN.sub("", written)
        if bare == base:
            return True
        if not self._inflected or base.isupper() or not base[-1].isalpha():
            return bare.isupper() and bare.casefold() == base.casefold()  # a name in capitals
        adjectival = next((ends for sign, ends in _ADJECTIVAL.items() if base.endswith(sign)), None)
        if adjectival is not None:
            return bare.startswith(base[:-1]) and bare[len(base) - 1 :] in adjectival
        stem = _in_common(bare, base)
        return stem >= max(min(_KEY, len(base)), len(base) - _CUT) and bare[stem:] in _ENDINGS


def _in_common(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    differ = (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(differ, min(len(one), len(other)))


def _key(word: str) -> str:
    return fold(word)[:_KEY] if word[:_KEY].isalnum() else word[:_KEY].casefold()
