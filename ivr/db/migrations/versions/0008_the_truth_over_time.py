"""What becomes of outages over time, and what people say of them."""

import sqlalchemy as sa
from alembic import op

from ivr.db.metadata import Instant

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

ADDED = {
    'missing_as_of': Instant(),
    'superseded_at': Instant(),
    'superseded_by': sa.JSON(),
    'back_from': Instant(),
    'waiting': sa.JSON(),
    'settled_at': Instant(),
    'running': sa.String(length=20),
    'fact': sa.JSON(),
}


def upgrade() -> None:
    # No batch: SQLite adds columns in place.
    for name, kind in ADDED.items():
        op.add_column('outages', sa.Column(name, kind, nullable=True))
    op.create_index(op.f('ix_outages_settled_at'), 'outages', ['settled_at'])
    op.add_column('sources', sa.Column('major', sa.JSON(), nullable=True))
    op.create_table(
        'corrections',
        sa.Column('source', sa.String(length=64), nullable=False),
        sa.Column('id', sa.String(length=200), nullable=False),
        sa.Column('by', sa.String(length=100), nullable=False),
        sa.Column('at', Instant(), nullable=False),
        sa.Column('change', sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint('source', 'id', name=op.f('pk_corrections')),
    )
    op.create_table(
        'outage_acts',
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('at', Instant(), nullable=False),
        sa.Column('by', sa.String(length=100), nullable=False),
        sa.Column('act', sa.String(length=20), nullable=False),
        sa.Column('source', sa.String(length=64), nullable=False),
        sa.Column('id', sa.String(length=200), nullable=False),
        sa.Column('detail', sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint('number', name=op.f('pk_outage_acts')),
    )
    op.create_index(op.f('ix_outage_acts_source_id'), 'outage_acts', ['source', 'id'])


def downgrade() -> None:
    op.drop_table('outage_acts')
    op.drop_table('corrections')
    op.drop_column('sources', 'major')
    op.drop_index(op.f('ix_outages_settled_at'), 'outages')
    for name in reversed(ADDED):
        op.drop_column('outages', name)
