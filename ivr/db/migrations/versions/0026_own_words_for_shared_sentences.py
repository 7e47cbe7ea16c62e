"""A company's own words for the shared sentences: their draft, and what was published."""

import sqlalchemy as sa
from alembic import op

from ivr.db.metadata import Instant

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'word_revisions',
        sa.Column('revision', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('changes', sa.JSON(), nullable=False),
        sa.Column('author', sa.String(length=64), nullable=False),
        sa.Column('at', Instant(), nullable=False),
        sa.Column('closed', sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint('revision', name=op.f('pk_word_revisions')),
    )
    op.create_table(
        'word_versions',
        sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('words', sa.JSON(), nullable=False),
        sa.Column('note', sa.Text(), nullable=False),
        sa.Column('author', sa.String(length=64), nullable=False),
        sa.Column('at', Instant(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_word_versions')),
    )


def downgrade() -> None:
    op.drop_table('word_versions')
    op.drop_table('word_revisions')
