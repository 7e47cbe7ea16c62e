"""Customers by postcode, and what each number heard of an outage last."""

import sqlalchemy as sa
from alembic import op

from ivr.db.metadata import Instant

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'postcode_customers',
        sa.Column('postcode', sa.String(length=5), nullable=False),
        sa.Column('customers', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('postcode', name=op.f('pk_postcode_customers')),
    )
    op.create_table(
        'heard_before',
        sa.Column('number_hash', sa.String(length=40), nullable=False),
        sa.Column('postcode', sa.String(length=5), nullable=False),
        sa.Column('service', sa.String(length=20), nullable=False),
        sa.Column('key', sa.String(length=20), nullable=False),
        sa.Column('state', sa.String(length=30), nullable=False),
        sa.Column('estimate', Instant(), nullable=True),
        sa.Column('heard_at', Instant(), nullable=False),
        sa.PrimaryKeyConstraint(
            'number_hash', 'postcode', 'service', name=op.f('pk_heard_before')
        ),
    )
    op.create_index(op.f('ix_heard_before_heard_at'), 'heard_before', ['heard_at'])


def downgrade() -> None:
    op.drop_table('heard_before')
    op.drop_table('postcode_customers')
