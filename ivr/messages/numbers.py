"""Who may get a message: the policy as configured, who wants none, and how many a day."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from ivr.db.tables.messages import repair_messages
from ivr.messages.records import has_stopped
from routing.configuration import Configuration
from routing.message_policy import NoText, check_mobile
from routing.number_policy import Allowed, own_numbers

DAY = timedelta(hours=24)


def judged(number: str, configuration: Configuration) -> Allowed | NoText:
    """May we text this number, as far as memory tells?"""
    countries = configuration.messages.countries
    return check_mobile(number, countries, own_numbers(configuration))


def may_be_promised(
    connection: Connection, number: str, configuration: Configuration, at: datetime
) -> Allowed | NoText:
    """May one more message be promised to it?"""
    decided = judged(number, configuration)
    if isinstance(decided, NoText):
        return decided
    if has_stopped(connection, decided.e164):
        return NoText("stopped")
    asked = select(func.count()).where(
        repair_messages.c.number == decided.e164, repair_messages.c.asked_at > at - DAY
    )
    enough = connection.execute(asked).scalar_one() >= configuration.messages.a_day
    return NoText("enough") if enough else decided
