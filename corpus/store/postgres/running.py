"""Runs the statements of the store's parts over one connection."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from typing import Any, cast

import psycopg
from psycopg.pq import TransactionStatus

from corpus.store.interface import Cursor, Values
from corpus.store.postgres.connecting import Session
from corpus.store.postgres.dialect import bound, translated
from corpus.store.postgres.rows import PostgresRow

_AT_A_TIME = 2000  # rows fetched at once where there may be very many


class Running:
    """Statements inside a transaction or a snapshot."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def execute(self, sql: str, values: Values = (), /) -> Cursor:
        """Runs one statement."""
        return run(self._session, sql, values)

    def executemany(self, sql: str, values: Iterable[Any], /) -> None:
        """Runs one statement for each of several sets of values."""
        found = translated(sql)
        for one in values:
            self._session.execute(cast(Any, found.text), bound(one, found.lists))


def run(session: Session, sql: str, values: Values) -> psycopg.Cursor[PostgresRow]:
    """Runs one statement of the store's parts."""
    found = translated(sql)
    return session.execute(cast(Any, found.text), bound(values, found.lists))


def streamed(session: Session, sql: str, values: Values) -> Iterator[PostgresRow]:
    """The rows of a reading statement, fetched some at a time, inside a transaction."""
    found = translated(sql)
    with session.cursor(name=f"rows_{secrets.token_hex(8)}") as cursor:
        cursor.itersize = _AT_A_TIME
        cursor.execute(cast(Any, found.text), bound(values, found.lists))
        yield from cursor


def roll_back(session: Session) -> None:
    """Takes an unfinished transaction back; one that is lost has been taken back by the server."""
    if session.closed or session.info.transaction_status is TransactionStatus.IDLE:
        return
    try:
        session.execute("ROLLBACK")
    except psycopg.Error:
        session.close()
