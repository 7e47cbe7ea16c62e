"""A turn to note."""

from datetime import UTC, datetime

from flows.verbs import Hangup, Speech, Turn
from ivr.journal.noted import Noted

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
CALLER = "+358401110001"
FIRST = Noted(
    call_sid="CA1",
    turn=0,
    at=AT,
    number=CALLER,
    line="customer-service",
    language="fi",
    flow="customer-service",
    step="main",
    did=Turn((Speech("open.greet.service", "fi", ("Hei.",)),), Hangup()),
)
