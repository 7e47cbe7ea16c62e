"""People who sign in."""

import sqlalchemy as sa
from alembic import op

from ivr.db.metadata import Instant

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'users',
        sa.Column('name', sa.String(length=64), nullable=False),
        sa.Column('password', sa.String(length=200), nullable=False),
        sa.Column('language', sa.String(length=2), server_default='fi', nullable=False),
        sa.Column('totp', sa.String(length=200), nullable=True),
        sa.Column('totp_step', sa.Integer(), server_default='0', nullable=False),
        sa.Column('created_at', Instant(), nullable=False),
        sa.Column('disabled_at', Instant(), nullable=True),
        sa.PrimaryKeyConstraint('name', name=op.f('pk_users')),
    )
    op.create_table(
        'user_roles',
        sa.Column('name', sa.String(length=64), nullable=False),
        sa.Column('role', sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(['name'], ['users.name'], name=op.f('fk_user_roles_name_users'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('name', 'role', name=op.f('pk_user_roles')),
    )
    op.create_table(
        'sign_ins',
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('id', sa.String(length=16), nullable=False),
        sa.Column('name', sa.String(length=64), nullable=False),
        sa.Column('created_at', Instant(), nullable=False),
        sa.Column('last_seen_at', Instant(), nullable=False),
        sa.Column('address', sa.String(length=64), nullable=False),
        sa.Column('browser', sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(['name'], ['users.name'], name=op.f('fk_sign_ins_name_users'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('digest', name=op.f('pk_sign_ins')),
        sa.UniqueConstraint('id', name=op.f('uq_sign_ins_id')),
    )
    op.create_index(op.f('ix_sign_ins_name'), 'sign_ins', ['name'])
    op.create_table(
        'sign_in_failures',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=64), nullable=False),
        sa.Column('address', sa.String(length=64), nullable=False),
        sa.Column('at', Instant(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_failures')),
    )
    op.create_index('ix_sign_in_failures_name_at', 'sign_in_failures', ['name', 'at'])
    op.create_index('ix_sign_in_failures_address_at', 'sign_in_failures', ['address', 'at'])


def downgrade() -> None:
    op.drop_table('sign_in_failures')
    op.drop_table('sign_ins')
    op.drop_table('user_roles')
    op.drop_table('users')
