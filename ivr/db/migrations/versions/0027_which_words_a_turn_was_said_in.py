"""The bundle of each turn, when a call ended, and indexes to look at calls and callbacks by."""

import sqlalchemy as sa
from alembic import op

from ivr.db.metadata import Instant

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None

INDEXES = (
    ('calls', ('line', 'started_at')),
    ('callbacks', ('requested_at',)),
    ('callbacks', ('state', 'requested_at')),
    ('callbacks', ('number',)),
    ('callbacks', ('call_sid',)),
    ('voicemails', ('call_sid',)),
    ('repair_messages', ('call_sid',)),
    ('still_out_reports', ('call_sid',)),
)


def upgrade() -> None:
    op.add_column(
        'call_turns', sa.Column('bundle', sa.String(length=16), server_default='', nullable=False)
    )
    op.add_column('calls', sa.Column('ended_at', Instant(), nullable=True))
    for table, columns in INDEXES:
        op.create_index(_name(table, columns), table, list(columns))


def downgrade() -> None:
    for table, columns in reversed(INDEXES):
        op.drop_index(_name(table, columns), table)
    op.drop_column('calls', 'ended_at')
    op.drop_column('call_turns', 'bundle')


def _name(table: str, columns: tuple[str, ...]) -> str:
    return f'ix_{table}_{"_".join(columns)}'
