"""Find customers by e-mail."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

AT_ONCE = 1000


def upgrade() -> None:
    emails = op.create_table(
        'customer_emails',
        sa.Column('email', sa.String(length=200), nullable=False),
        sa.Column('customer_id', sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(['customer_id'], ['customers.customer_id'], name=op.f('fk_customer_emails_customer_id_customers'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('email', 'customer_id', name=op.f('pk_customer_emails')),
    )
    op.create_index(op.f('ix_customer_emails_customer_id'), 'customer_emails', ['customer_id'])
    _fill(emails)


def downgrade() -> None:
    op.drop_table('customer_emails')


def _fill(emails: sa.Table) -> None:
    customers = sa.table('customers', sa.column('customer_id'), sa.column('emails', sa.JSON))
    rows: list[dict[str, str]] = []
    for customer_id, theirs in op.get_bind().execute(sa.select(customers)).all():
        rows += [{'email': one, 'customer_id': customer_id} for one in {e.casefold() for e in theirs}]
    for start in range(0, len(rows), AT_ONCE):
        op.bulk_insert(emails, rows[start : start + AT_ONCE])
