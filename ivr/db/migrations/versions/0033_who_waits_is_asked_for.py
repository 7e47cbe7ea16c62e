"""When Twilio was last asked whether somebody who waits is still there."""

import sqlalchemy as sa
from alembic import op

from ivr.db.metadata import Instant

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the moment; the version before leaves it empty."""
    op.add_column("waiting", sa.Column("asked_at", Instant(), nullable=True))


def downgrade() -> None:
    """Take it away: everybody is asked for again."""
    op.drop_column("waiting", "asked_at")
