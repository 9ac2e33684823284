"""Which names may be those of one: candidates by what like names have in common, so that few pairs are compared."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import combinations

_TRANSCRIBED = (
    ("shch|szcz|schtsch", "sc"),
    ("sch|sh|sz", "s"),
    ("tch|tsch|ch|cz", "c"),
    ("zh|rz", "z"),
    ("kh|x", "h"),
    ("ts|tz", "c"),
    ("ph", "f"),
    ("ck|q", "k"),
    ("w", "v"),
    ("ae", "a"),
    ("oe", "o"),
    ("ue|ou", "u"),
    ("iy|yy|ij|yj|ii|ey|ei", "i"),
    ("[jy]", "i"),
    (r"(\w)\1", r"\1"),
)
_TYPO_LETTERS = 5  # a word with fewer is another word when a letter differs
Key = tuple[object, ...]
ONE_LETTER = "one letter differs: "


@lru_cache(maxsize=200_000)
def transcribed(key: str) -> str:
    """A folded name as other spellings of its sounds have it too: ``Wolodymyr`` and ``Volodimir`` meet."""
    for written, read in _TRANSCRIBED:
        key = re.sub(written, read, key)
    return key


def candidates(named: Mapping[str, Iterable[str]], kind: str) -> Iterator[tuple[str, str]]:
    """Pairs of ids of which a name of one may be :func:`alike` to one of the other, each pair once.

    :param named: the folded names of each id.
    """
    same: defaultdict[Key, set[str]] = defaultdict(set)
    short: defaultdict[Key, set[str]] = defaultdict(set)
    long: defaultdict[Key, set[str]] = defaultdict(set)
    for identifier, names in named.items():
        for words in {tuple(name.split()) for name in names}:
            for key in _shared(words, kind):
                same[key].add(identifier)
            for held, keys in ((short, _as_shorter(words, kind)), (long, _as_longer(words, kind))):
                for key in keys:
                    held[key].add(identifier)
    seen: set[tuple[str, str]] = set()
    pairs = [pair for group in same.values() if len(group) > 1 for pair in combinations(sorted(group), 2)]
    pairs += [(one, other) for key, ones in short.items() for one in ones for other in long.get(key, ())]
    for one, other in pairs:
        pair = (one, other) if one < other else (other, one)
        if one != other and pair not in seen:
            seen.add(pair)
            yield pair


def _shared(words: tuple[str, ...], kind: str) -> Iterator[Key]:
    """What names of as many words have in common that are alike."""
    if not words:
        return
    yield "sound", *(transcribed(word) for word in words)
    for place, word in enumerate(words):
        if len(word) >= _TYPO_LETTERS - 1:  # one letter less than the shorter of the two may have
            others = words[:place], words[place + 1 :]
            for less in {word, *(word[:cut] + word[cut + 1 :] for cut in range(1, len(word)))}:
                yield "letter", others, less
    if kind == "person":
        yield "order", *sorted(words)
        if len(words) > 1:
            yield "ends", words[0], words[-1]


def _as_shorter(words: tuple[str, ...], kind: str) -> Iterator[Key]:
    if kind == "person" and len(words) == 1:
        yield "surname", words[0]
    if kind == "person" and len(words) > 1 and len(words[0]) == 1:
        yield "initial", words[0], words[1:]
    if kind != "person" and words and len(words[0]) > 2:
        yield "begin", words


def _as_longer(words: tuple[str, ...], kind: str) -> Iterator[Key]:
    if len(words) < 2:
        return
    if kind == "person":
        yield "surname", words[-1]
        yield "initial", words[0][0], words[1:]
    else:
        yield from (("begin", words[:count]) for count in range(1, len(words)))


def likeness(a: list[str], b: list[str], kind: str) -> str:
    """How two names, folded and in words, are alike; empty when they are not."""
    if not a or not b:
        return ""
    if len(a) == len(b):
        if [transcribed(word) for word in a] == [transcribed(word) for word in b]:
            return "the same name in another transcription"
        if kind == "person" and sorted(a) == sorted(b):
            return "the same names in another order"
        differ = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
        if len(differ) == 1 and _typo(*differ[0]):
            return f"{ONE_LETTER}{differ[0][0]}, {differ[0][1]}"
        if kind == "person" and len(a) > 1 and differ == [(a[0], b[0])] and _initial(a[0], b[0]):
            return "the same surname, the first name as an initial"
        return ""
    shorter, longer = sorted((a, b), key=len)
    if kind == "person":
        if len(shorter) == 1 and shorter[0] == longer[-1]:
            return "the same surname, no first name"
        ends = (shorter[0], shorter[-1]) == (longer[0], longer[-1])
        return "one more given name" if len(shorter) > 1 and ends else ""
    begins = longer[: len(shorter)] == shorter and len(shorter[0]) > 2
    return "the longer name begins with the shorter" if begins else ""


def _typo(one: str, other: str) -> bool:
    from rapidfuzz.distance import OSA

    long_enough = min(len(one), len(other)) >= _TYPO_LETTERS and one[0] == other[0]
    gendered = {one[-1], other[-1]} == {"a", "i"} or one + "a" == other or other + "a" == one  # Nowicki, Nowicka
    return long_enough and not gendered and OSA.distance(one, other, score_cutoff=1) == 1


def _initial(one: str, other: str) -> bool:
    return one[0] == other[0] and min(len(one), len(other)) == 1
