"""Runs the migrations over the connection that is given, in its transaction."""

from __future__ import annotations

from alembic import context

from corpus.store.postgres.schema import VERSION_TABLE
from corpus.store.postgres.tables import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, version_table=VERSION_TABLE
)
context.run_migrations()
