"""How sources send: settings, secrets, polls, limits of tokens, and what was refused."""

import sqlalchemy as sa
from alembic import op

from ivr.db.metadata import Instant

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No batch: SQLite adds columns in place.
    op.add_column('source_tokens', sa.Column('areas', sa.JSON(none_as_null=True), nullable=True))
    op.add_column('source_tokens', sa.Column('services', sa.JSON(none_as_null=True), nullable=True))
    op.create_table(
        'source_settings',
        _source(),
        sa.Column('document', sa.Text(), nullable=False),
        sa.Column('applied_at', Instant(), nullable=False),
        _of_sources('source_settings'),
        sa.PrimaryKeyConstraint('source', name=op.f('pk_source_settings')),
    )
    op.create_table(
        'source_secrets',
        sa.Column('id', sa.String(length=12), nullable=False),
        _source(),
        sa.Column('sealed', sa.Text(), nullable=False),
        sa.Column('created_at', Instant(), nullable=False),
        sa.Column('last_used_at', Instant(), nullable=True),
        _of_sources('source_secrets'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_source_secrets')),
    )
    op.create_index(op.f('ix_source_secrets_source'), 'source_secrets', ['source'])
    op.create_table(
        'source_polls',
        _source(),
        sa.Column('next_at', Instant(), nullable=False),
        sa.Column('claim', sa.String(length=32), nullable=True),
        sa.Column('claimed_until', Instant(), nullable=True),
        sa.Column('etag', sa.String(length=500), nullable=True),
        sa.Column('last_modified', sa.String(length=100), nullable=True),
        sa.Column('failures', sa.Integer(), server_default='0', nullable=False),
        sa.Column('result', sa.String(length=20), nullable=True),
        sa.Column('problem', sa.Text(), nullable=True),
        sa.Column('polled_at', Instant(), nullable=True),
        _of_sources('source_polls'),
        sa.PrimaryKeyConstraint('source', name=op.f('pk_source_polls')),
    )
    op.create_index(op.f('ix_source_polls_next_at'), 'source_polls', ['next_at'])
    op.create_table(
        'quarantine',
        sa.Column('id', sa.Integer(), nullable=False),
        _source(),
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('first_at', Instant(), nullable=False),
        sa.Column('last_at', Instant(), nullable=False),
        sa.Column('came_by', sa.String(length=8), nullable=False),
        sa.Column('status', sa.Integer(), nullable=False),
        sa.Column('content_type', sa.String(length=200), nullable=False),
        sa.Column('reasons', sa.JSON(), nullable=False),
        sa.Column('size_bytes', sa.Integer(), nullable=False),
        sa.Column('body', sa.LargeBinary(), nullable=False),
        _of_sources('quarantine'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_quarantine')),
    )
    op.create_index(op.f('ix_quarantine_last_at'), 'quarantine', ['last_at'])
    op.create_index('ix_quarantine_source_digest', 'quarantine', ['source', 'digest'])


def downgrade() -> None:
    for table in ('quarantine', 'source_polls', 'source_secrets', 'source_settings'):
        op.drop_table(table)
    op.drop_column('source_tokens', 'services')
    op.drop_column('source_tokens', 'areas')


def _source() -> sa.Column:
    return sa.Column('source', sa.String(length=64), nullable=False)


def _of_sources(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ['source'], ['sources.name'], name=op.f(f'fk_{table}_source_sources')
    )
