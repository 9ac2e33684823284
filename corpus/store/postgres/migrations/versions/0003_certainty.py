"""How likely each side is right, and the queue by the less certain of words and side: version 8 of the SQLite file."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

_CERTAINTY = """
ALTER TABLE opinion ADD COLUMN confidence DOUBLE PRECISION;
ALTER TABLE statement ADD COLUMN certainty DOUBLE PRECISION NOT NULL DEFAULT 1;
UPDATE statement SET certainty = confidence;
DROP INDEX statement_undecided;
CREATE INDEX statement_undecided ON statement (certainty, number) WHERE listed = 1 AND extracted IS NULL;
"""


def upgrade() -> None:
    """Adds both columns."""
    op.get_bind().exec_driver_sql(_CERTAINTY)
