"""Where a source speaks at all, and where what it said waits to be confirmed."""

import json

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

WAITS = sa.text('waiting IS NOT NULL')
SETTINGS = sa.table('source_settings', sa.column('source'), sa.column('document'))
SOURCES = sa.table('sources', sa.column('name'), sa.column('scope'))


def upgrade() -> None:
    for name in ('scope', 'token_scope', 'withheld'):
        op.add_column('sources', sa.Column(name, sa.Text(), nullable=True))
    op.create_index(
        'ix_outages_waiting', 'outages', ['source'], sqlite_where=WAITS, postgresql_where=WAITS
    )
    _scopes()


def _scopes() -> None:
    """What tokens may speak of is noted when the next is made or ended."""
    connection = op.get_bind()
    for source, document in connection.execute(sa.select(SETTINGS)).all():
        given = json.loads(document)
        one = {
            'areas': given.get('areas') or [],
            'services': given.get('services') or [],
            'polled': bool(given.get('poll')),
        }
        if any(one.values()):
            this = sa.update(SOURCES).where(SOURCES.c.name == source)
            connection.execute(this.values(scope=json.dumps(one)))


def downgrade() -> None:
    op.drop_index('ix_outages_waiting', 'outages')
    for name in ('withheld', 'token_scope', 'scope'):
        op.drop_column('sources', name)
