"""Who changed what; the database itself refuses to change a row, or to delete a young one."""

import sqlalchemy as sa
from alembic import op

from ivr.db.metadata import Instant

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None

SQLITE = (
    """CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END""",
    """CREATE TRIGGER audit_keeps_a_year BEFORE DELETE ON audit
    WHEN OLD.at > datetime('now', '-365 days')
    BEGIN SELECT RAISE(ABORT, 'the audit log keeps a year'); END""",
)
POSTGRESQL = (
    """CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND OLD.at <= now() - interval '365 days' THEN RETURN OLD; END IF;
        RAISE EXCEPTION 'the audit log is only added to';
    END $$""",
    """CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_only_grows()""",
    """CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()""",
)


def upgrade() -> None:
    op.create_table(
        'audit',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('at', Instant(), nullable=False),
        sa.Column('who', sa.String(length=100), nullable=False),
        sa.Column('came_by', sa.String(length=80), nullable=False),
        sa.Column('what', sa.String(length=48), nullable=False),
        sa.Column('about', sa.String(length=200), nullable=False),
        sa.Column('before', sa.JSON(), nullable=True),
        sa.Column('after', sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_audit')),
        sqlite_autoincrement=True,
    )
    op.create_index('ix_audit_at', 'audit', ['at', 'id'])
    for column in ('who', 'what', 'about'):
        op.create_index(f'ix_audit_{column}', 'audit', [column, 'at', 'id'])
    dialect = op.get_bind().dialect.name
    for statement in POSTGRESQL if dialect == 'postgresql' else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table('audit')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP FUNCTION audit_only_grows()')
