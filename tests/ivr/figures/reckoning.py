"""What the sums in the database say."""

from datetime import datetime

from sqlalchemy import Connection, Engine, select

from ivr.db.tables.figures import figure_sums


def sums(
    engine: Engine | Connection,
    span: str = "hour",
    at: datetime | None = None,
    *,
    steps: bool = False,
) -> dict[str, int]:
    """Count by name and detail (`callback_ended done`), over everything; steps if asked for."""
    columns = figure_sums.c
    query = select(columns.name, columns.detail, columns.count).where(columns.span == span)
    if at is not None:
        query = query.where(columns.at == at)
    found: dict[str, int] = {}
    if isinstance(engine, Engine):
        with engine.connect() as connection:
            rows = connection.execute(query).all()
    else:
        rows = engine.execute(query).all()
    for name, detail, count in rows:
        key = f"{name} {detail}".strip()
        if steps or not name.startswith("step"):
            found[key] = found.get(key, 0) + count
    return found
