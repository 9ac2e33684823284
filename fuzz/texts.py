"""Texts to try: pieces of the sample articles, changed where grammars are easily misled, and random ones."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

from corpus.errors import InputError
from corpus.read import expand, read
from corpus.types import Language

SAMPLES = Path(__file__).parents[1] / "corpus" / "data" / "samples"
MARKS = "\"'„”“‚‘’«»‹›–—-‑−…:;,.!?()[]•*#@\n\r\t\u00a0\u2028\u200b\ufeff"
ODD = "\x00\x1f\x7f\u0301\u202e\ud800\udfff\U0001f98a\U0010ffffıİßŁłŻż²٣ﬁ中हิקع"
_PIECES = tuple(
    '\n\n|\n– | – | — |„|”|"|«|»|: |?\n|...| że | that | said | mówi | dodał| prezes | CEO | według | according to '
    "| - |–|1.|S.A. |dr |Mr. |’s | i | and |, | nie | not |(|)|https://a.b/c?d=e |@kto |#co |PAP|A. B. C. ".split("|")
)
LARGEST = 4_000  # code points of one text


@cache
def samples() -> tuple[tuple[str, Language], ...]:
    """The bundled articles with their language."""
    files = (file for file in expand([SAMPLES]) if not isinstance(file, InputError))
    read_ = (item for file in files for item in read(file))
    return tuple((item.text, item.language) for item in read_ if not isinstance(item, InputError))


def next_text(chance: random.Random) -> tuple[str, Language]:
    """A text and the language to read it in, which is seldom the wrong one."""
    if chance.random() < 0.03:
        text, language = "".join(chance.choices(MARKS + ODD + "aA zŻ", k=chance.randrange(300))), Language.PL
    else:
        whole, language = chance.choice(samples())
        start = chance.randrange(len(whole))
        text = whole[start : start + chance.choice((80, 300, 600, 1200))]
    for _ in range(chance.choice((0, 1, 1, 2, 3, 5, 8, 20))):
        text = mutated(text, chance)
    if chance.random() < 0.05:
        language = chance.choice(list(Language))
    return text[:LARGEST], language


def mutated(text: str, chance: random.Random) -> str:
    """The text with one change: marks swapped, lost or doubled, pieces moved, lines joined, other texts put in."""
    place = chance.randrange(len(text) + 1)
    other = chance.randrange(len(text) + 1)
    low, high = min(place, other), max(place, other)
    match chance.randrange(12):
        case 0 | 1:
            return text[:place] + chance.choice(_PIECES) + text[place:]
        case 2:
            return text[:place] + chance.choice(MARKS + ODD) + text[place:]
        case 3 | 4:
            return _at_mark(text, place, chance)
        case 5:
            return text[:place] + text[place + chance.randrange(1, 40) :]
        case 6:
            return text[:low] + text[low : min(high, low + 200)] * 2 + text[low + 200 :]
        case 7:
            whole, _ = chance.choice(samples())
            start = chance.randrange(len(whole))
            return text[:place] + whole[start : start + chance.randrange(200)] + text[place:]
        case 8:
            return text.replace("\n", chance.choice((" ", "", "\r\n", "\n\n\n")))
        case 9:
            return text.replace(chance.choice('„”“"–—,.'), chance.choice('„”“"–—-,. '))
        case 10:
            return text[:low] + chance.choice((text[low:high].upper(), text[low:high][::-1], "")) + text[high:]
        case _:
            words = text.split(" ")
            chance.shuffle(words)
            return " ".join(words)


def _at_mark(text: str, place: int, chance: random.Random) -> str:
    """Takes away, doubles or replaces the first mark after a place."""
    found = next((i for i in range(place, len(text)) if text[i] in MARKS), None)
    if found is None:
        return text + chance.choice(MARKS)
    return text[:found] + chance.choice(("", text[found] * 2, chance.choice(MARKS))) + text[found + 1 :]
