"""A customer's record, from any source."""

import pytest

from routing.customer import BadCustomer, Customer, read_customer


def problems(**fields: object) -> list[str]:
    with pytest.raises(BadCustomer) as caught:
        read_customer({"customer_id": "C1", **fields})
    return [str(problem) for problem in caught.value.problems]


def test_a_whole_record_is_put_in_its_form() -> None:
    record = {
        "customer_id": " C1 ",
        "name": "Anna Berg",
        "phones": ["040 111 0002", "+358 (0)40 111 0002", "+46701234567"],
        "emails": ["anna@example.com"],
        "language": None,
        "postcodes": ["FI-65100", "AX-22100", "299 00"],
        "services": ["electricity", "heat"],
        "purchase_languages": ["sv", "sv", "fi", "sv"],
    }
    assert read_customer(record) == Customer(
        "C1",
        name="Anna Berg",
        phones=("+358401110002", "+46701234567"),
        emails=("anna@example.com",),
        postcodes=("65100", "22100", "29900"),
        services=("electricity", "heat"),
        purchase_languages=("sv", "sv", "fi", "sv"),
    )


def test_only_the_identifier_is_needed() -> None:
    assert read_customer({"customer_id": "C1", "language": ""}) == Customer("C1")


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert problems(
        phones=["0401110001", "anonymous", "12"],
        emails=["nobody"],
        language="de",
        postcodes=["29900", "2990", "00000"],
        services=["gas"],
        purchase_languages=["sv", "no"],
        shoe_size="43",
    ) == [
        "phones[1]: is withheld",
        "phones[2]: is not a valid telephone number",
        "emails[0]: is not an e-mail address",
        "language: must be fi, sv or en",
        "postcodes[1]: is not a postcode of five digits",
        "postcodes[2]: is not a postcode of five digits",
        "services[0]: must be electricity, newspaper, telecom, water, heat, mail or other",
        "purchase_languages[1]: must be fi, sv or en",
        "shoe_size: is not known here",
    ]


@pytest.mark.parametrize("identifier", ["", "  ", "a/b", "a\nb", "x" * 101])
def test_an_identifier_must_fit_in_an_address(identifier: str) -> None:
    assert [text.split(":")[0] for text in problems(customer_id=identifier)] == ["customer_id"]


def test_wrong_types_are_said_in_plain_words() -> None:
    assert problems(name=5, phones="0401110001", postcodes=[100]) == [
        "name: must be text",
        "phones: must be a list",
        "postcodes[0]: must be text",
    ]


def test_a_missing_identifier_is_said() -> None:
    with pytest.raises(BadCustomer, match="customer_id: is missing"):
        read_customer({})


def test_text_that_is_not_text_is_refused() -> None:
    assert problems(name="a\x00b") == [
        "name: has characters that are not text, such as a line break"
    ]
    assert problems(name="a\udce4b") == ["name: is not UTF-8"]


def test_a_spreadsheet_gets_its_zeros_back_with_a_remark() -> None:
    remarks: list[str] = []
    read = read_customer({"customer_id": "C1", "postcodes": ["100", "2100"]}, remarks.append)
    assert read.postcodes == ("00100", "02100")
    assert remarks == ["postcode 100 is read as 00100", "postcode 2100 is read as 02100"]
