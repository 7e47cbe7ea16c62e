"""How many customers there are in each postcode, counted from time to time."""

from collections import Counter
from collections.abc import Collection

from sqlalchemy import Connection, Engine, delete, insert, select

from ivr.db.chunks import chunks
from ivr.db.tables.customers import customers
from ivr.db.tables.heard import postcode_customers

AT_ONCE = 10_000


def customers_in(connection: Connection, postcodes: Collection[str]) -> dict[str, int]:
    """Return the customers of these postcodes; counted now where no count was kept yet."""
    if connection.execute(select(postcode_customers).limit(1)).first() is None:
        counted = _count(connection)
        return {postcode: counted[postcode] for postcode in postcodes}
    columns = postcode_customers.c
    return {
        postcode: number
        for chunk in chunks(sorted(postcodes))
        for postcode, number in connection.execute(
            select(columns.postcode, columns.customers).where(columns.postcode.in_(chunk))
        )
    }


def keep_counts(engine: Engine) -> None:
    """Count all customers, and keep it."""
    with engine.connect().execution_options(readonly=True) as connection:
        counted = _count(connection)
    rows = [{"postcode": postcode, "customers": number} for postcode, number in counted.items()]
    with engine.begin() as connection:
        connection.execute(delete(postcode_customers))
        if rows:
            connection.execute(insert(postcode_customers), rows)


def _count(connection: Connection) -> Counter[str]:
    counted: Counter[str] = Counter()
    # For this statement alone: set on the connection, PostgreSQL fails at the next that writes.
    few = {"yield_per": AT_ONCE}
    for postcodes in connection.execute(
        select(customers.c.postcodes), execution_options=few
    ).scalars():
        counted.update(set(postcodes))
    return counted
