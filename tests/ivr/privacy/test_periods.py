"""Nothing is kept for longer than is said."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from ivr.db.metadata import metadata
from ivr.privacy.periods import PERIODS, Period
from ivr.privacy.stores import STORES
from ivr.settings import Settings
from tests.ivr.privacy.planting import Person, plant, plant_sign_in

AT = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
MATTI = Person("matti", "+358401110001")
SETTINGS = Settings(linja_journal_days="20", linja_callback_days="40", linja_voicemail_days="60")
FEEDS = {"quarantine", "ended outages", "figures by hour", "audit log"}
"""Tested with what fills them."""


def kept_for(period: Period) -> timedelta:
    """How long, under these settings."""
    return AT - period.before(SETTINGS, AT)


@pytest.mark.parametrize(
    "period", [one for one in PERIODS if one.name not in FEEDS], ids=lambda one: one.name
)
def test_whoever_was_there_is_gone_when_the_time_is_over(engine: Engine, period: Period) -> None:
    plant(engine, MATTI, AT)
    plant_sign_in(engine, MATTI, AT)
    an_hour = timedelta(hours=1)
    seen = []
    for now in (AT + kept_for(period) - an_hour, AT + kept_for(period) + an_hour):
        period.forget(engine, period.before(SETTINGS, now))
        seen.append([is_there(engine, table) for table in period.tables])
    assert seen == [[True] * len(period.tables), [False] * len(period.tables)]


def is_there(engine: Engine, name: str) -> bool:
    """Is anything personal left in a table? A table without such columns: any row."""
    table = metadata.tables[name]
    store = next(store for store in STORES if store.table == name)
    with engine.connect() as connection:
        rows = connection.execute(select(table)).mappings().all()
    personal = [str(row[column]) for row in rows for column in store.personal]
    return bool(rows) if not store.personal else bool(re.search(r"\+358|words", repr(personal)))


def test_what_is_told_of_a_table_is_what_is_done() -> None:
    for store in STORES:
        named = re.findall(r"LINJA_\w+", store.kept)
        done = [one.kept for one in PERIODS if store.table in one.tables]
        if named:
            assert done == named, store.table
