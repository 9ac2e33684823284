"""Fills an empty store with the rows of another one, by PostgreSQL's COPY."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from psycopg import sql

from corpus.store.postgres.connecting import Session
from corpus.store.postgres.dialect import escaped


class PostgresLoader:
    """Writes into the tables inside a transaction; references are checked at its end."""

    def __init__(self, session: Session) -> None:
        self._session = session
        session.execute("SET CONSTRAINTS ALL DEFERRED")

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Writes rows as they come, without holding them."""
        into = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        with self._session.cursor() as cursor, cursor.copy(into) as copy:
            for row in rows:
                copy.write_row([escaped(value) if isinstance(value, str) else value for value in row])

    def finish(self, identity: str, counters: dict[str, int]) -> None:
        """Gives the store its identity, and says which numbers were given."""
        self._session.execute("UPDATE identity SET id = %s", (identity,))
        for name, last in counters.items():
            self._session.execute("UPDATE counter SET last = %s WHERE name = %s", (last, name))
