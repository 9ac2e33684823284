"""Memory over many articles, no two with the same words: it must level off once the bounded caches are full.

usage: python -m bench.memory [--articles N] [--seconds S] [--every N] [--seed N]
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Iterator
from pathlib import Path

from corpus.errors import InputError
from corpus.extract import extract
from corpus.read import expand, read
from corpus.types import Article, Language

SAMPLES = Path(__file__).parents[1] / "corpus" / "data" / "samples"
SYLLABLES = (
    "ba be bo ca ce da do fa ga go ja ka ki ko la le ło ma mi mo na ne no pa po ra re ro sa se so ta te to wa wi za"
).split()
ENDINGS = ("", "a", "em", "owi", "ski", "skiego", "ska", "skiej", "ów", "ach", "ing", "ed", "ity")
LENGTH = 1_500  # code points


def word(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3, 4)))) + chance.choice(ENDINGS)


def varied(text: str, chance: random.Random) -> str:
    """The text with a quarter of its longer words replaced by new ones, capitals kept."""
    words = text.split(" ")
    for place, old in enumerate(words):
        if len(old) > 4 and old.isalpha() and chance.random() < 0.25:
            new = word(chance)
            words[place] = new.capitalize() if old[0].isupper() else new
    return " ".join(words)


def articles(seed: int) -> Iterator[Article]:
    chance = random.Random(seed)
    files = [file for file in expand([SAMPLES]) if not isinstance(file, InputError)]
    texts: list[tuple[str, Language]] = [
        (item.text, item.language) for file in files for item in read(file) if isinstance(item, Article)
    ]
    while True:
        text, language = chance.choice(texts)
        start = chance.randrange(max(1, len(text) - LENGTH))
        yield Article("0" * 16, "varied", varied(text[start : start + LENGTH], chance), language)


def resident() -> float:
    """MB that the process holds now; where the system does not tell, the most it ever held."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--every", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    began, characters = time.monotonic(), 0
    for number, article in enumerate(articles(args.seed), 1):
        extract(article)
        characters += len(article.text)
        last = number == args.articles or time.monotonic() - began > args.seconds
        if number in {100, 1_000} or number % args.every == 0 or last:
            print(f"{number:7} articles  {characters / 1e6:8.1f} M characters  {resident():7.0f} MB", flush=True)
        if last:
            break


if __name__ == "__main__":
    main()
