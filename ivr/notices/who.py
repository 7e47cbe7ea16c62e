"""Who asks, as a call would see them: by number, by e-mail, or by the customer's identifier."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection

from flows.state import Caller
from ivr.directory.store import find_by_email, find_by_phone, get
from ivr.notices.query import Query
from routing.caller import describe_caller
from routing.customer import Customer
from routing.numbers import Number, Withheld

Register = Callable[[str], Sequence[Customer]]
_ANY = Number("")


class Nobody(LookupError):
    """There is no customer of the identifier that was asked for."""


@dataclass(frozen=True, slots=True)
class Person:
    """`customer_id` only where there is exactly one."""

    caller: Caller
    customer_id: str = ""


def person_of(connection: Connection, query: Query, register: Register | None) -> Person:
    """
    Describe who is meant. Raises Nobody.

    An e-mail address or an identifier is worth what a number is: who it probably is.
    """
    found = _customers(connection, query, register)
    number: Number | Withheld = query.number or _ANY
    known = asdict(describe_caller(number, found, query.line.languages))
    e164 = query.number.e164 if isinstance(query.number, Number) else ""
    customer_id = found[0].customer_id if known["customers"] == 1 else ""
    return Person(Caller(number=e164, **known), customer_id)


def _customers(
    connection: Connection, query: Query, register: Register | None
) -> Sequence[Customer]:
    if query.customer_id:
        customer = get(connection, query.customer_id)
        if customer is None:
            raise Nobody(query.customer_id)
        return (customer,)
    if query.email:
        return find_by_email(connection, query.email)
    if not isinstance(query.number, Number):
        return ()
    found = find_by_phone(connection, query.number.e164)
    return found or (register(query.number.e164) if register else ())
