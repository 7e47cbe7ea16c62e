"""Erase a customer, and their numbers wherever else they are."""

from sqlalchemy import Connection

from ivr.directory.store import erase, get
from ivr.journal.store import forget_numbers


def erase_everywhere(connection: Connection, customer_id: str) -> bool:
    """Erase a customer and who their calls came from. False if there was none."""
    customer = get(connection, customer_id)
    if customer is None:
        return False
    forget_numbers(connection, customer.phones)
    return erase(connection, customer_id)
