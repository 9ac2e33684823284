"""Time per character from 1 kB to 1 MB, for texts that grow in different ways: no more than threefold.

usage: python -m bench.scaling [--largest CHARACTERS]
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from corpus.errors import InputError
from corpus.extract import extract
from corpus.read import expand, read
from corpus.types import Article, Language

SAMPLES = Path(__file__).parents[1] / "corpus" / "data" / "samples"
SIZES = (1_000, 10_000, 100_000, 1_000_000)


def shapes() -> dict[str, tuple[str, Language]]:
    """Texts to be repeated, by the way in which they grow."""
    items = [item for file in expand([SAMPLES]) if not isinstance(file, InputError) for item in read(file)]
    found: dict[str, tuple[str, Language]] = {}
    for language in Language:
        text = "\n\n".join(i.text[i.body_start :] for i in items if isinstance(i, Article) and i.language is language)
        found[f"{language} paragraphs"] = text + "\n\n", language
        found[f"{language} one line"] = " ".join(text.split()) + " ", language
        found[f"{language} no marks"] = "".join(c for c in text if c not in "„”“\"'’–—-.") + " ", language
    return {
        **found,
        "open marks": ("„Tak i „nie “or «so ", Language.PL),
        "dashes": ("– tak – mówi – nie - ", Language.PL),
        "short lines": ("Tak: nie\n", Language.PL),
        "cues": ("mówi, że powiedział, iż ", Language.PL),
        "one word": ("ab", Language.EN),
    }


def seconds(text: str, language: Language) -> float:
    """The best of a few runs; of long texts one is enough."""
    best = float("inf")
    for _ in range(3 if len(text) < 100_000 else 1):
        started = time.process_time()
        extract(Article("0" * 16, "scaling", text, language))
        best = min(best, time.process_time() - started)
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--largest", type=int, default=SIZES[-1])
    largest = parser.parse_args().largest
    sizes = [size for size in SIZES if size <= largest]
    print(f"{'µs per character':18}" + "".join(f"{size:>12,}" for size in sizes) + "   worst ratio to 1,000")
    for name, (unit, language) in shapes().items():
        rates = []
        for size in sizes:
            text = (unit * (size // len(unit) + 1))[:size]
            seconds(text[:1000], language)  # words known
            rates.append(seconds(text, language) / size * 1e6)
        print(f"{name:18}" + "".join(f"{rate:12.2f}" for rate in rates) + f"   {max(rates) / rates[0]:.1f}", flush=True)


if __name__ == "__main__":
    main()
