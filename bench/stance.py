"""Measures stance: ``python -m bench.stance [DATA_FOLDER] [--errors]``.

The pairs of ``stance_pairs.tsv`` (invented statements) are always measured, by part: rules and lexicon may be improved
by reading the errors in ``seen``, ``train`` and ``figures`` (of speech), and the head learns from the first two; of
``unseen``, ``test`` and ``figures-test`` only the numbers are read, and nothing is learned from them. DATA_FOLDER holds
``gold/*.jsonl`` and ``stance/newsmtsc_train.tsv.zst``, of which one sentence in five is kept from the head and
measured here.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import zstandard

from corpus.evaluation.stance import evaluate_stance, stance_lines
from corpus.evaluation.stance_gold import StancePair, read_stance_gold
from corpus.types import Language, Polarity
from training.stance_split import kept_for_measuring

SENTIMENT = {"positive": Polarity.SUPPORTIVE, "negative": Polarity.SCEPTICAL, "neutral": Polarity.NEUTRAL}
PAIRS = Path(__file__).with_name("stance_pairs.tsv")
EVERY = 10_000


def own_pairs(language: Language, part: str) -> list[StancePair]:
    """The invented pairs of a language in one part of the file: ``seen``, ``unseen``, ``train``, ``test`` …"""
    return [pair for pair in read_stance_gold([PAIRS], language=language) if pair.part == part]


def newsmtsc(path: Path) -> list[StancePair]:
    """The part of NewsMTSC's training split that the head never learned from."""
    with path.open("rb") as packed, zstandard.ZstdDecompressor().stream_reader(packed) as stream:
        rows = [line.rstrip("\n").split("\t") for line in io.TextIOWrapper(stream, encoding="utf-8")][1:]
    return [
        StancePair(text, Language.EN, target, ((int(start), int(end)),), None, SENTIMENT[label])
        for text, target, label, start, end in rows
        if kept_for_measuring(text)
    ]


def report(name: str, pairs: Iterable[StancePair], errors: int = 0) -> None:
    """Prints the figures of one set."""
    print(f"== {name}")
    for line in stance_lines(evaluate_stance(replace(pair, part="") for pair in pairs), errors=errors):
        print(line)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("--errors", action="store_true", help="print each wrong verdict with its cues")
    options = parser.parse_args()
    listed = EVERY if options.errors else 0
    for language in Language:
        for part in ("seen", "train", "figures", "unseen", "test", "figures-test"):
            readable = part in ("seen", "train", "figures")
            report(f"own pairs, {language.value}, {part}", own_pairs(language, part), listed if readable else 0)
    if options.data:
        measure_data(options.data, listed)


def measure_data(data: Path, errors: int) -> None:
    """Measures the sets that lie outside the project."""
    folder = data / "gold"
    report("press, Polish", read_stance_gold([folder / "pl_dev.jsonl"], language=Language.PL), errors)
    report("NTREX, Polish", read_stance_gold([folder / "ntrex_dev.jsonl"], language=Language.PL), errors)
    report("NTREX, English", read_stance_gold([folder / "ntrex_dev.jsonl"], language=Language.EN), errors)
    report("NewsMTSC", newsmtsc(data / "stance" / "newsmtsc_train.tsv.zst"))


if __name__ == "__main__":
    main()
