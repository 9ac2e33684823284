"""Measures stance: ``python -m bench.stance [DATA_FOLDER] [--sample N] [--errors]``.

The pairs of ``stance_pairs.tsv`` (invented statements) are always measured, each language in two halves: the rules
may be improved by reading the errors in the first half; of the second only the figures are read. DATA_FOLDER holds
``gold/*.jsonl`` and ``stance/newsmtsc_train.tsv.zst``. For each set: precision, recall and F1 of supportive,
sceptical and neutral, their mean, the confusion, and how often one side was taken for the other.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import zstandard

from corpus.stance import judge
from corpus.stance_lexicon import english_keys, polish_keys
from corpus.types import Language, Polarity

CLASSES = (Polarity.SUPPORTIVE, Polarity.SCEPTICAL, Polarity.NEUTRAL)
SENTIMENT = {"positive": Polarity.SUPPORTIVE, "negative": Polarity.SCEPTICAL, "neutral": Polarity.NEUTRAL}
PAIRS = Path(__file__).with_name("stance_pairs.tsv")
MIN_WORD = 4  # shorter words of a target (of, na, the) are not looked for in the text


@dataclass(frozen=True, slots=True)
class Pair:
    """One (statement, target) with the stance that a reader gave it."""

    text: str
    language: Language
    targets: tuple[tuple[int, int], ...]
    cue: str | None
    polarity: Polarity
    target: str


def mentions(text: str, target: str, language: Language) -> tuple[tuple[int, int], ...]:
    """Where words of the target stand in the text, inflection undone."""
    keys = polish_keys if language is Language.PL else english_keys
    wanted: set[str] = set().union(*(keys(w) for w in re.findall(r"\w+", target) if len(w) >= MIN_WORD))
    found = re.finditer(r"\w+", text)
    return tuple(m.span() for m in found if len(m.group()) >= MIN_WORD and keys(m.group()) & wanted)


def gold(path: Path, language: Language) -> Iterator[Pair]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            if document.get("lang", "pl") != language.value:
                continue
            for statement in document["statements"]:
                content = statement["content"]
                text = content if isinstance(content, str) else " ".join(content)
                stance = statement["stance"]
                spans = mentions(text, stance["target"], language)
                yield Pair(text, language, spans, statement["cue"], Polarity(stance["polarity"]), stance["target"])


def own_pairs(language: Language, *, seen: bool) -> list[Pair]:
    """The invented pairs of a language; those seen are the ones whose errors may be read."""
    rows = [line.split("\t") for line in PAIRS.read_text(encoding="utf-8").splitlines()[1:]]
    half = "seen" if seen else "unseen"
    pairs = []
    for _, _, side, target, cue, text in (row for row in rows if row[:2] == [half, language.value]):
        spans = tuple(found.span() for found in re.finditer(re.escape(target), text, re.IGNORECASE))
        pairs.append(
            Pair(text, language, spans or mentions(text, target, language), cue or None, Polarity(side), target)
        )
    return pairs


def newsmtsc(path: Path, sample: int) -> list[Pair]:
    raw = zstandard.ZstdDecompressor().stream_reader(path.open("rb"))
    rows = [line.rstrip("\n").split("\t") for line in io.TextIOWrapper(raw, encoding="utf-8")][1:]
    chosen = random.Random(7).sample(rows, min(sample, len(rows)))
    return [
        Pair(text, Language.EN, ((int(start), int(end)),), None, SENTIMENT[label], target)
        for text, target, label, start, end in chosen
    ]


def report(name: str, pairs: Iterable[Pair], errors: bool) -> float:
    """Prints the figures of one set; returns macro-F1."""
    table: Counter[tuple[Polarity, Polarity]] = Counter()
    cases = list(pairs)
    for pair in cases[:1]:
        judge("", pair.language, cue="")  # loads lexicon and dictionary: not part of the speed
    started = time.perf_counter()
    verdicts = [judge(pair.text, pair.language, pair.targets, pair.cue) for pair in cases]
    seconds = time.perf_counter() - started
    for pair, verdict in zip(cases, verdicts, strict=True):
        table[pair.polarity, verdict.polarity] += 1
        if errors and pair.polarity is not verdict.polarity:
            words = " ".join(f"[{pair.text[c.start : c.end]} {c.weight:+.2f}]" for c in verdict.cues)
            print(f"  {pair.polarity}>{verdict.polarity} {verdict.score:+.2f} <{pair.target}> ({pair.cue}) {words}")
            print(f"      {pair.text}")
    scores = []
    print(f"{name}: {len(cases)} pairs, {len(cases) / seconds:.0f} pairs/s")
    for wanted in CLASSES:
        hit = table[wanted, wanted]
        precision = hit / max(1, sum(n for (_, got), n in table.items() if got is wanted))
        recall = hit / max(1, sum(n for (true, _), n in table.items() if true is wanted))
        scores.append(2 * precision * recall / max(1e-9, precision + recall))
        row = " ".join(f"{got.value[:4]} {table[wanted, got]:4d}" for got in Polarity)
        print(f"  {wanted.value:10s} P {precision:.3f} R {recall:.3f} F {scores[-1]:.3f}   {row}")
    crossed = table[CLASSES[0], CLASSES[1]] + table[CLASSES[1], CLASSES[0]]
    macro = sum(scores) / len(scores)
    print(f"  macro-F1 {macro:.3f}  wrong side {crossed / max(1, len(cases)):.3f}")
    return macro


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("--sample", type=int, default=2000)
    parser.add_argument("--errors", action="store_true", help="print each wrong verdict with its cues")
    options = parser.parse_args()
    for language in Language:
        report(f"own pairs, {language.value}, seen", own_pairs(language, seen=True), options.errors)
        report(f"own pairs, {language.value}, unseen", own_pairs(language, seen=False), False)
    if options.data:
        measure_data(options.data, options.sample, options.errors)


def measure_data(data: Path, sample: int, errors: bool) -> None:
    """Measures the sets that lie outside the project."""
    folder = data / "gold"
    report("press, Polish", gold(folder / "pl_dev.jsonl", Language.PL), errors)
    report("NTREX, Polish", gold(folder / "ntrex_dev.jsonl", Language.PL), errors)
    report("NTREX, English", gold(folder / "ntrex_dev.jsonl", Language.EN), errors)
    report("NewsMTSC", newsmtsc(data / "stance" / "newsmtsc_train.tsv.zst", sample), False)


if __name__ == "__main__":
    main()
