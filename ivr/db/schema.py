"""Every table of the application, gathered so that one call or one migration sees them all."""

import importlib

from sqlalchemy import Engine

from ivr.db.metadata import metadata

TABLE_MODULES: tuple[str, ...] = (
    "customers",
    "configuration",
    "outages",
    "feeds",
    "bundles",
    "legs",
    "leases",
    "callbacks",
    "asks",
    "voicemails",
    "journal",
    "messages",
    "reports",
    "heard",
    "suspicions",
    "accounts",
    "dispatch",
    "agent_legs",
    "ringing",
    "surveys",
    "drafts",
    "own_words",
    "audit",
    "figures",
    "sounds",
)


def load_tables() -> None:
    """Import each module of `ivr/db/tables/`, so that `metadata` is whole."""
    for name in TABLE_MODULES:
        importlib.import_module(f"ivr.db.tables.{name}")


def create_schema(engine: Engine) -> None:
    """Create what is missing; for tests and for a new embedded database."""
    load_tables()
    metadata.create_all(engine)
