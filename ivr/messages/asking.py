"""Answer a call's question about a message within its deadline."""

import structlog
from sqlalchemy import Engine

from flows.asks import CheckMessage, Outcome
from ivr.calls.ports import READ_SECONDS, Asked, Threads
from ivr.messages.booking import answered, check_message
from ivr.messages.numbers import judged

log = structlog.get_logger()


def check_in_time(engine: Engine, asked: Asked, ask: CheckMessage, threads: Threads) -> Outcome:
    """
    Never raises. Without the database only the number itself is judged.

    What else there is to know is found when the message is promised.
    """

    def read() -> Outcome:
        with engine.connect().execution_options(readonly=True) as connection:
            return check_message(connection, asked, ask)

    try:
        return threads.reads.run(read, READ_SECONDS)
    except Exception:
        log.exception("messages not read", call_sid=asked.call_sid)
        return answered(judged(ask.number, asked.configuration))
