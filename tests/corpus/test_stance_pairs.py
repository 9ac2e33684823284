"""The invented pairs as a whole: floors that a change of rules or lexicon must not fall through."""

from __future__ import annotations

from collections import Counter

import pytest

from bench.stance import PAIRS, own_pairs
from corpus.evaluation.stance_gold import StancePair
from corpus.stance import judge
from corpus.types import Language, Polarity

OPPOSITES = {Polarity.SUPPORTIVE, Polarity.SCEPTICAL}


def verdicts(pairs: list[StancePair]) -> list[Polarity]:
    return [judge(pair.text, pair.language, pair.targets, pair.cue).polarity for pair in pairs]


@pytest.mark.parametrize("language", list(Language))
def test_most_sides_are_right_and_few_are_opposite(language: Language) -> None:
    pairs = own_pairs(language, "seen")
    found = verdicts(pairs)
    right = sum(pair.polarity is got for pair, got in zip(pairs, found, strict=True))
    opposite = sum({pair.polarity, got} == OPPOSITES for pair, got in zip(pairs, found, strict=True))
    assert right >= 0.8 * len(pairs)
    assert opposite <= 0.04 * len(pairs)


@pytest.mark.parametrize("language", list(Language))
def test_plain_information_takes_no_side(language: Language) -> None:
    pairs = [pair for pair in own_pairs(language, "seen") if pair.polarity is Polarity.NEUTRAL]
    assert len(pairs) >= 20
    assert verdicts(pairs).count(Polarity.NEUTRAL) >= 0.9 * len(pairs)


def test_pairs_name_targets_that_stand_in_the_statement() -> None:
    rows = [line.split("\t") for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    assert rows[0] == ["half", "lang", "side", "target", "cue", "text"]
    missing = [row for row in rows[1:] if row[3].casefold() not in row[5].casefold()]
    counted = Counter((row[0], row[1]) for row in rows[1:])
    assert not [row for row in missing if row[2] != "neutral" and not row[4]]
    assert min(counted[half, language] for half in ("seen", "unseen") for language in ("pl", "en")) >= 25
