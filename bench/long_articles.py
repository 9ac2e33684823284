"""Articles of about 3,000 characters, no two alike, that speak as the bundled samples do.

Each is made of sample articles of one language, one after the other, the last one cut short, so that who speaks, with
which words, and how densely stays as it was written. Figures are others each time, and about one word a sentence is
new: a name, a word that no dictionary has or a word from elsewhere in the samples.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bench.memory import SAMPLES, word
from corpus.errors import InputError
from corpus.read import expand, read
from corpus.types import Article, Language

LENGTH = 3_000  # code points
_SENTENCE = re.compile(r"(?<=[.!?]) ")
_FIGURE = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class LongArticle:
    """What becomes one file.

    :param text: headline, blank line, paragraphs.
    """

    number: int
    language: Language
    day: date
    text: str

    @property
    def file_name(self) -> str:
        """A name that says the date of publication, as the reader takes it."""
        return f"{self.day.isoformat()}-{self.number:06}.txt"


def long_articles(seed: int) -> Iterator[LongArticle]:
    """Articles without end, the same for the same seed."""
    chance = random.Random(seed)
    samples = {language: _samples(language) for language in Language}
    vocabulary = {language: _words(texts) for language, texts in samples.items()}
    number = 0
    while True:
        number += 1
        language = chance.choice(list(Language))
        paragraphs: list[str] = []
        while sum(map(len, paragraphs)) < LENGTH - 150:
            rest = _varied(chance.choice(samples[language]), vocabulary[language], chance).split("\n\n")
            while rest and sum(map(len, paragraphs)) < LENGTH - 150:
                paragraphs.append(rest.pop(0))
        text = "\n\n".join(paragraphs)
        yield LongArticle(number, language, date(2019, 1, 1) + timedelta(days=chance.randrange(2_000)), text)


def _samples(language: Language) -> list[str]:
    files = [file for file in expand([SAMPLES]) if not isinstance(file, InputError)]
    items = [item for file in files for item in read(file)]
    return [item.text.strip() for item in items if isinstance(item, Article) and item.language is language]


def _words(texts: list[str]) -> list[str]:
    return sorted({one for text in texts for one in text.split() if one.isalpha() and one.islower()})


def _varied(text: str, vocabulary: list[str], chance: random.Random) -> str:
    figures = _FIGURE.sub(lambda found: str(chance.randrange(2, 10 ** len(found[0]) + 2)), text)
    return "\n\n".join(
        " ".join(_with_word(sentence, vocabulary, chance) for sentence in _SENTENCE.split(paragraph))
        for paragraph in figures.split("\n\n")
    )


def _with_word(sentence: str, vocabulary: list[str], chance: random.Random) -> str:
    words = sentence.split(" ")
    if len(words) < 5:
        return sentence
    kind = chance.random()
    new = word(chance).capitalize() if kind < 0.25 else word(chance) if kind < 0.5 else chance.choice(vocabulary)
    words.insert(chance.randrange(2, len(words) - 1), new)
    return " ".join(words)
