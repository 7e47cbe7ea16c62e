"""What agents write afterwards."""

import sqlalchemy as sa
from alembic import op

from ivr.db.metadata import Instant

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'wrap_ups',
        sa.Column('offer_id', sa.String(length=32), nullable=False),
        sa.Column('agent', sa.String(length=64), nullable=False),
        sa.Column('code', sa.String(length=40), nullable=False),
        sa.Column('note', sa.Text(), nullable=False),
        sa.Column('solved', sa.Boolean(), nullable=True),
        sa.Column('at', Instant(), nullable=False),
        sa.ForeignKeyConstraint(['offer_id'], ['offers.id'], name=op.f('fk_wrap_ups_offer_id_offers')),
        sa.PrimaryKeyConstraint('offer_id', name=op.f('pk_wrap_ups')),
    )


def downgrade() -> None:
    op.drop_table('wrap_ups')
