"""Any text as a question is read without an exception, and makes sense. Longer runs: ``python -m fuzz.questions``."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.questions import PIECES, check_question, next_question

ANY = settings(max_examples=80, deadline=None)


@pytest.mark.parametrize(
    "question",
    [
        "since 2024 until 2023",
        "od 2024-02-30 do 2024-13",
        "between 2026 and 1999",
        "who said what after 9999-12-31",
        "kto mówił przed 0001-01-01",
        "who said what before 0001-01-01",
        "who " * 400,
        "„“”\"'",
        "\ud800 who said \udfff",
        "WHO IS SCEPTICAL ABOUT İSTANBUL ﬁrms",
        "what did Jan O'Neil and Żółć Gęślą say about 3 & Co. in Q5 0000",
    ],
)
def test_questions_that_are_hard_to_read(question: str) -> None:
    check_question(question)


@ANY
@given(st.text(max_size=120))
def test_any_text(question: str) -> None:
    check_question(question)


@ANY
@given(st.lists(st.sampled_from(PIECES), max_size=16), st.sampled_from([" ", "", ", "]))
def test_pieces_of_questions_in_any_order(pieces: list[str], between: str) -> None:
    check_question(between.join(pieces))


@ANY
@given(st.integers(0, 2**32))
def test_made_up_questions(seed: int) -> None:
    check_question(next_question(random.Random(seed)))  # noqa: S311
