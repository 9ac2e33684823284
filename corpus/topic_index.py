"""Finds very many phrases in a text at once: each is looked up by its rarest word, then checked word by word."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.topic_words import Words, is_stopword, label_keys, split_words, text_keys
from corpus.types import Language

_MAX_STOPWORDS = 2  # words without meaning that may stand between two words of a phrase


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found.

    :param target: what the phrase was added for.
    :param first: number of its first word in the text.
    :param last: number of its last word.
    :param words: how many words the phrase itself has.
    """

    target: int
    first: int
    last: int
    words: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase made ready for comparison.

    :param slots: the keys of each word; a word of a text that has one of them matches.
    :param joined: whether the word must directly follow the one before (``e-commerce``).
    :param target: the caller's number for what the phrase stands for.
    """

    slots: tuple[frozenset[str], ...]
    joined: tuple[bool, ...]
    language: Language
    target: int

    @property
    def gap(self) -> int:
        """How many words with a meaning of their own may stand between two words of the phrase.

        Polish puts possessives and adjectives there (``wzrost naszych kosztów``); in English the words of a short
        compound stand together, and ``direct impact on sales`` is not about direct sales.
        """
        return 1 if self.language is Language.PL or len(self.slots) > 2 else 0


def make_phrase(label: str, language: Language, target: int) -> Phrase:
    """Makes a label comparable; a leading ``=`` asks for exactly these letters (``=SOC``, never ``soc``).

    :raises ValueError: the label has no word.
    """
    exact = label.startswith("=")
    words = split_words(label)
    if not words.forms:
        raise ValueError(f"the label {label!r} has no word")
    meaning = sum(not is_stopword(form, language) for form in words.forms)
    slots, joined = [], []
    for number, form in enumerate(words.forms):
        hyphen = number > 0 and label[words.ends[number - 1] : words.starts[number]] not in (" ", "")
        opens = label[words.ends[number] : words.ends[number] + 1] == "-"
        # One word with a meaning needs the others: ``series A``, ``the channel``.
        if meaning > 1 and not exact and not hyphen and not opens and is_stopword(form, language):
            continue
        slots.append(frozenset((f"={form}",)) if exact else label_keys(form, language))
        joined.append(hyphen)
    return Phrase(tuple(slots), tuple(joined), language, target)


class PhraseIndex:
    """Phrases of one or more languages, looked for in texts of one language.

    :param phrases: what to look for.
    :param language: of the texts; it decides how their words are reduced to lemmas.
    """

    def __init__(self, phrases: Iterable[Phrase], language: Language) -> None:
        self._language = language
        phrases = list(phrases)
        frequency = Counter(key for phrase in phrases for slot in phrase.slots for key in slot)
        self._by_anchor: Mapping[str, Sequence[Phrase]] = _anchored(phrases, frequency)
        # Most words of a text are in no label: only keys of labels are kept, and each form is reduced once.
        self._keys = lru_cache(maxsize=32_768)(lambda form: tuple(text_keys(form, language) & frequency.keys()))

    def find(self, words: Words) -> list[Hit]:
        """All places of all phrases; places of one phrase do not overlap unless it starts anew."""
        places: dict[str, list[int]] = {}
        keys = self._keys
        for number, form in enumerate(words.forms):
            for key in keys(form):
                known = places.get(key)
                if known is None:
                    places[key] = [number]
                else:
                    known.append(number)
        by_anchor = self._by_anchor
        candidates = {id(phrase): phrase for key in places for phrase in by_anchor.get(key, ())}
        return [hit for phrase in candidates.values() for hit in _places(phrase, places, words)]


def _anchored(phrases: Iterable[Phrase], frequency: Mapping[str, int]) -> dict[str, list[Phrase]]:
    anchored: defaultdict[str, list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        for key in min(phrase.slots, key=lambda slot: sum(frequency[key] for key in slot)):
            anchored[key].append(phrase)
    return dict(anchored)


def _places(phrase: Phrase, places: Mapping[str, Sequence[int]], words: Words) -> Sequence[Hit]:
    slots = []
    for slot in phrase.slots:  # of most candidates the text has one word only, so the others are looked for first
        held = [places[key] for key in slot if key in places]
        if not held:
            return ()
        slots.append(held[0] if len(held) == 1 else sorted({place for found in held for place in found}))
    target, length = phrase.target, len(slots)
    if length == 1:
        return [Hit(target, first, first, 1) for first in slots[0]]
    hits = []
    for first in slots[0]:
        last = _follow(phrase, slots, first, words)
        if last is not None:
            hits.append(Hit(target, first, last, length))
        elif _stands_reversed(phrase, slots, first, words):
            hits.append(Hit(target, first - 1, first, 2))
    return hits


def _follow(phrase: Phrase, slots: Sequence[Sequence[int]], first: int, words: Words) -> int | None:
    """The place of the phrase's last word when its first is at ``first``; ``None`` when the others do not follow."""
    place = first
    for slot, joined in zip(slots[1:], phrase.joined[1:], strict=True):
        start, end = bisect_right(slot, place), bisect_right(slot, place + phrase.gap + _MAX_STOPWORDS + 1)
        found = (following for following in slot[start:end] if _near(phrase, place, following, joined, words))
        following = next(found, None)
        if following is None:
            return None
        place = following
    return place


def _near(phrase: Phrase, place: int, following: int, joined: bool, words: Words) -> bool:
    if following == place + 1:
        return words.clauses[place] == words.clauses[following]
    if joined or words.clauses[place] != words.clauses[following]:
        return False
    between = words.forms[place + 1 : following]
    return sum(not is_stopword(form, phrase.language) for form in between) <= phrase.gap


def _stands_reversed(phrase: Phrase, slots: Sequence[Sequence[int]], first: int, words: Words) -> bool:
    """Whether a Polish pair stands in the other order: ``publiczna chmura`` for ``chmura publiczna``."""
    if phrase.language is not Language.PL or len(slots) != 2 or phrase.joined[1]:
        return False
    return _holds(slots[1], first - 1) and words.clauses[first - 1] == words.clauses[first]


def _holds(places: Sequence[int], place: int) -> bool:
    number = bisect_left(places, place)
    return number < len(places) and places[number] == place


def plain(label: str) -> str:
    """A label without its marks (``=`` exact letters, ``~`` weak), lower-cased, words parted by one space."""
    return " ".join(re.findall(r"\w+", label.casefold()))
