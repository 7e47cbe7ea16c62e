"""Faults suspected from calls, and where calls came from."""

import sqlalchemy as sa
from alembic import op

from ivr.db.metadata import Instant

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('calls', sa.Column('places', sa.JSON(none_as_null=True), nullable=True))
    op.add_column('calls', sa.Column('services', sa.JSON(none_as_null=True), nullable=True))
    op.create_table(
        'suspicions',
        sa.Column('id', sa.String(length=40), nullable=False),
        sa.Column('postcode', sa.String(length=5), nullable=False),
        sa.Column('service', sa.String(length=20), nullable=False),
        sa.Column('raised_at', Instant(), nullable=False),
        sa.Column('since', Instant(), nullable=False),
        sa.Column('callers', sa.Integer(), nullable=False),
        sa.Column('withheld', sa.Integer(), nullable=False),
        sa.Column('usual', sa.Float(), nullable=False),
        sa.Column('customers', sa.Integer(), nullable=False),
        sa.Column('state', sa.String(length=20), nullable=False),
        sa.Column('by', sa.String(length=100), nullable=False),
        sa.Column('decided_at', Instant(), nullable=True),
        sa.Column('reason', sa.String(length=500), nullable=False),
        sa.Column('notice', sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_suspicions')),
    )
    op.create_index(op.f('ix_suspicions_raised_at'), 'suspicions', ['raised_at'])
    op.create_index(op.f('ix_suspicions_state'), 'suspicions', ['state'])
    op.create_index('ix_suspicions_place', 'suspicions', ['postcode', 'service', 'raised_at'])
    op.create_table(
        'postcode_calls',
        sa.Column('postcode', sa.String(length=5), nullable=False),
        sa.Column('service', sa.String(length=20), nullable=False),
        sa.Column('hour', Instant(), nullable=False),
        sa.Column('callers', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('postcode', 'service', 'hour', name=op.f('pk_postcode_calls')),
    )
    op.create_index(op.f('ix_postcode_calls_hour'), 'postcode_calls', ['hour'])


def downgrade() -> None:
    op.drop_table('postcode_calls')
    op.drop_table('suspicions')
    op.drop_column('calls', 'services')
    op.drop_column('calls', 'places')
