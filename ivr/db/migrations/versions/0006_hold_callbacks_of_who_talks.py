"""Hold the callbacks of whoever talks with us, and keep what number an attempt shows."""

import sqlalchemy as sa
from alembic import op

from ivr.db.metadata import Instant

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No batch: SQLite adds both in place, and both tables are referred to or full.
    op.add_column('callbacks', sa.Column('held_until', Instant(), nullable=True))
    op.add_column('attempts', sa.Column('shown', sa.String(length=20), nullable=True))


def downgrade() -> None:
    op.drop_column('attempts', 'shown')
    op.drop_column('callbacks', 'held_until')
