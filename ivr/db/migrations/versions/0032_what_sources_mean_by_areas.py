"""What people say that a source means by an area."""

import sqlalchemy as sa
from alembic import op

from ivr.db.metadata import Instant

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make their table, which the version before neither reads nor writes."""
    op.create_table(
        "source_areas",
        sa.Column("source", sa.String(64), sa.ForeignKey("sources.name"), primary_key=True),
        sa.Column("key", sa.String(400), primary_key=True),
        sa.Column("area", sa.JSON(), nullable=False),
        sa.Column("means", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("at", Instant(), nullable=False),
    )


def downgrade() -> None:
    """Take it away: what came stays where it was placed."""
    op.drop_table("source_areas")
