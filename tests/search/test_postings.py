"""Postings in memory after random changes: the same as when all is read anew."""

from __future__ import annotations

import random

import numpy as np
import pytest

from search.index_state import as_id, as_keys
from search.postings import Postings

LEMMAS = ["cloud", "partner", "margin", "price", "vendor", "tax"]


def drawn(chance: random.Random, number: int) -> tuple[str, str]:
    """A statement with some lemmas, some of them twice."""
    return f"{number:016x}", " ".join(chance.choices(LEMMAS, k=chance.randrange(1, 6)))


def told(postings: Postings) -> dict[str, list[tuple[str, int]]]:
    """By lemma the statements in their order, with how often each has it."""
    moment = postings.moment
    found = {}
    for lemma in LEMMAS:
        places, times = moment.having(lemma)
        names = [as_id(key) for key in moment.keys[places].tolist()]
        found[lemma] = list(zip(names, times.tolist(), strict=True))
    return found


@pytest.mark.parametrize("seed", range(5))
def test_after_any_changes_they_are_as_if_read_anew(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.postings._MOST_RECENT", 15)
    chance = random.Random(seed)  # noqa: S311 - a test repeats itself
    rows = dict(drawn(chance, number) for number in range(40))
    postings = Postings(rows.items(), 1)
    for sequence in range(2, 40):
        gone = chance.sample(sorted(rows), min(len(rows), chance.randrange(4)))
        coming = [drawn(chance, chance.randrange(90)) for _ in range(chance.randrange(5))]
        coming = list(dict(coming).items())
        gone = sorted({*gone, *(name for name, _ in coming)})
        for name in gone:
            rows.pop(name, None)
        rows |= dict(coming)
        postings = postings.follow(gone, coming, sequence)
        anew = Postings(rows.items(), sequence)
        assert told(postings) == told(anew)
        assert postings.moment.count == len(rows)
        assert postings.moment.mean_length == pytest.approx(anew.moment.mean_length)
    keys = np.sort(as_keys(rows))
    places = postings.places(keys)
    alive = places[postings.moment.alive[places]]
    assert sorted(as_id(key) for key in postings.moment.keys[alive].tolist()) == sorted(rows)
