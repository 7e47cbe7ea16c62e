"""Whom we never ring, and what we rang."""

import sqlalchemy as sa
from alembic import op

from ivr.db.metadata import Instant

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'do_not_ring',
        sa.Column('number', sa.String(length=20), nullable=False),
        sa.Column('call_sid', sa.String(length=64), nullable=False),
        sa.Column('at', Instant(), nullable=False),
        sa.PrimaryKeyConstraint('number', name=op.f('pk_do_not_ring')),
    )
    op.create_table(
        'dials',
        sa.Column('attempt_id', sa.String(length=32), nullable=False),
        sa.Column('number', sa.String(length=20), nullable=False),
        sa.Column('at', Instant(), nullable=False),
        sa.Column('micros_a_minute', sa.Integer(), nullable=False),
        sa.Column('cost_micros', sa.BigInteger(), nullable=False),
        sa.Column('settled', sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint('attempt_id', name=op.f('pk_dials')),
    )
    op.create_index('ix_dials_at', 'dials', ['at'])
    op.create_index('ix_dials_number_at', 'dials', ['number', 'at'])
    op.create_index(
        'ix_dials_open',
        'dials',
        ['at'],
        sqlite_where=sa.text('settled = 0'),
        postgresql_where=sa.text('NOT settled'),
    )


def downgrade() -> None:
    op.drop_table('dials')
    op.drop_table('do_not_ring')
