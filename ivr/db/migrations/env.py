"""Alembic's entrance. It is given a connection by `ivr.db.migrate`; there is no alembic.ini."""

from alembic import context

from ivr.db.metadata import metadata
from ivr.db.schema import load_tables

load_tables()
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    user_module_prefix="",
)
with context.begin_transaction():
    context.run_migrations()
