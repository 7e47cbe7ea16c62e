"""A person who is erased leaves rows without the person."""

from sqlalchemy import select

from flows.asks import KeepVoicemail
from ivr.callbacks.ringing import ring_all
from ivr.db.metadata import metadata
from ivr.directory.erasing import erase_everywhere
from tests.ivr.callbacks.office import MATTI, Office


def everything(office: Office) -> str:
    """Return every value in the database."""
    with office.engine.connect() as connection:
        rows = [
            row for table in metadata.sorted_tables for row in connection.execute(select(table))
        ]
    return repr(rows)


def test_whoever_is_erased_is_nowhere_and_their_callbacks_are_cancelled(
    morning: Office,
) -> None:
    kept = morning.books()
    morning.asks(KeepVoicemail("https://api.twilio.com/Recordings/RE1", 5, "any"))
    assert MATTI in everything(morning)
    with morning.engine.begin() as connection:
        assert erase_everywhere(connection, "1")
    assert MATTI not in everything(morning)
    now = morning.again(kept)
    assert (now.state, now.number, now.asked_by) == ("cancelled_by_staff", "", "")
    assert morning.rings() == 0


def test_who_is_erased_while_the_telephone_rings_is_not_rung_again(morning: Office) -> None:
    kept = morning.books()
    ring_all(morning.ringer)
    with morning.engine.begin() as connection:
        assert erase_everywhere(connection, "1")
    assert MATTI not in everything(morning)
    morning.exchange.settle()
    assert morning.again(kept).state == "cancelled_by_staff"
    assert [one.state for one in morning.attempts(kept)] == ["ended"]
    assert morning.rings() == 0
