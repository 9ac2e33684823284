"""Rows by name and by place, as SQLite gives them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from corpus.store.postgres.dialect import ESCAPE, unescaped

if TYPE_CHECKING:
    from psycopg import Cursor


class PostgresRow:
    """One row; what was escaped in it reads as it was."""

    __slots__ = ("_places", "_values")

    def __init__(self, places: dict[str, int], values: Sequence[Any]) -> None:
        self._places = places
        self._values = values

    def __getitem__(self, key: str | int) -> Any:
        return self._values[self._places[key] if isinstance(key, str) else key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def keys(self) -> list[str]:
        """The names of the columns in order."""
        return list(self._places)


def row_factory(cursor: Cursor[Any]) -> Callable[[Sequence[Any]], PostgresRow]:
    """What makes psycopg's rows; of two columns of one name the first counts."""
    places: dict[str, int] = {}
    for place, column in enumerate(cursor.description or ()):
        places.setdefault(column.name, place)

    def row(values: Sequence[Any]) -> PostgresRow:
        for value in values:
            if type(value) is str and ESCAPE in value:
                return PostgresRow(places, [unescaped(one) if type(one) is str else one for one in values])
        return PostgresRow(places, values)

    return row
