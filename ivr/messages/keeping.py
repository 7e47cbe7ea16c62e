"""Of whom we texted long ago, keep no number: the rows stay, without the person."""

from datetime import datetime

from sqlalchemy import Engine, delete, update

from ivr.db.tables.messages import message_answers, repair_messages
from ivr.db.tables.reports import still_out_reports
from routing.message import ENDED


def forget_before(engine: Engine, before: datetime) -> None:
    """Empty the numbers of messages and reports that have ended; drop answers to texts."""
    columns = repair_messages.c
    over = (columns.state.in_(ENDED), columns.asked_at < before, columns.number != "")
    reported = still_out_reports.c
    told = (reported.reported_at < before, reported.number != "")
    nobody = {"number": "", "asked_by": "", "body": ""}
    with engine.begin() as connection:
        connection.execute(update(repair_messages).where(*over).values(**nobody))
        connection.execute(update(still_out_reports).where(*told).values(number=""))
        connection.execute(delete(message_answers).where(message_answers.c.at < before))
