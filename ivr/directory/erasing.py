"""Erase a customer, and their numbers wherever else they are."""

from sqlalchemy import Connection

from ivr.callbacks.forgetting import forget_callers
from ivr.directory.store import erase, get
from ivr.journal.store import forget_numbers
from ivr.queue.leases import real_now


def erase_everywhere(connection: Connection, customer_id: str) -> bool:
    """Erase a customer, who their calls came from and whom we ring. False if there was none."""
    customer = get(connection, customer_id)
    if customer is None:
        return False
    forget_numbers(connection, customer.phones)
    forget_callers(connection, customer.phones, real_now(connection))
    return erase(connection, customer_id)
