"""Connections to PostgreSQL: what is asked of them, and errors in words that help."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.types.numeric import Int8Dumper
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool

from corpus.errors import LostConnectionError, StoreError
from corpus.store.addresses import without_secrets
from corpus.store.postgres.rows import PostgresRow, row_factory

Session = psycopg.Connection[PostgresRow]

# A server that is gone without a word is noticed after seconds, not after the hours that TCP allows.
_DEFAULTS = {
    "application_name": "quotegraph",
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "15000",
}
_REMEDIES = {
    "53100": "the server's disk is full; make room, then run the same command again: what was acknowledged is safe",
    "55P03": "another process has been writing for too long; try again when it is done",
    "57014": "the server gave the statement up; see its statement_timeout",
    "42501": "the user may not do that; see docs/postgresql.md for the rights it needs",
    "28P01": "check user and password of the address",
    "28000": "check user and password of the address, and pg_hba.conf",
    "3D000": "make the database first: createdb --encoding UTF8 NAME",
    "53300": "the server has no connection left; raise max_connections, or run fewer processes",
}
_LOST = ("08", "57P", "25006", "40001")  # connection, shutdown, a server that has become a standby, recovery


class Connector:
    """Opens connections to one database.

    :param address: as libpq takes it, several hosts included.
    :param read_only: whether a standby will do.
    :param timeout: seconds to wait for another writer.
    :raises StoreError: the address makes no sense.
    """

    def __init__(self, address: str, *, read_only: bool, timeout: float) -> None:
        try:
            given = conninfo_to_dict(address)
        except psycopg.Error as error:
            raise StoreError(f"{without_secrets(address)}: is no address of a database: {_first_line(error)}") from None
        defaults = dict(_DEFAULTS)
        if not read_only:
            defaults["target_session_attrs"] = "read-write"
        self._conninfo = make_conninfo(**{**defaults, **{name: str(value) for name, value in given.items()}})
        self._read_only = read_only
        self._timeout = timeout
        self.name = _name(given)

    def connect(self) -> Session:
        """A connection in autocommit mode: transactions are begun and ended by statements, never implicitly.

        :raises psycopg.Error: no server can be reached, or it lets nobody in.
        """
        session: Session = psycopg.connect(self._conninfo, autocommit=True, row_factory=row_factory)
        try:
            session.adapters.register_dumper(int, Int8Dumper)  # of one type, so that a statement is prepared once
            session.execute(
                "SELECT set_config('lock_timeout', %s, false), set_config('client_encoding', 'UTF8', false), "
                "set_config('synchronous_commit', CASE WHEN current_setting('synchronous_commit') = 'off' THEN 'on' "
                "ELSE current_setting('synchronous_commit') END, false), "
                "set_config('default_transaction_read_only', %s, false)",
                (f"{max(1, round(self._timeout * 1000))}ms", "on" if self._read_only else "off"),
            )
        except BaseException:
            session.close()
            raise
        return session

    def engine(self) -> Engine:
        """SQLAlchemy's way to the same database: for the tables and their migrations."""
        return create_engine(
            "postgresql+psycopg://", creator=lambda: psycopg.connect(self._conninfo), poolclass=NullPool
        )

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turns errors of PostgreSQL into a :class:`StoreError` that names the database and the remedy."""
        try:
            yield
        except psycopg.Error as error:
            raise self.translated(error) from error

    def translated(self, error: psycopg.Error) -> StoreError:
        """The error in words that help; none of them is a secret."""
        if is_lost(error):
            return LostConnectionError(
                f"{self.name}: the connection to the database is lost or none can be made: {_first_line(error)}: "
                "nothing was written; try again when a server answers"
            )
        remedy = _REMEDIES.get(error.sqlstate or "", "run `quotegraph verify`, and see the server's log")
        return StoreError(f"{self.name}: {_first_line(error)}: {remedy}")


def is_lost(error: psycopg.Error) -> bool:
    """Whether the connection is gone, or the server cannot be used for now: another may do."""
    state = error.sqlstate
    if state is None:
        return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    return state.startswith(_LOST)


def _name(given: dict[str, Any]) -> str:
    """Host and database, for messages."""
    hosts = str(given.get("host") or given.get("hostaddr") or "").split(",")
    ports = str(given.get("port") or "").split(",")
    if len(ports) == 1:
        ports *= len(hosts)
    places = ",".join(f"{host}:{port}" if port else host for host, port in zip(hosts, ports, strict=False))
    return f"postgresql://{places}/{given.get('dbname') or ''}"


def _first_line(error: BaseException) -> str:
    if isinstance(error, psycopg.Error) and error.diag.message_primary:
        return error.diag.message_primary
    return str(error).strip().split("\n")[0] or type(error).__name__
