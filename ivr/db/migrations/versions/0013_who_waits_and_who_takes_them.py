"""Who waits, and who takes them."""

import sqlalchemy as sa
from alembic import op

from ivr.db.metadata import Instant

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

LIVE = sa.text("state <> 'ended'")
WAITS, WAITS_1 = sa.text('waits'), sa.text('waits = 1')
FREE, FREE_1 = sa.text('free'), sa.text('free = 1')


def upgrade() -> None:
    op.create_table(
        'agents',
        sa.Column('name', sa.String(length=64), nullable=False),
        sa.Column('telephone', sa.String(length=100), nullable=False),
        sa.Column('state', sa.String(length=10), server_default='away', nullable=False),
        sa.Column('since', Instant(), nullable=False),
        sa.Column('idle_since', Instant(), nullable=False),
        sa.Column('until', Instant(), nullable=True),
        sa.Column('missed', sa.Integer(), server_default='0', nullable=False),
        sa.Column('seen_at', Instant(), nullable=False),
        sa.ForeignKeyConstraint(['name'], ['users.name'], name=op.f('fk_agents_name_users'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('name', name=op.f('pk_agents')),
    )
    op.create_index('ix_agents_state_idle_since', 'agents', ['state', 'idle_since'])
    op.create_table(
        'agent_teams',
        sa.Column('name', sa.String(length=64), nullable=False),
        sa.Column('team', sa.String(length=40), nullable=False),
        sa.Column('free', sa.Boolean(), nullable=False),
        sa.Column('idle_since', Instant(), nullable=False),
        sa.ForeignKeyConstraint(['name'], ['agents.name'], name=op.f('fk_agent_teams_name_agents'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('name', 'team', name=op.f('pk_agent_teams')),
    )
    op.create_index('ix_agent_teams_free', 'agent_teams', ['team', 'idle_since', 'name'], sqlite_where=FREE_1, postgresql_where=FREE)
    op.create_table(
        'waiting',
        sa.Column('id', sa.String(length=32), nullable=False),
        sa.Column('kind', sa.String(length=8), nullable=False),
        sa.Column('ref', sa.String(length=64), nullable=False),
        sa.Column('line', sa.String(length=20), nullable=False),
        sa.Column('language', sa.String(length=2), nullable=False),
        sa.Column('topic', sa.String(length=40), nullable=False),
        sa.Column('urgent', sa.Boolean(), nullable=False),
        sa.Column('since', Instant(), nullable=False),
        sa.Column('joined_at', Instant(), nullable=False),
        sa.Column('state', sa.String(length=8), nullable=False),
        sa.Column('left_at', Instant(), nullable=True),
        sa.Column('left_why', sa.String(length=20), server_default='', nullable=False),
        sa.Column('queue_sid', sa.String(length=64), nullable=True),
        sa.Column('chosen', sa.String(length=20), server_default='', nullable=False),
        sa.Column('told_seconds', sa.Integer(), nullable=True),
        sa.Column('met_at', Instant(), nullable=True),
        sa.Column('card', sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_waiting')),
        sa.UniqueConstraint('ref', name=op.f('uq_waiting_ref')),
    )
    op.create_index('ix_waiting_state', 'waiting', ['state'])
    op.create_table(
        'waiting_teams',
        sa.Column('waiting_id', sa.String(length=32), nullable=False),
        sa.Column('team', sa.String(length=40), nullable=False),
        sa.Column('waits', sa.Boolean(), nullable=False),
        sa.Column('rank', sa.Integer(), nullable=False),
        sa.Column('since', Instant(), nullable=False),
        sa.Column('from_at', Instant(), nullable=False),
        sa.ForeignKeyConstraint(['waiting_id'], ['waiting.id'], name=op.f('fk_waiting_teams_waiting_id_waiting'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('waiting_id', 'team', name=op.f('pk_waiting_teams')),
    )
    for name, columns in (('order', ['rank', 'since', 'team']), ('place', ['team', 'rank', 'since'])):
        op.create_index(f'ix_waiting_teams_{name}', 'waiting_teams', columns, sqlite_where=WAITS_1, postgresql_where=WAITS)
    op.create_table(
        'offers',
        sa.Column('id', sa.String(length=32), nullable=False),
        sa.Column('waiting_id', sa.String(length=32), nullable=False),
        sa.Column('agent', sa.String(length=64), nullable=False),
        sa.Column('team', sa.String(length=40), nullable=False),
        sa.Column('state', sa.String(length=8), nullable=False),
        sa.Column('outcome', sa.String(length=12), server_default='', nullable=False),
        sa.Column('leg_sid', sa.String(length=64), nullable=True),
        sa.Column('made_at', Instant(), nullable=False),
        sa.Column('accepted_at', Instant(), nullable=True),
        sa.Column('met_at', Instant(), nullable=True),
        sa.Column('ended_at', Instant(), nullable=True),
        sa.ForeignKeyConstraint(['agent'], ['agents.name'], name=op.f('fk_offers_agent_agents'), ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['waiting_id'], ['waiting.id'], name=op.f('fk_offers_waiting_id_waiting')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_offers')),
        sa.UniqueConstraint('leg_sid', name=op.f('uq_offers_leg_sid')),
    )
    op.create_index('ix_offers_waiting_id', 'offers', ['waiting_id'])
    op.create_index('ix_offers_agent', 'offers', ['agent'])
    op.create_index('uq_offers_live_agent', 'offers', ['agent'], unique=True, sqlite_where=LIVE, postgresql_where=LIVE)
    op.create_index('uq_offers_live_waiting', 'offers', ['waiting_id'], unique=True, sqlite_where=LIVE, postgresql_where=LIVE)


def downgrade() -> None:
    for table in ('offers', 'waiting_teams', 'waiting', 'agent_teams', 'agents'):
        op.drop_table(table)
