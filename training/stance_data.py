"""What the stance head learns from: (statement, target, label) sets, sentiment of sentences, invented pairs."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.stance import own_pairs
from corpus.types import Language, Polarity
from training.data import open_text
from training.stance_split import kept_for_measuring

_LABELS = {"positive": 0, "negative": 1, "neutral": 2}
_CLASSES = {Polarity.SUPPORTIVE: 0, Polarity.SCEPTICAL: 1, Polarity.NEUTRAL: 2}
_SHORT = 16  # words: only such statements are joined to one about two targets
_LONGEST = 400  # letters of a review's sentence

_OPPOSING = {
    Language.EN: (", but ", ", while ", ", ", "; ", ", ", ", whereas ", ", and "),
    Language.PL: (", ale ", ", a ", ", natomiast ", "; ", ", ", ", za to ", ", i "),
}
_AGREEING = {Language.EN: (", and ", ". "), Language.PL: (" i ", ". ")}
_PLAIN_CUES = frozenset(("mówi", "mówią", "powiedział", "powiedziała", "uważa", "pisze", "says", "said", "writes"))


@dataclass(frozen=True, slots=True)
class Example:
    """A statement, where its target stands, and how it stands to it.

    :param label: 0 supportive, 1 sceptical, 2 neutral.
    :param source: the set it comes from.
    """

    source: str
    text: str
    language: Language
    targets: tuple[tuple[int, int], ...]
    cue: str | None
    label: int


def examples(folder: Path, seed: int) -> list[Example]:
    """All examples to learn from.

    :param folder: holds ``newsmtsc_train.tsv.zst``, ``sentfin_financial_headlines.tsv.zst`` and the
        ``pl_wccrs_*_train.tsv.zst``.
    """
    news = [example for example in newsmtsc(folder) if not kept_for_measuring(example.text)]
    headlines = list(_headlines(folder))
    chance = random.Random(seed)
    found = [*news, *headlines, *_reviews(folder)]
    short = [one for one in news + headlines if one.targets and len(one.text.split()) < _SHORT]
    found += _joined(short, 2500, "joined", chance)
    for part, amount in (("seen", 700), ("train", 700)):
        for language in Language:
            own = list(_own(part, language))
            found += own
            plain = [one for one in own if one.targets and (not one.cue or one.cue in _PLAIN_CUES)]
            found += _joined(plain, amount, "joined own", chance)
    return found


def newsmtsc(folder: Path) -> Iterator[Example]:
    """Sentiment towards a target in the news (Hamborg and Donnay 2021; MIT)."""
    for text, target_text, label, start, end in _rows(folder / "newsmtsc_train.tsv.zst"):
        del target_text
        yield Example("news", text, Language.EN, ((int(start), int(end)),), None, _LABELS[label])


def _headlines(folder: Path) -> Iterator[Example]:
    for text, target, label in _rows(folder / "sentfin_financial_headlines.tsv.zst"):
        found = re.search(re.escape(target), text, re.IGNORECASE)
        yield Example("headlines", text, Language.EN, (found.span(),) if found else (), None, _LABELS[label])


def _reviews(folder: Path) -> Iterator[Example]:
    for part in ("hotels", "medicine"):
        for text, label in _rows(folder / f"pl_wccrs_{part}_train.tsv.zst"):
            if label in _LABELS and len(text.split()) > 2 and len(text) < _LONGEST:
                spaced = re.sub(r"\(\s+", "(", re.sub(r"\s+([.,;:!?)])", r"\1", text))
                yield Example("reviews", spaced, Language.PL, (), None, _LABELS[label])


def _own(part: str, language: Language) -> Iterator[Example]:
    pairs = [pair for pair in own_pairs(language, part) if pair.polarity in _CLASSES]
    texts = [pair.text for pair in pairs]
    for pair in pairs:
        source = "own, two targets" if texts.count(pair.text) > 1 else "own"
        yield Example(source, pair.text, language, pair.targets, pair.cue, _CLASSES[pair.polarity])


def _joined(pool: Sequence[Example], amount: int, source: str, chance: random.Random) -> Iterator[Example]:
    """Statements about two targets: two about one each, mostly of opposite sides, with a word that opposes them."""
    sides = [[one for one in pool if one.label == label] for label in range(3)]
    for _ in range(amount):
        left = chance.choice(pool)
        draw = chance.random()
        wanted = 1 - left.label if left.label < 2 and draw < 0.65 else 2 if draw < 0.8 else chance.randrange(3)
        right = chance.choice(sides[wanted])
        if left.text != right.text:
            links = (_OPPOSING if left.label != right.label else _AGREEING)[left.language]
            yield from _both(left, right, chance.choice(links), source)


def _both(left: Example, right: Example, link: str, source: str) -> Iterator[Example]:
    first, second = left.text.rstrip(" ."), right.text
    opens_with_name = right.source in ("news", "headlines") and right.targets[0][0] == 0
    if link != ". " and not opens_with_name:
        second = second[0].lower() + second[1:]
    shift = len(first) + len(link)
    text = first + link + second
    yield Example(source, text, left.language, left.targets, None, left.label)
    moved = tuple((start + shift, end + shift) for start, end in right.targets)
    yield Example(source, text, left.language, moved, None, right.label)


def _rows(path: Path) -> Iterator[list[str]]:
    with open_text(path) as lines:
        next(lines)
        for line in lines:
            yield line.rstrip("\n").split("\t")
