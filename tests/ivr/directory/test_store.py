"""Customers in a real database."""

import pytest
from sqlalchemy import Engine, func, select

from ivr.db.tables.customers import customer_phones
from ivr.directory.store import MOST_OF_ONE_NUMBER, add_many, erase, find_by_phone, get, put
from routing.customer import Customer

PHONE = "+358401110002"
ANNA = Customer(
    "1002",
    name="Anna Berg",
    phones=(PHONE, "+358931234567"),
    emails=("anna@example.com",),
    postcodes=("65100", "00100"),
    services=("electricity",),
    purchase_languages=("sv", "sv", "fi", "sv"),
)


def test_a_customer_comes_back_as_they_were_kept(engine: Engine) -> None:
    with engine.begin() as connection:
        assert put(connection, ANNA)
        assert get(connection, "1002") == ANNA
        assert find_by_phone(connection, "+358931234567") == (ANNA,)


def test_nobody_is_found_by_another_number(engine: Engine) -> None:
    with engine.begin() as connection:
        put(connection, ANNA)
        assert find_by_phone(connection, "+358401110009") == ()
        assert get(connection, "1") is None


def test_putting_again_replaces_the_whole_and_its_numbers(engine: Engine) -> None:
    moved = Customer("1002", phones=("+358401110003",))
    with engine.begin() as connection:
        put(connection, ANNA)
        assert not put(connection, moved)
        assert find_by_phone(connection, PHONE) == ()
        assert find_by_phone(connection, "+358401110003") == (moved,)


def test_a_number_may_have_several_customers(engine: Engine) -> None:
    other = Customer("1001", phones=(PHONE,))
    with engine.begin() as connection:
        put(connection, ANNA)
        put(connection, other)
        assert find_by_phone(connection, PHONE) == (other, ANNA)


def test_a_number_on_very_many_customers_is_read_only_so_far(engine: Engine) -> None:
    many = [Customer(f"{place:04}", phones=(PHONE,)) for place in range(50)]
    with engine.begin() as connection:
        add_many(connection, many)
        assert find_by_phone(connection, PHONE) == tuple(many[:MOST_OF_ONE_NUMBER])


def test_erasing_leaves_nothing(engine: Engine) -> None:
    with engine.begin() as connection:
        put(connection, ANNA)
        assert erase(connection, "1002")
        assert not erase(connection, "1002")
        assert connection.execute(select(func.count()).select_from(customer_phones)).scalar() == 0


@pytest.mark.parametrize("either_engine", ["sqlite"], indirect=True)
def test_a_number_is_looked_up_by_its_key(engine: Engine) -> None:
    with engine.begin() as connection:
        plan = connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT * FROM customers JOIN customer_phones USING (customer_id)"
            " WHERE customer_phones.phone = '+358401110002'"
        ).all()
    assert [row.detail.split()[0] for row in plan] == ["SEARCH", "SEARCH"]
