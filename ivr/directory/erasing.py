"""Erase a customer, and their numbers wherever else they are."""

from sqlalchemy import Connection

from ivr.callbacks.forgetting import forget_callers
from ivr.directory.store import erase, get
from ivr.dispatch.forgetting import forget_waiting
from ivr.feeds.heard_before import forget_heard
from ivr.journal.store import forget_numbers
from ivr.messages.forgetting import forget_texted
from ivr.queue.leases import real_now
from ivr.reports.store import forget_reporters


def erase_everywhere(connection: Connection, customer_id: str) -> bool:
    """Erase a customer, and their numbers in calls, callbacks and texts. False: there was none."""
    customer = get(connection, customer_id)
    if customer is None:
        return False
    forget_numbers(connection, customer.phones)
    now = real_now(connection)
    forget_callers(connection, customer.phones, now)
    forget_texted(connection, customer.phones, now)
    forget_reporters(connection, customer.phones)
    forget_heard(connection, customer.phones)
    forget_waiting(connection, customer.phones)
    return erase(connection, customer_id)
