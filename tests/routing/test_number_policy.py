"""Which numbers we ring back."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.configuration import read_configuration
from routing.number_policy import RULES, Allowed, Reason, Refused, check, own_numbers
from tests.routing.configured import small_sections

HOME = ("FI", "AX")
WIDE = (*HOME, "EE", "SE", "GB", "LV", "DO", "001")
OWN = {"+358931570000", "+358931570010"}


@pytest.mark.parametrize(
    ("text", "e164"),
    [
        ("0401234567", "+358401234567"),
        ("040 123 4567", "+358401234567"),
        ("+358401234567", "+358401234567"),
        ("00358401234567", "+358401234567"),
        ("+358 (0)40 1234567", "+358401234567"),
        ("０４０１２３４５６７", "+358401234567"),  # noqa: RUF001 -- full-width digits
        ("050123456", "+35850123456"),
        ("04570123456", "+3584570123456"),
        ("091234567", "+35891234567"),
        ("018123456", "+35818123456"),
    ],
)
def test_finnish_mobile_and_fixed_numbers_are_rung(text: str, e164: str) -> None:
    assert check(text, HOME, OWN) == Allowed(e164)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("0600123456", "premium"),
        ("0700123456", "premium"),
        ("0100100", "service"),
        ("0100100100", "service"),
        ("0202021", "service"),
        ("020123456", "service"),
        ("0291234567", "service"),
        ("0101234567", "service"),
        ("075312345", "service"),
        ("0800123456", "toll-free"),
        ("0435123456", "roaming"),
        ("+358435123456", "roaming"),
        ("112", "emergency"),
        ("１１２", "emergency"),  # noqa: RUF001 -- full-width digits
        ("118", "short"),
        ("116117", "short"),
        ("16400", "short"),
        ("+358112", "short"),
        ("+37251234567", "country"),
        ("+46701234567", "country"),
        ("+447912345678", "country"),
        ("+447012345678", "country"),
        ("+37190123456", "country"),
        ("+979123456789", "country"),
        ("+881612345678", "country"),
        ("+88216123456", "country"),
        ("+252612345678", "country"),
        ("+18092345678", "country"),
        ("0401234567 ext. 5", "extension"),
        ("0401234567;ext=5", "extension"),
        ("0401234567x5", "extension"),
        ("0401234567\n0409999999", "control"),
        ("0401234567\x00", "control"),
        ("0401234567\n", "control"),
        ("0401234567 0409999999", "invalid"),
        ("0494567890", "invalid"),
        ("04", "invalid"),
        ("0", "invalid"),
        ("1", "invalid"),
        ("call me", "invalid"),
        ("0" * 200, "invalid"),
        ("", "withheld"),
        ("anonymous", "withheld"),
        ("+266696687", "withheld"),
        ("266696687", "withheld"),
        ("8656696", "withheld"),
        ("+358931570000", "own"),
        ("0931570010", "own"),
    ],
)
def test_what_is_not_rung(text: str, reason: Reason) -> None:
    assert check(text, HOME, OWN) == Refused(reason)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("+37251234567", Allowed("+37251234567")),
        ("+46701234567", Allowed("+46701234567")),
        ("+447912345678", Allowed("+447912345678")),
        ("+447012345678", Refused("type")),
        ("+37190123456", Refused("premium")),
        ("+18092345678", Allowed("+18092345678")),
        ("+881612345678", Refused("country")),
        ("+88216123456", Refused("country")),
        ("+979123456789", Refused("country")),
        ("+252612345678", Refused("country")),
    ],
)
def test_more_countries_are_the_companys_choice_but_never_a_worldwide_network(
    text: str, found: Allowed | Refused
) -> None:
    assert check(text, WIDE, OWN) == found


def test_aland_is_a_country_of_its_own_in_the_list() -> None:
    assert check("018123456", ("FI",), OWN) == Refused("country")
    assert check("018123456", ("AX",), OWN) == Allowed("+35818123456")


def test_our_own_numbers_are_lines_teams_and_what_is_shown() -> None:
    sections = small_sections()
    sections["lines"]["+358931570000"] |= {"caller_id": "+358931570009"}

    assert own_numbers(read_configuration(sections)) == {
        "+358931570000",
        "+358931570009",
        "+358931570010",
    }


def test_what_decided_has_a_version() -> None:
    assert f"phonenumbers {phonenumbers.__version__}" == RULES


@given(st.text(max_size=30) | st.text("0123456789+#*() -ext;=", max_size=20))
def test_whatever_is_given_only_a_number_of_an_allowed_country_is_rung(text: str) -> None:
    found = check(text, HOME, OWN)

    if isinstance(found, Allowed):
        assert found.e164.startswith("+358")
        assert found.e164 not in OWN
        assert check(found.e164, HOME, OWN) == found
