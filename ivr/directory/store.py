"""Customers in the database: written in bulk, found by number in one keyed read."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from ivr.db.locks import only_writer
from ivr.db.prepared import Prepared, Reader
from ivr.db.tables.customers import customer_emails, customer_phones, customers
from routing.customer import Customer

MOST_OF_ONE_NUMBER = 20
"""A number on more customers than this is somebody's filler; the rest add nothing."""

_COLUMNS = tuple(column.name for column in customers.columns)
_BY_PHONE = Prepared(
    select(customers)
    .join(customer_phones, customer_phones.c.customer_id == customers.c.customer_id)
    .where(customer_phones.c.phone == bindparam("number"))
    .order_by(customers.c.customer_id)
    .limit(MOST_OF_ONE_NUMBER)
)


def find_by_phone(connection: Connection | Reader, phone: str) -> tuple[Customer, ...]:
    """Return the customers of a number in E.164."""
    return tuple(map(_customer, _BY_PHONE.rows(connection, number=phone)))


def find_by_email(connection: Connection, email: str) -> tuple[Customer, ...]:
    """Return the customers of an e-mail address, however its letters are written."""
    found = (
        select(customers)
        .join(customer_emails, customer_emails.c.customer_id == customers.c.customer_id)
        .where(customer_emails.c.email == email.casefold())
        .order_by(customers.c.customer_id)
        .limit(MOST_OF_ONE_NUMBER)
    )
    return tuple(map(_customer, connection.execute(found).mappings()))


def get(connection: Connection, customer_id: str) -> Customer | None:
    """Return one customer, or None."""
    return get_many(connection, [customer_id]).get(customer_id)


def get_many(connection: Connection, identifiers: Sequence[str]) -> Mapping[str, Customer]:
    """Return those of the customers that there are, by identifier; some thousands at most."""
    found = select(customers).where(customers.c.customer_id.in_(identifiers))
    rows = connection.execute(found).mappings()
    return {row["customer_id"]: _customer(row) for row in rows}


def put(connection: Connection, customer: Customer) -> bool:
    """Keep a customer, in place of the former one if any. True if there was none."""
    only_writer(connection, customers.name)
    was_there = erase(connection, customer.customer_id)
    add_many(connection, [customer])
    return not was_there


def add_many(connection: Connection, added: Sequence[Customer]) -> None:
    """Keep customers that are not there; three statements, however many they are."""
    if not added:
        return
    connection.execute(insert(customers), [_row(customer) for customer in added])
    phones = [
        {"phone": phone, "customer_id": one.customer_id} for one in added for phone in one.phones
    ]
    if phones:
        connection.execute(insert(customer_phones), phones)
    emails = [
        {"email": email, "customer_id": one.customer_id}
        for one in added
        for email in {written.casefold() for written in one.emails}
    ]
    if emails:
        connection.execute(insert(customer_emails), emails)


def erase(connection: Connection, customer_id: str) -> bool:
    """Erase a customer and their numbers. False if there was none."""
    return erase_many(connection, [customer_id]) > 0


def erase_many(connection: Connection, identifiers: Iterable[str]) -> int:
    """Erase customers and their numbers; return how many there were."""
    chosen = customers.c.customer_id.in_(list(identifiers))
    return connection.execute(delete(customers).where(chosen)).rowcount


def _row(customer: Customer) -> dict[str, Any]:
    return {name: getattr(customer, name) for name in _COLUMNS}


def _customer(row: Mapping[Any, Any]) -> Customer:
    values: dict[str, Any] = {
        str(name): tuple(value) if isinstance(value, list) else value
        for name, value in row.items()
    }
    return Customer(**values)
