"""How likely verdicts of the bundled judge are right: ``python -m bench.stance_confidence DATA_FOLDER``.

Fits the curves of ``corpus.stance_confidence`` on pairs from which the head has learned nothing, prints them, and for
classes of confidence how many verdicts are right. Half of the pairs, by their text, are kept from the fit and measured.
"""

from __future__ import annotations

import argparse
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from bench.stance import newsmtsc, own_pairs
from corpus.evaluation.stance_gold import StancePair, read_stance_gold
from corpus.stance import likely
from corpus.stance_confidence import MIXED, SPOKEN, WRITTEN, chance, log_odds
from corpus.types import Language, Polarity

_STEPS, _RATE, _SHRINK = 4000, 0.05, 1e-3
_CLASSES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict: whether reporting words stood beside it, the side, what the judge made of it, whether it is right."""

    text: str
    spoken: bool
    side: Polarity
    likely: float
    right: bool


def held_out(data: Path) -> Iterator[StancePair]:
    """All pairs that nothing was learned from."""
    for language in Language:
        for part in ("unseen", "test", "figures-test"):
            yield from own_pairs(language, part)
        yield from read_stance_gold([data / "gold" / "ntrex_dev.jsonl"], language=language)
    yield from read_stance_gold([data / "gold" / "pl_dev.jsonl"], language=Language.PL)
    yield from newsmtsc(data / "stance" / "newsmtsc_train.tsv.zst")


def judged(pairs: Iterable[StancePair]) -> Iterator[Judged]:
    """Each pair with its verdict."""
    for pair in pairs:
        side, share = likely(pair.text, pair.language, pair.targets, pair.cue)
        yield Judged(pair.text, bool(pair.cue), side, share, side is pair.polarity)


def fitted(found: Sequence[Judged]) -> tuple[float, float]:
    """Slope and offset of the logistic curve, by gradient descent, drawn a little towards the judge's own odds."""
    odds = np.array([log_odds(one.likely) for one in found])
    right = np.array([one.right for one in found], dtype=float)
    slope, offset = 0.5, 0.0
    for _ in range(_STEPS):
        wrong = 1 / (1 + np.exp(-(slope * odds + offset))) - right
        slope -= _RATE * (float((wrong * odds).mean()) + _SHRINK * (slope - 1))
        offset -= _RATE * float(wrong.mean())
    return round(slope, 2), round(offset, 2)


def report(name: str, found: Sequence[Judged]) -> None:
    """Prints the share of right verdicts for each class of confidence, and the mean distance between the two."""
    sure = [(chance(one.likely, one.side, spoken=one.spoken), one.right) for one in found]
    print(f"{name}: {len(sure)} verdicts")
    apart = 0.0
    for low, high in pairwise(_CLASSES):
        within = [(share, right) for share, right in sure if low <= share < high]
        if within:
            told = sum(share for share, _ in within) / len(within)
            true = sum(right for _, right in within) / len(within)
            apart += abs(told - true) * len(within) / len(sure)
            print(f"  {low:.1f}–{min(high, 1.0):.1f}  told {told:.2f}  right {true:.2f}  of {len(within)}")
    print(f"  mean distance {apart:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    found = list(judged(held_out(parser.parse_args().data)))
    kept = [zlib.crc32(one.text.encode()) % 2 == 1 for one in found]
    by_kind: defaultdict[tuple[bool, bool], list[Judged]] = defaultdict(list)
    for one, measured in zip(found, kept, strict=True):
        if one.side is not Polarity.MIXED and not measured:
            by_kind[one.spoken, one.side is Polarity.NEUTRAL].append(one)
    for (spoken, neutral), some in sorted(by_kind.items()):
        known = (SPOKEN if spoken else WRITTEN)["neutral" if neutral else "side"]
        name = f"{'spoken' if spoken else 'written'}, {'neutral' if neutral else 'side'}"
        print(f"{name}: fitted {fitted(some)} on {len(some)}, in use {known}")
    mixed = [one.right for one in found if one.side is Polarity.MIXED]
    print(f"mixed: right {sum(mixed) / max(len(mixed), 1):.2f} of {len(mixed)}, in use {MIXED}")
    measured = [one for one, one_kept in zip(found, kept, strict=True) if one_kept]
    for spoken in (True, False):
        report("spoken" if spoken else "written", [one for one in measured if one.spoken is spoken])
    sides = [one for one in measured if one.side not in {Polarity.NEUTRAL, Polarity.MIXED}]
    report("sides", sides)


if __name__ == "__main__":
    main()
