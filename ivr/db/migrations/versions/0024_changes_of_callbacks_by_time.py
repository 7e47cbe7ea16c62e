"""Changes of callbacks by their time: the account of a day."""

from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_callback_events_at', 'callback_events', ['at'])


def downgrade() -> None:
    op.drop_index('ix_callback_events_at', 'callback_events')
