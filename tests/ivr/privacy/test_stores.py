"""What is told of every table, and that a person can be taken out of all of them."""

from datetime import UTC, datetime

from sqlalchemy import JSON, Engine, LargeBinary, String

from ivr.db.metadata import metadata
from ivr.db.schema import load_tables
from ivr.directory.erasing import erase_everywhere
from ivr.privacy.callers import CALLERS
from ivr.privacy.erasing import erase_person, take_number_away
from ivr.privacy.gathering import gather
from ivr.privacy.stores import STORES
from tests.ivr.privacy.planting import Person, everything, plant

MATTI, ANNA = Person("matti", "+358401110001"), Person("anna", "+358401110002")
AT = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
TEXT = (String, JSON, LargeBinary)
WHAT_TO_DO = "tell of it in ivr/privacy: what it is for, how long it is kept, who stands in it"


def test_every_table_is_told_of() -> None:
    load_tables()
    told = [store.table for store in STORES]
    assert sorted(told) == sorted(metadata.tables), WHAT_TO_DO


def test_every_column_of_text_is_personal_or_plain() -> None:
    load_tables()
    for store in STORES:
        columns = metadata.tables[store.table].c
        there = sorted(column.name for column in columns if isinstance(column.type, TEXT))
        told = sorted({*store.personal, *store.plain})
        assert [store.table, *told] == [store.table, *there], WHAT_TO_DO
        assert not set(store.personal) & set(store.plain), store.table


def test_everything_of_a_person_is_found_and_nothing_of_another(engine: Engine) -> None:
    for person in (MATTI, ANNA):
        plant(engine, person, AT)
    with engine.connect() as connection:
        found = gather(connection, [MATTI.number], "customer-matti")
        only_number = gather(connection, [MATTI.number])
    assert set(found) == {store.table for store in CALLERS}
    assert (ANNA.number in repr(found), ANNA.words in repr(found)) == (False, False)
    assert set(found) - set(only_number) == {"customers", "customer_emails"}


def test_a_customer_who_is_erased_is_nowhere(engine: Engine) -> None:
    for person in (MATTI, ANNA):
        plant(engine, person, AT)
    with engine.begin() as connection:
        assert erase_everywhere(connection, "customer-matti")
    left = everything(engine, but=("users", "agents"))
    assert (MATTI.number in left, MATTI.words in left) == (False, False)
    assert ANNA.number in left
    assert ANNA.words in left


def test_a_number_that_is_erased_is_taken_from_its_customers(engine: Engine) -> None:
    plant(engine, MATTI, AT)
    with engine.begin() as connection:
        erase_person(connection, [MATTI.number], AT)
        assert take_number_away(connection, MATTI.number) == ["customer-matti"]
    assert MATTI.number not in everything(engine)
    left = everything(engine, but=("users", "agents", "customers", "customer_emails"))
    assert MATTI.words not in left
