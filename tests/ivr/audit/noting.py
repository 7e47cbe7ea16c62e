"""What is noted while something is done."""

from collections.abc import Callable

from sqlalchemy import Engine, select

from ivr.db.tables.audit import audit


def noted(engine: Engine, deed: Callable[[], object]) -> list[tuple[str, str]]:
    """Do something; return who is noted to have done what, in this order."""
    before = len(_rows(engine))
    deed()
    return _rows(engine)[before:]


def _rows(engine: Engine) -> list[tuple[str, str]]:
    with engine.connect() as connection:
        query = select(audit.c.who, audit.c.what).order_by(audit.c.id)
        return [(row.who, row.what) for row in connection.execute(query)]
