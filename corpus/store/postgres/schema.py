"""Whether the tables are there and up to date, and bringing them up to date with Alembic."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from corpus.errors import MissingStoreError, StoreError, StoreVersionError
from corpus.store.schema import APPLICATION_ID

if TYPE_CHECKING:
    from corpus.store.interface import Database
    from corpus.store.postgres.connecting import Connector, Session

__all__ = [
    "APPLICATION_ID",
    "ERASED_FROM",
    "MIGRATIONS",
    "REVISIONS",
    "VERSION_TABLE",
    "damage",
    "loose_references",
    "prepare",
]

MIGRATIONS = Path(__file__).with_name("migrations")
REVISIONS = ("0001", "0002")
"""The migrations, oldest first."""
VERSION_TABLE = "quotegraph_version"
ERASED_FROM = ("statement", "opinion", "mentioned", "correction", "article", "article_location", "entity", "alias")
_FOUND = """
SELECT to_regclass(current_schema() || '.quotegraph_version') IS NOT NULL AS known,
       to_regclass(current_schema() || '.statement') IS NOT NULL
       OR to_regclass(current_schema() || '.article') IS NOT NULL AS other,
       current_setting('server_encoding') AS encoding, current_setting('server_version_num') AS server
"""
_DAMAGED_INDEXES = """
SELECT relname AS name FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE relnamespace = CAST(current_schema() AS regnamespace) AND NOT indisvalid ORDER BY 1
"""
_UNCHECKED = """
SELECT conname AS name FROM pg_constraint
WHERE connamespace = CAST(current_schema() AS regnamespace) AND NOT convalidated ORDER BY 1
"""


def prepare(session: Session, connector: Connector, *, create: bool, read_only: bool) -> None:
    """Makes the tables, or brings them up to date; several may do so at once.

    :param create: whether to make them where there are none.
    :raises StoreVersionError: a newer quotegraph made them.
    :raises StoreError: there are none, they are something else's, or they may not be changed.
    """
    found = session.execute(_FOUND).fetchone()
    assert found is not None  # noqa: S101 - it always has a row
    if found["encoding"] != "UTF8":
        raise StoreError(
            f"{connector.name}: the database's encoding is {found['encoding']}; make one with createdb --encoding UTF8"
        )
    if int(found["server"]) < 130000:
        raise StoreError(f"{connector.name}: the server is older than PostgreSQL 13; use a newer one")
    if not found["known"] and found["other"]:
        raise StoreError(f"{connector.name}: has tables of something else; choose another database or schema")
    if not found["known"] and not create:
        raise MissingStoreError(
            f"{connector.name}: there is no store here; ingest some articles first, or give another --database"
        )
    at = _revision(session) if found["known"] else None
    if at == REVISIONS[-1]:
        return
    if at is not None and at not in REVISIONS:
        raise StoreVersionError(
            f"{connector.name}: the store has version {at}, this quotegraph knows versions up to {REVISIONS[-1]}; "
            "install a newer quotegraph"
        )
    if read_only:
        raise StoreError(
            f"{connector.name}: it was made by an older quotegraph; open it once for writing, which updates it"
        )
    migrate(connector)


def migrate(connector: Connector) -> None:
    """Takes all migrations that are left, in one transaction; whoever comes second finds nothing to do."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import text

    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    engine = connector.engine()
    with engine.begin() as connection:
        connection.execute(
            text("SELECT pg_advisory_xact_lock(:application, hashtext(current_schema()))"),
            {"application": APPLICATION_ID},
        )
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, "head")
    engine.dispose()


def damage(database: Database) -> list[str]:
    """What PostgreSQL marks as not whole."""
    return [f"the index {row['name']} is not whole; REINDEX makes it anew" for row in database.query(_DAMAGED_INDEXES)]


def loose_references(database: Database) -> list[str]:
    """Conditions that PostgreSQL has not checked."""
    return [f"the condition {row['name']} is not checked" for row in database.query(_UNCHECKED)]


def _revision(session: Session) -> str | None:
    row = session.execute(cast(Any, f"SELECT version_num FROM {VERSION_TABLE}")).fetchone()
    return None if row is None else str(row[0])
