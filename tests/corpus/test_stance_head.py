"""The trained head: what it reads, how sure it is, which words it names, and that it stays small."""

from __future__ import annotations

import numpy as np
import pytest

from corpus.evaluation.stance_gold import mentions
from corpus.stance import judge
from corpus.stance_features import TARGET_COLUMNS, WHOLE_COLUMNS, WORD_COLUMNS, Features, describe
from corpus.stance_head import WEIGHTS, Head, bundled_head
from corpus.stance_rules import assess
from corpus.types import Language, Polarity

PL, EN = Language.PL, Language.EN


def features(text: str, language: Language, target: str, cue: str | None = None) -> Features:
    assessment = assess(text, language, mentions(text, target, language), cue)
    return describe(text, language, cue.split() if cue else [], assessment)


def test_the_weights_are_small() -> None:
    assert WEIGHTS.stat().st_size <= 4_000_000


def test_a_word_is_described_by_its_place_beside_the_target() -> None:
    found = features("The tram is late, the bus is early", EN, "bus", "says")
    assert found.words == ["says", "The", "tram", "is", "late", "the", "bus", "is", "early"]
    assert found.cue_words == 1
    assert found.columns.shape == (9, WORD_COLUMNS)
    assert found.whole.shape == (WHOLE_COLUMNS,)
    place = found.columns[:, -TARGET_COLUMNS:]
    is_target, same_clause = place[:, 2], place[:, 13]
    assert is_target.tolist() == [0, 0, 0, 0, 0, 0, 1, 0, 0]
    assert same_clause.tolist() == [0, 0, 0, 0, 0, 1, 1, 1, 1]
    before_by_one, after_by_one = place[5, 3], place[7, 8]
    assert (before_by_one, after_by_one) == (1, 1)


def test_without_a_target_every_word_says_so() -> None:
    place = features("It never works", EN, "").columns[:, -TARGET_COLUMNS:]
    assert place[:, 1].tolist() == [1, 1, 1]
    assert place[:, 2:].sum() == 0


@pytest.mark.parametrize(("text", "language"), [("Działa", PL), ("It works " * 200, EN), ("żż qq 17", PL)])
def test_the_leaning_is_a_probability_and_covers_each_word(text: str, language: Language) -> None:
    found = features(text, language, "", "says so")
    leaning = bundled_head().read(found, language)
    assert leaning.probabilities.sum() == pytest.approx(1.0, abs=1e-5)
    assert (leaning.probabilities >= 0).all()
    assert leaning.words.shape == (len(found.words) - found.cue_words,)


def test_what_the_words_bring_is_the_whole_difference_but_for_what_is_said_of_the_whole() -> None:
    head, found = bundled_head(), features("Our partners love the new portal", EN, "portal")
    odds = head.read(found, EN).probabilities
    rest = found.whole @ head._whole + head._bias
    difference = float(np.log(odds[0]) - np.log(odds[1]))
    assert head.read(found, EN).words.sum() + rest[0] - rest[1] == pytest.approx(difference, abs=1e-4)


def test_a_polish_word_is_found_by_its_most_frequent_lemma() -> None:
    row = Head.rows_of(["en:channel", "pl:kanał", "pl:rosnąć"])
    assert (row("kanałami", PL), row("rosły", PL), row("channel", EN)) == (2, 3, 1)
    assert (row("channel", PL), row("xyzzy", PL), row("kanał", EN)) == (0, 0, 0)


def test_words_that_no_list_holds_are_named_with_their_places() -> None:
    text = "The sanctions bite us harder than them"
    target = [(4, 13)]
    assert not assess(text, EN, target, "said").verdict.cues
    verdict = judge(text, EN, target, "said")
    assert verdict.polarity is Polarity.SCEPTICAL
    assert verdict.score < 0
    assert {text[cue.start : cue.end]: cue.weight < 0 for cue in verdict.cues}["bite"]


def test_the_network_alone_needs_to_be_sure_of_what_speakers_say() -> None:
    text = "The soup was cold and salty"
    assert judge(text, EN, [(4, 8)], "says").polarity is not Polarity.SUPPORTIVE


@pytest.mark.parametrize(
    ("text", "language", "target"),
    [
        ("We do not believe the discounts will last", EN, "discounts"),
        ("I don't expect the scheme to be here next year", EN, "scheme"),
        ("Nie sądzę, żeby ten portal się u nas przyjął", PL, "portal"),
        ("Nie spodziewamy się, żeby ten cennik obowiązywał dłużej niż kwartał", PL, "cennik"),
    ],
)
def test_doubt_alone_is_sceptical(text: str, language: Language, target: str) -> None:
    assert judge(text, language, mentions(text, target, language), "said").polarity is Polarity.SCEPTICAL


def test_doubt_about_harm_is_no_doubt_about_the_target() -> None:
    text = "We do not believe that the new tiers will hurt anybody"
    assert judge(text, EN, mentions(text, "tiers", EN), "said").polarity is Polarity.SUPPORTIVE
