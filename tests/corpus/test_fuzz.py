"""Whatever the text: no exception, every span inside it with its own words. Longer runs: ``python -m fuzz.mutate``."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.inflection import CASES
from corpus.names import nominative_organization, nominative_person, nominative_phrase
from corpus.types import Language
from fuzz.invariants import check_extraction, check_reading
from fuzz.shrink import shrunk
from fuzz.texts import MARKS, mutated, next_text, samples

PL, EN = Language.PL, Language.EN
ANY = settings(max_examples=120, deadline=None)
WORDS = "że that mówi said powiedział Anna Kowalska prezes CEO Orlik S.A. według according to nie not tak dodał".split()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("«o\n--\n\nzy»napisał", PL),
        ("“c\n--\nW,” he continue", EN),
        ("said,“Ip\n--”", EN),
        ("”– mówi", PL),
        ('"– czytamy', PL),
        ("me –tłumaczy – –przyznaje –f", PL),
        ("od«wynika że jes", PL),
        ("nie ukrywa że n„”", PL),
        ("“Yes,” said Ann Green, ²b director of Heron.", EN),
        ("Tak \ud800dodał\udfff, że nie", PL),
    ],
)
def test_texts_that_once_failed(text: str, language: Language) -> None:
    check_extraction(text, language)


@ANY
@given(st.text(max_size=300), st.sampled_from(Language))
def test_random_text(text: str, language: Language) -> None:
    check_extraction(text, language)


@ANY
@given(st.lists(st.sampled_from([*WORDS, *MARKS, " – ", "\n\n"]), max_size=60), st.sampled_from(Language))
def test_words_and_marks_in_any_order(pieces: list[str], language: Language) -> None:
    check_extraction(" ".join(pieces), language)
    check_extraction("".join(pieces), language)


@ANY
@given(st.integers(0, 2**32))
def test_mutated_articles(seed: int) -> None:
    check_extraction(*next_text(random.Random(seed)))  # noqa: S311


@pytest.mark.parametrize("index", range(0, 28, 9))
def test_whole_articles_mutated_and_in_one_line(index: int) -> None:
    text, language = samples()[index]
    chance = random.Random(index)  # noqa: S311
    for _ in range(10):
        text = mutated(text, chance)
    check_extraction(text, language)
    check_extraction(" ".join(text.split()) * 3, language)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([".txt", ".md", ".html", ".jsonl", ".jsonl.gz"]))
def test_any_bytes_are_read_or_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str
) -> None:
    check_reading(Path(tmp_path_factory.getbasetemp()) / f"fuzz{suffix}", data)


def test_shrinking_keeps_what_fails_and_nothing_else() -> None:
    assert shrunk("some words – and “more” of them", lambda text: "–" in text and "”" in text) == "–”"


@ANY
@given(
    st.one_of(
        st.text(max_size=30), st.lists(st.sampled_from([*WORDS, *MARKS, "-", "--", "'", "’"]), max_size=6).map(" ".join)
    ),
    st.sampled_from([None, *CASES]),
)
def test_any_text_as_a_name_has_a_nominative(text: str, case: str | None) -> None:
    for nominative in (nominative_person, nominative_organization, nominative_phrase):
        assert isinstance(nominative(text, case), str)
