"""Text messages on repair, answers to texts, and reports that it is still out."""

import sqlalchemy as sa
from alembic import op

from ivr.db.metadata import Instant

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('message_answers',
    sa.Column('message_sid', sa.String(length=64), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('line', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('at', Instant(), nullable=False),
    sa.PrimaryKeyConstraint('message_sid', name=op.f('pk_message_answers'))
    )
    op.create_index('ix_message_answers_number_at', 'message_answers', ['number', 'at'], unique=False)
    op.create_table('message_stops',
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('word', sa.String(length=20), nullable=False),
    sa.Column('at', Instant(), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_message_stops'))
    )
    op.create_table('repair_messages',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('asked_by', sa.String(length=20), nullable=False),
    sa.Column('line', sa.String(length=20), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('postcode', sa.String(length=5), nullable=False),
    sa.Column('service', sa.String(length=20), nullable=False),
    sa.Column('outages', sa.JSON(), nullable=False),
    sa.Column('call_sid', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('asked_at', Instant(), nullable=False),
    sa.Column('repaired_at', Instant(), nullable=True),
    sa.Column('due_at', Instant(), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('epoch', sa.Integer(), nullable=False),
    sa.Column('claimed_at', Instant(), nullable=True),
    sa.Column('lease_until', Instant(), nullable=True),
    sa.Column('looked_at', Instant(), nullable=True),
    sa.Column('looks', sa.Integer(), nullable=False),
    sa.Column('sender', sa.String(length=20), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('message_sid', sa.String(length=64), nullable=True),
    sa.Column('sent_at', Instant(), nullable=True),
    sa.Column('delivered_at', Instant(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_repair_messages')),
    sa.UniqueConstraint('message_sid', name=op.f('uq_repair_messages_message_sid'))
    )
    op.create_index('ix_repair_messages_number_asked_at', 'repair_messages', ['number', 'asked_at'], unique=False)
    op.create_index('ix_repair_messages_sent_at', 'repair_messages', ['sent_at'], unique=False)
    op.create_index('ix_repair_messages_state_due_at', 'repair_messages', ['state', 'due_at'], unique=False)
    op.create_index('uq_repair_messages_open', 'repair_messages', ['number', 'postcode', 'service'], unique=True, sqlite_where=sa.text("state IN ('waiting', 'due', 'sending', 'unknown')"), postgresql_where=sa.text("state IN ('waiting', 'due', 'sending', 'unknown')"))
    op.create_table('still_out_reports',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('call_sid', sa.String(length=64), nullable=False),
    sa.Column('line', sa.String(length=20), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('postcode', sa.String(length=5), nullable=False),
    sa.Column('service', sa.String(length=20), nullable=False),
    sa.Column('source', sa.String(length=64), nullable=False),
    sa.Column('outage_id', sa.String(length=200), nullable=False),
    sa.Column('began_at', Instant(), nullable=True),
    sa.Column('restored_at', Instant(), nullable=False),
    sa.Column('reported_at', Instant(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('due_at', Instant(), nullable=False),
    sa.Column('lease_until', Instant(), nullable=True),
    sa.Column('sent_at', Instant(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_still_out_reports'))
    )
    op.create_index('ix_still_out_reports_number', 'still_out_reports', ['number'], unique=False)
    op.create_index('ix_still_out_reports_outage', 'still_out_reports', ['source', 'outage_id'], unique=False)
    op.create_index('ix_still_out_reports_state_due_at', 'still_out_reports', ['state', 'due_at'], unique=False)
    op.create_table('repair_message_events',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.String(length=32), nullable=False),
    sa.Column('from_state', sa.String(length=10), nullable=False),
    sa.Column('to_state', sa.String(length=10), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('who', sa.Text(), nullable=False),
    sa.Column('at', Instant(), nullable=False),
    sa.ForeignKeyConstraint(['message_id'], ['repair_messages.id'], name=op.f('fk_repair_message_events_message_id_repair_messages')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_repair_message_events'))
    )
    op.create_index(op.f('ix_repair_message_events_message_id'), 'repair_message_events', ['message_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_repair_message_events_message_id'), table_name='repair_message_events')
    op.drop_table('repair_message_events')
    op.drop_index('ix_still_out_reports_state_due_at', table_name='still_out_reports')
    op.drop_index('ix_still_out_reports_outage', table_name='still_out_reports')
    op.drop_index('ix_still_out_reports_number', table_name='still_out_reports')
    op.drop_table('still_out_reports')
    op.drop_index('uq_repair_messages_open', table_name='repair_messages', sqlite_where=sa.text("state IN ('waiting', 'due', 'sending', 'unknown')"), postgresql_where=sa.text("state IN ('waiting', 'due', 'sending', 'unknown')"))
    op.drop_index('ix_repair_messages_state_due_at', table_name='repair_messages')
    op.drop_index('ix_repair_messages_sent_at', table_name='repair_messages')
    op.drop_index('ix_repair_messages_number_asked_at', table_name='repair_messages')
    op.drop_table('repair_messages')
    op.drop_table('message_stops')
    op.drop_index('ix_message_answers_number_at', table_name='message_answers')
    op.drop_table('message_answers')
