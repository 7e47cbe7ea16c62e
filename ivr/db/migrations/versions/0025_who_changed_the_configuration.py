"""Who changed lines, teams and hours, when, and how they stood afterwards."""

import sqlalchemy as sa
from alembic import op

from ivr.db.metadata import Instant

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'configuration_changes',
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('at', Instant(), nullable=False),
        sa.Column('by', sa.String(length=100), nullable=False),
        sa.Column('sections', sa.JSON(), nullable=False),
        sa.Column('document', sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint('version', name=op.f('pk_configuration_changes')),
    )


def downgrade() -> None:
    op.drop_table('configuration_changes')
