"""Drafts of flows, each saved revision; from which text a flow went live, and who let it."""

import sqlalchemy as sa
from alembic import op

from ivr.db.metadata import Instant

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'drafts',
        sa.Column('flow', sa.String(length=40), nullable=False),
        sa.Column('base', sa.String(length=16), nullable=True),
        sa.Column('first', sa.Integer(), nullable=False),
        sa.Column('revision', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('flow', name=op.f('pk_drafts')),
    )
    op.create_table(
        'draft_revisions',
        sa.Column('flow', sa.String(length=40), nullable=False),
        sa.Column('revision', sa.Integer(), nullable=False),
        sa.Column('source', sa.Text(), nullable=False),
        sa.Column('author', sa.String(length=64), nullable=False),
        sa.Column('at', Instant(), nullable=False),
        sa.Column('restores', sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint('flow', 'revision', name=op.f('pk_draft_revisions')),
    )
    op.create_table(
        'fresh_translations',
        sa.Column('flow', sa.String(length=40), nullable=False),
        sa.Column('prompt', sa.String(length=80), nullable=False),
        sa.Column('digest', sa.String(length=16), nullable=False),
        sa.Column('author', sa.String(length=64), nullable=False),
        sa.Column('at', Instant(), nullable=False),
        sa.PrimaryKeyConstraint('flow', 'prompt', 'digest', name=op.f('pk_fresh_translations')),
    )
    op.create_table(
        'flow_sources',
        sa.Column('publication_id', sa.Integer(), nullable=False),
        sa.Column('source', sa.Text(), nullable=True),
        sa.Column('author', sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(['publication_id'], ['publications.id'], name=op.f('fk_flow_sources_publication_id_publications')),
        sa.PrimaryKeyConstraint('publication_id', name=op.f('pk_flow_sources')),
    )


def downgrade() -> None:
    op.drop_table('flow_sources')
    op.drop_table('fresh_translations')
    op.drop_table('draft_revisions')
    op.drop_table('drafts')
