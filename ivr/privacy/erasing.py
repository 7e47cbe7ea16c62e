"""Erase a person from every table: the rows that something rests on stay, without the person."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, update

from ivr.callbacks.forgetting import WHO, forget_callers
from ivr.db.chunks import chunks
from ivr.db.tables.asks import asks
from ivr.db.tables.customers import customer_phones, customers
from ivr.db.tables.dispatch import waiting, wrap_ups
from ivr.db.tables.journal import call_turns
from ivr.db.tables.voicemails import voicemails
from ivr.dispatch.forgetting import forget_waiting
from ivr.feeds.heard_before import forget_heard
from ivr.journal.store import forget_numbers
from ivr.messages.forgetting import forget_texted
from ivr.privacy.gathering import Rows, gather
from ivr.reports.store import forget_reporters
from ivr.voicemail.store import DONE, OPEN


def erase_person(connection: Connection, numbers: Collection[str], at: datetime) -> None:
    """
    Erase whoever calls from these numbers (E.164); open callbacks and messages are ended first.

    Recordings are deleted at Twilio by a duty, soon after. The directory stays as it is.
    """
    found = gather(connection, numbers)
    _forget_calls(connection, found)
    _forget_recordings(connection, found, at)
    forget_numbers(connection, numbers)
    forget_callers(connection, numbers, at)
    forget_texted(connection, numbers, at)
    forget_reporters(connection, numbers)
    forget_heard(connection, numbers)
    forget_waiting(connection, numbers)


def take_number_away(connection: Connection, number: str) -> list[str]:
    """Take a number from every customer that has it; return their ids."""
    of_number = customer_phones.c.phone == number
    theirs = sorted(
        connection.execute(
            customer_phones.select()
            .where(of_number)
            .with_only_columns(customer_phones.c.customer_id)
        ).scalars()
    )
    for customer in theirs:
        this = customers.c.customer_id == customer
        row = connection.execute(customers.select().where(this)).mappings().one()
        left = [phone for phone in row["phones"] if phone != number]
        connection.execute(update(customers).where(this).values(phones=left))
    connection.execute(delete(customer_phones).where(of_number))
    return theirs


def _forget_calls(connection: Connection, found: Rows) -> None:
    """What they asked for and heard may tell who they are; an agent may have written anything."""
    for sids in chunks([row["call_sid"] for row in found.get("calls", [])]):
        connection.execute(delete(asks).where(asks.c.call_sid.in_(sids)))
        theirs = call_turns.c.call_sid.in_(sids)
        connection.execute(update(call_turns).where(theirs).values(given="", said=[], notices=[]))
    for ids in chunks([row["id"] for row in found.get("waiting", [])]):
        theirs = waiting.c.id.in_(ids)
        connection.execute(update(waiting).where(theirs).values(card={}, call_state=None))
    for offers in chunks([row["offer_id"] for row in found.get("wrap_ups", [])]):
        theirs = wrap_ups.c.offer_id.in_(offers)
        connection.execute(update(wrap_ups).where(theirs).values(note=""))


def _forget_recordings(connection: Connection, found: Rows, at: datetime) -> None:
    for ids in chunks([row["id"] for row in found.get("voicemails", [])]):
        theirs = voicemails.c.id.in_(ids)
        closed = {"state": DONE, "closed_by": WHO, "closed_at": at}
        still_open = voicemails.c.state == OPEN
        connection.execute(update(voicemails).where(theirs, still_open).values(closed))
        connection.execute(update(voicemails).where(theirs).values(recording="", note=""))
