"""The call of who waits, and the latest conversations by time."""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('waiting', sa.Column('call_state', sa.JSON(), nullable=True))
    op.create_index('ix_offers_ended_at', 'offers', ['ended_at'])


def downgrade() -> None:
    op.drop_index('ix_offers_ended_at', 'offers')
    op.drop_column('waiting', 'call_state')
