"""Alembic's entrance. It is given a connection by `ivr.db.migrate`; there is no alembic.ini."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from ivr.db.metadata import Instant, metadata
from ivr.db.schema import load_tables


def render(kind: str, item: Any, generating: AutogenContext) -> str | Literal[False]:
    """Write our own column type by its name; leave everything else to Alembic."""
    if kind == "type" and isinstance(item, Instant):
        generating.imports.add("from ivr.db.metadata import Instant")
        return "Instant()"
    return False


load_tables()
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=render,
)
with context.begin_transaction():
    context.run_migrations()
