"""The calls that ring agents."""

import sqlalchemy as sa
from alembic import op

from ivr.db.metadata import Instant

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

LIVE = sa.text("state <> 'over'")


def upgrade() -> None:
    op.create_table(
        'agent_legs',
        sa.Column('offer_id', sa.String(length=32), nullable=False),
        sa.Column('agent', sa.String(length=64), nullable=False),
        sa.Column('telephone', sa.String(length=100), nullable=False),
        sa.Column('shown', sa.String(length=20), nullable=False),
        sa.Column('state', sa.String(length=8), nullable=False),
        sa.Column('call_sid', sa.String(length=64), nullable=True),
        sa.Column('claimed_at', Instant(), nullable=False),
        sa.Column('lease_until', Instant(), nullable=False),
        sa.Column('looked_at', Instant(), nullable=True),
        sa.Column('looks', sa.Integer(), server_default='0', nullable=False),
        sa.Column('taking', sa.String(length=8), server_default='', nullable=False),
        sa.Column('taking_until', Instant(), nullable=True),
        sa.Column('held', sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(['offer_id'], ['offers.id'], name=op.f('fk_agent_legs_offer_id_offers'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('offer_id', name=op.f('pk_agent_legs')),
        sa.UniqueConstraint('call_sid', name=op.f('uq_agent_legs_call_sid')),
    )
    op.create_index(
        'ix_agent_legs_live', 'agent_legs', ['agent'], sqlite_where=LIVE, postgresql_where=LIVE
    )


def downgrade() -> None:
    op.drop_table('agent_legs')
