"""What a call may use of the customers behind its number."""

from routing.caller import MOST_PLACES, Caller, describe_caller
from routing.customer import Customer
from routing.numbers import Number, Unreadable, Withheld

ALL = ("fi", "sv", "en")
NUMBER = Number("+358401110001")
MATTI = Customer("C1", language="fi", postcodes=("29900",), services=("electricity",))
KAISA = Customer("C2", language="fi", postcodes=("00100", "29900"), services=("newspaper",))


def test_one_customer_has_their_places() -> None:
    assert describe_caller(NUMBER, [KAISA], ALL) == Caller(
        customers=1,
        places=("00100", "29900"),
        services=("newspaper",),
        language="fi",
        why="preference",
    )


def test_a_number_of_several_customers_has_only_a_reason_to_ask() -> None:
    assert describe_caller(NUMBER, [MATTI, KAISA], ALL) == Caller(
        customers=2,
        asked_places=("29900", "00100"),
        services=("electricity", "newspaper"),
        language="fi",
        why="2 customers agree",
    )


def test_a_switchboard_gives_no_postcode() -> None:
    found = describe_caller(Number("+35820123456", shared=True), [MATTI], ALL)
    assert (found.customers, found.places, found.asked_places) == (1, (), ("29900",))


def test_a_customer_without_listed_services_has_all_of_them() -> None:
    everything = Customer("C3", postcodes=("33100",))
    assert describe_caller(NUMBER, [everything], ALL).services == ()
    assert describe_caller(NUMBER, [MATTI, everything], ALL).services == ()


def test_an_unknown_number_is_nobody() -> None:
    assert describe_caller(NUMBER, [], ALL) == Caller(why="no evidence")


def test_a_withheld_number_is_nobody_whatever_the_directory_says() -> None:
    assert describe_caller(Withheld(), [MATTI], ALL) == Caller(withheld=True, why="no evidence")


def test_an_unreadable_number_is_nobody_but_not_withheld() -> None:
    assert describe_caller(Unreadable("is not a telephone number"), [MATTI], ("fi",)) == Caller(
        language="fi", why="only language of the line"
    )


def test_a_customer_with_very_many_sites_carries_the_first_ones() -> None:
    codes = tuple(f"{code:05}" for code in range(10000, 10100))
    found = describe_caller(NUMBER, [Customer("C4", postcodes=codes)], ALL)
    assert found.places == codes[:MOST_PLACES]
