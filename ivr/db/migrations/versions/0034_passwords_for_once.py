"""Until when a password that a person was given is good; they choose one of their own with it."""

import sqlalchemy as sa
from alembic import op

from ivr.db.metadata import Instant

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the moment; whoever has none has chosen their password."""
    op.add_column("users", sa.Column("once_until", Instant(), nullable=True))


def downgrade() -> None:
    """Take it away: what was given stays until it is changed."""
    op.drop_column("users", "once_until")
