"""Erase a customer, and their numbers wherever else they are."""

from sqlalchemy import Connection

from ivr.directory.store import erase, get
from ivr.privacy.erasing import erase_person
from ivr.queue.leases import real_now


def erase_everywhere(connection: Connection, customer_id: str) -> bool:
    """Erase a customer, and whoever calls from their numbers. False: there was none."""
    customer = get(connection, customer_id)
    if customer is None:
        return False
    erase_person(connection, customer.phones, real_now(connection))
    return erase(connection, customer_id)
