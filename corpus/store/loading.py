"""Fills an empty SQLite file with the rows of another store."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any


class SqliteLoader:
    """Fills the tables of a file with the rows of another store."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Writes rows as they come, without holding them."""
        places = ", ".join("?" * len(columns))
        self._connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", rows)

    def finish(self, identity: str, counters: dict[str, int]) -> None:
        """Gives the store its identity, and says which numbers were given."""
        self._connection.execute("UPDATE identity SET id = ?", (identity,))
        for name, last in counters.items():
            self._connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", (name,))
            if last:
                self._connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name, last))
