"""What a call costs whoever makes it, told from the number."""

import pytest

from routing.configuration import read_configuration
from routing.price import Price, Said, price_of, price_warning
from routing.remarks import remarks
from tests.routing.configured import small_sections


@pytest.mark.parametrize(
    ("number", "price"),
    [
        ("+358931570000", "subscription"),
        ("+358401110001", "subscription"),
        ("+35818123456", "subscription"),  # Åland
        ("+358800123456", "free"),
        ("+358600123456", "extra"),
        ("+358700123456", "extra"),
        ("+358100100", "extra"),
        ("+358200123", "extra"),
        ("+3582020212", "extra"),
        ("+358209812345", "extra"),
        ("+358300123", "extra"),
        ("+35875100", "extra"),
        ("+35875002", "extra"),
        ("+358106012345", "company"),
        ("+358207123456", "company"),
        ("+358295310000", "company"),
        ("+358306001", "company"),
        ("+358753251234", "company"),
        ("+46812345678", "abroad"),
    ],
)
def test_a_price_is_told_from_the_number(number: str, price: Price) -> None:
    assert price_of(number) == price


@pytest.mark.parametrize(
    ("number", "said", "price"),
    [
        ("+358207123456", "subscription", "subscription"),
        ("+358207123456", "extra", "extra"),
        ("+358931570000", "extra", "extra"),
        ("+358600123456", "subscription", "extra"),
        ("+46812345678", "subscription", "abroad"),
    ],
)
def test_what_the_company_says_counts_where_the_number_can_be_both(
    number: str, said: Said, price: Price
) -> None:
    assert price_of(number, said) == price


def test_the_law_is_named_in_the_warning() -> None:
    for number in ("+358600123456", "+358207123456"):
        assert "38/1978, chapter 2, section 14" in price_warning(number)
    assert (price_warning("+358931570000"), price_warning("+358800123456")) == ("", "")


def test_whoever_applies_such_a_line_is_told() -> None:
    sections = small_sections()
    (line,) = sections["lines"].values()
    sections["lines"] = {"+358207123456": line}
    found = [one for one in remarks(read_configuration(sections)) if "MAO:301/2025" in one]
    assert len(found) == 1
    line["price"] = "subscription"
    assert not [one for one in remarks(read_configuration(sections)) if "MAO:301/2025" in one]
