"""Signed messages are remembered; a refusal is kept once."""

import sqlalchemy as sa
from alembic import op

from ivr.db.metadata import Instant

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None

TWICE = """
    DELETE FROM quarantine WHERE id NOT IN (
        SELECT newest FROM (
            SELECT MAX(id) AS newest FROM quarantine GROUP BY source, digest
        ) AS kept
    )
"""


def upgrade() -> None:
    op.create_table(
        'source_messages',
        sa.Column('source', sa.String(length=64), nullable=False),
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('good_until', Instant(), nullable=False),
        sa.Column('answer', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['source'], ['sources.name'], name=op.f('fk_source_messages_source_sources')),
        sa.PrimaryKeyConstraint('source', 'digest', name=op.f('pk_source_messages')),
    )
    op.create_index(op.f('ix_source_messages_good_until'), 'source_messages', ['good_until'])
    op.execute(TWICE)
    op.drop_index('ix_quarantine_source_digest', 'quarantine')
    op.create_index('ix_quarantine_source_digest', 'quarantine', ['source', 'digest'], unique=True)


def downgrade() -> None:
    op.drop_index('ix_quarantine_source_digest', 'quarantine')
    op.create_index('ix_quarantine_source_digest', 'quarantine', ['source', 'digest'])
    op.drop_table('source_messages')
