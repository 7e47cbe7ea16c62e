"""Count the changes of sources."""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No batch: SQLite does both in place, and `source_tokens` refers to `sources`.
    op.drop_column('outages', 'fact')
    op.add_column('sources', sa.Column('version', sa.Integer(), server_default='0', nullable=False))


def downgrade() -> None:
    op.drop_column('sources', 'version')
    op.add_column('outages', sa.Column('fact', sa.TEXT(), server_default='{}', nullable=False))
