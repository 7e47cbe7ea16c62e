"""Recordings of sentences."""

import sqlalchemy as sa
from alembic import op

from ivr.db.metadata import Instant

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make their table."""
    op.create_table(
        "sounds",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("wav", sa.LargeBinary(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("author", sa.String(64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
    )


def downgrade() -> None:
    """Take it away: the words are spoken."""
    op.drop_table("sounds")
