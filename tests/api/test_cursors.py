"""Cursors: they give back the key, and nothing else passes for one."""

from __future__ import annotations

import pytest
from starlette.requests import Request

from api.routes.cursors import decode, encode, link_header, next_path
from corpus.errors import UsageError

FILTERS = {"list": "documents", "publisher": "Kurier", "since": None}


@pytest.mark.parametrize("key", [(7,), ("2024-05-31", 3), (None, 12), ("zażółć \ud800", 2**53)])
def test_the_key_comes_back(key: tuple[str | int | None, ...]) -> None:
    kinds = [(int, str, type(None)) for _ in key]
    cursor = encode(key, FILTERS)
    assert decode(cursor, FILTERS, kinds) == key
    assert cursor.isascii()
    assert "=" not in cursor


def test_every_changed_character_is_noticed() -> None:
    cursor = encode(("2024-05-31", 3), FILTERS)
    for place in range(len(cursor)):
        for letter in "Ab0_":
            changed = cursor[:place] + letter + cursor[place + 1 :]
            if changed != cursor and place < len(cursor) - 1:  # the last character has bits that mean nothing
                with pytest.raises(UsageError, match="cursor"):
                    decode(changed, FILTERS, (str, int))


@pytest.mark.parametrize("cursor", ["x", "ą", "AAAA", "!!!!", "a" * 2000, "====", "=", "\ud800", " "])
def test_what_is_no_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(UsageError, match="cursor"):
        decode(cursor, FILTERS, (int,))


def test_other_filters_and_other_lists_are_refused() -> None:
    cursor = encode((7,), FILTERS)
    for filters in (FILTERS | {"publisher": "Other"}, FILTERS | {"list": "jobs"}, FILTERS | {"since": "2024"}, {}):
        with pytest.raises(UsageError, match="other filters"):
            decode(cursor, filters, (int,))
    with pytest.raises(UsageError, match="another list"):
        decode(cursor, FILTERS, (str,))
    with pytest.raises(UsageError, match="another list"):
        decode(cursor, FILTERS, (int, int))


def test_the_next_page_keeps_the_filters() -> None:
    scope = {
        "type": "http",
        "path": "/v1/documents",
        "root_path": "",
        "query_string": b"publisher=A%26B&cursor=old&limit=2",
        "headers": [(b"host", b"x")],
        "scheme": "http",
        "server": ("x", 80),
    }
    path = next_path(Request(scope), "new")
    assert path == "/v1/documents?publisher=A%26B&limit=2&cursor=new"
    assert link_header(path) == {"Link": f'<{path}>; rel="next"'}
    assert next_path(Request(scope), None) is None
    assert link_header(None) == {}
