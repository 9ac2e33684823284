"""Any text as a cursor is refused as one that is no cursor; a true one comes back whatever its key holds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.routes.cursors import LONGEST, decode, encode
from corpus.errors import UsageError
from tests.api.problems import assert_problem

KINDS = [(str, type(None)), int, (float, int)]
FILTERS = {"list": "people", "topic": None}
LISTS = ("/v1/statements", "/v1/people", "/v1/firms", "/v1/documents", "/v1/jobs", "/v1/corrections")


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_refused(cursor: str, tail: str) -> None:
    true = encode(["Anna", 3, 0.5], FILTERS)
    for one in (cursor, true + tail if tail else "x", true[: len(cursor)] + tail):
        if one != true:
            with pytest.raises(UsageError):
                decode(one, FILTERS, KINDS)


@settings(max_examples=80, deadline=None)
@given(st.one_of(st.none(), st.text(max_size=40)), st.integers(-(2**63), 2**63), st.floats(allow_nan=False))
def test_a_true_one_comes_back(name: str | None, number: int, score: float) -> None:
    assert decode(encode([name, number, score], FILTERS), FILTERS, KINDS) == (name, number, score)


@settings(max_examples=15, deadline=None)
@given(cursor=st.text(st.characters(codec="utf-8"), min_size=1, max_size=80))
def test_the_service_answers_in_words(client: TestClient, cursor: str) -> None:
    for path in LISTS:
        assert_problem(client.get(path, params={"cursor": cursor}), 422, "/problems/invalid-request")
    assert len(cursor) < LONGEST
