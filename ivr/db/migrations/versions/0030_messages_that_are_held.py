"""Text messages that a restored backup holds until somebody releases them."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what the version before neither reads nor writes."""
    held = sa.Column("held", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("repair_messages", held)


def downgrade() -> None:
    """Take it away again: what was held may be sent."""
    op.drop_column("repair_messages", "held")
