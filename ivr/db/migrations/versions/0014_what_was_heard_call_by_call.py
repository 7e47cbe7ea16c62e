"""What each number heard, call by call: a call must not be told of itself."""

import sqlalchemy as sa
from alembic import op

from ivr.db.metadata import Instant

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table('heard_before')
    _create(sa.Column('number', sa.String(length=20), nullable=False), sa.Column('call_sid', sa.String(length=64), nullable=False))


def downgrade() -> None:
    op.drop_table('heard_before')
    _create(sa.Column('number_hash', sa.String(length=40), nullable=False))


def _create(*who: sa.Column) -> None:
    names = [column.name for column in who]
    op.create_table(
        'heard_before',
        *who,
        sa.Column('postcode', sa.String(length=5), nullable=False),
        sa.Column('service', sa.String(length=20), nullable=False),
        sa.Column('key', sa.String(length=20), nullable=False),
        sa.Column('state', sa.String(length=30), nullable=False),
        sa.Column('estimate', Instant(), nullable=True),
        sa.Column('heard_at', Instant(), nullable=False),
        sa.PrimaryKeyConstraint(*names, 'postcode', 'service', name=op.f('pk_heard_before')),
    )
    op.create_index(op.f('ix_heard_before_heard_at'), 'heard_before', ['heard_at'])
