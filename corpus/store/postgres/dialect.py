"""The SQL of the store's parts, which is SQLite's, in PostgreSQL's words; and values as PostgreSQL can hold them.

Only what the parts use is known here. Statements are written so that both databases take them as they are where that
is possible (``IS DISTINCT FROM``, ``ON CONFLICT``, ``NULLS LAST``).

PostgreSQL's text cannot hold the character NUL. It is kept as two characters, so that nothing is lost and every other
text stays as it is; offsets count the text as it is read, and are right.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

ESCAPE = "\U0010fffe"  # a noncharacter: never interchanged, so hardly ever in a text
_NUL, _ITSELF = ESCAPE + "0", ESCAPE + "1"

_AMONG = re.compile(r"\(SELECT (value|CAST\(value AS INTEGER\)) FROM json_each\((\?|:\w+)\)\)")
_PARAMETER = re.compile(r"(?<![:\w]):([a-zA-Z_]\w*)|\?")
_REWRITTEN = (
    (re.compile(r"\bINDEXED BY \w+"), ""),  # the planner knows by its statistics
    (re.compile(r"\binstr\("), "strpos("),
    (re.compile(r"\bcharacters\(text\)"), f"length(replace(text, '{ESCAPE}', ''))"),
    (re.compile(r"\b(LIMIT) (\?|:\w+)"), r"\1 nullif(\2, -1)"),
    # The first row of a recursion decides the collation of all.
    (re.compile(r"(?<=SELECT )(:\w+)(?= UNION)"), r'CAST(\1 AS text) COLLATE "C"'),
)


@dataclass(frozen=True, slots=True)
class Translated:
    """A statement for psycopg.

    :param lists: names (or places) of the values that are lists in JSON.
    """

    text: str
    lists: frozenset[str | int]


@lru_cache(maxsize=4096)
def translated(sql: str) -> Translated:
    """A statement of the store's parts in PostgreSQL's words."""
    text = sql.replace("%", "%%")
    for pattern, words in _REWRITTEN:
        text = pattern.sub(words, text)
    lists: set[str | int] = set()
    places = [match.start() for match in re.finditer(r"\?", text)]
    for match in _AMONG.finditer(text):
        name = match[2]
        lists.add(places.index(match.start(2)) if name == "?" else name[1:])
    text = _AMONG.sub(_unnested, text)
    return Translated(_PARAMETER.sub(lambda match: f"%({match[1]})s" if match[1] else "%s", text), frozenset(lists))


def _unnested(match: re.Match[str]) -> str:
    return f"(SELECT unnest(CAST({match[2]} AS {'text' if match[1] == 'value' else 'bigint'}[])))"


def bound(values: Sequence[Any] | dict[str, Any], lists: frozenset[str | int]) -> Sequence[Any] | dict[str, Any]:
    """Values as PostgreSQL takes them."""
    if isinstance(values, dict):
        return {name: _value(value, name in lists) for name, value in values.items()}
    return [_value(value, place in lists) for place, value in enumerate(values)]


def _value(value: Any, is_list: bool) -> Any:
    if isinstance(value, str):
        return [_value(one, False) for one in json.loads(value)] if is_list else escaped(value)
    if isinstance(value, float) and value == 0:
        return 0.0  # SQLite knows no negative zero
    return value


def escaped(text: str) -> str:
    """The text without NUL, to be read back by :func:`unescaped`."""
    if "\0" in text or ESCAPE in text:
        return text.replace(ESCAPE, _ITSELF).replace("\0", _NUL)
    return text


def unescaped(text: str) -> str:
    """What was :func:`escaped`."""
    return text.replace(_NUL, "\0").replace(_ITSELF, ESCAPE) if ESCAPE in text else text
