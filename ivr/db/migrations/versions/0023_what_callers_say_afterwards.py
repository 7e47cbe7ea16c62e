"""What callers say of us after a conversation."""

import sqlalchemy as sa
from alembic import op

from ivr.db.metadata import Instant

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'surveys',
        sa.Column('call_sid', sa.String(length=64), nullable=False),
        sa.Column('line', sa.String(length=20), nullable=False),
        sa.Column('number', sa.String(length=20), nullable=False),
        sa.Column('question', sa.String(length=20), nullable=False),
        sa.Column('answer', sa.Integer(), nullable=True),
        sa.Column('asked_at', Instant(), nullable=False),
        sa.PrimaryKeyConstraint('call_sid', name=op.f('pk_surveys')),
    )
    op.create_index('ix_surveys_number_asked_at', 'surveys', ['number', 'asked_at'])
    op.create_index(op.f('ix_surveys_asked_at'), 'surveys', ['asked_at'])


def downgrade() -> None:
    op.drop_table('surveys')
