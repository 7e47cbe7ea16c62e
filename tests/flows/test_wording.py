"""Which sentence says a notice, whatever its source claims."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.asks import Notice
from flows.speech import Place, speak
from flows.speech.when import HELSINKI
from flows.wording import TIMELESS, WATER_ORDERS, WITHOUT_TIME, wording
from tests.flows.speech.reference import (
    EARLIER,
    END,
    ESTIMATE,
    LIBRARY,
    NOW,
    OURS,
    START,
    helsinki,
)

SERVICES = [
    "electricity",
    "newspaper",
    "telecom",
    "water",
    "water_quality",
    "heat",
    "mail",
    "other",
]
STATES = sorted(
    {*WITHOUT_TIME, *TIMELESS, *WATER_ORDERS, "planned_coming", "planned_cancelled", "burning"}
)


def told(
    state: str,
    at: datetime | None = None,
    *,
    service: str = "electricity",
    until: datetime | None = None,
    now: datetime = NOW,
) -> str:
    """The key that is chosen, empty when nothing is said."""
    worded = wording(Notice("k", service, state, at=at, until=until), OURS, now)
    return worded[0].removeprefix("notice.") if worded else ""


def heard(notice: Notice, language: str, place: Place = OURS, now: datetime = NOW) -> str:
    worded = wording(notice, place, now)
    assert worded
    key, values = worded
    return speak(key, LIBRARY[key].text[language], language, values).text


@pytest.mark.parametrize(
    ("state", "ahead", "passed", "missing"),
    [
        ("eta", "eta", "overdue", "no_eta"),
        ("no_eta", "no_eta", "no_eta", "no_eta"),
        ("withdrawn", "withdrawn", "withdrawn", "withdrawn"),
        ("overdue", "eta", "overdue", "no_eta"),
        ("partial_eta", "partial_eta", "partial_none", "partial_none"),
        ("partial_none", "partial_none", "partial_none", "partial_none"),
        ("restored", "restored", "restored", "restored"),
        ("reopened_eta", "reopened_eta", "overdue", "reopened_none"),
        ("reopened_none", "reopened_none", "reopened_none", "reopened_none"),
        ("several_eta", "several_eta", "several_none", "several_none"),
        ("several_mixed", "several_mixed", "several_none", "several_none"),
        ("several_none", "several_none", "several_none", "several_none"),
        ("major_eta", "major_eta", "major_none", "major_none"),
        ("major_none", "major_none", "major_none", "major_none"),
        ("planned_now", "planned_now", "planned_overdue", "no_eta"),
        ("planned_overdue", "planned_overdue", "planned_overdue", "planned_overdue"),
        ("planned_cancelled", "planned_cancelled", "", ""),
        ("stale", "stale", "stale", "no_eta"),
        ("continues", "continues", "continues", "continues"),
        ("next_day", "eta", "overdue", "no_eta"),
        ("not_today", "no_eta", "no_eta", "no_eta"),
        ("burning", "no_eta", "no_eta", "no_eta"),
    ],
)
def test_an_outage_is_told_as_it_is_now(state: str, ahead: str, passed: str, missing: str) -> None:
    chosen = [told(state, at).removeprefix("electricity.") for at in (ESTIMATE, EARLIER, None)]

    assert chosen == [ahead, passed, missing]


@pytest.mark.parametrize("service", ["newspaper", "mail"])
@pytest.mark.parametrize(
    ("state", "today", "later", "passed", "missing"),
    [
        ("eta", "eta", "next_day", "overdue", "no_eta"),
        ("next_day", "eta", "next_day", "overdue", "not_today"),
        ("not_today", "not_today", "not_today", "not_today", "not_today"),
        ("overdue", "eta", "next_day", "overdue", "no_eta"),
        ("partial_eta", "partial_eta", "partial_eta", "no_eta", "no_eta"),
        ("partial_none", "no_eta", "no_eta", "no_eta", "no_eta"),
        ("reopened_eta", "eta", "next_day", "overdue", "no_eta"),
        ("reopened_none", "no_eta", "no_eta", "no_eta", "no_eta"),
        ("several_eta", "eta", "next_day", "overdue", "no_eta"),
        ("several_mixed", "eta", "next_day", "overdue", "no_eta"),
        ("several_none", "no_eta", "no_eta", "no_eta", "no_eta"),
        ("major_eta", "eta", "next_day", "overdue", "no_eta"),
        ("major_none", "major_none", "major_none", "major_none", "major_none"),
        ("planned_now", "eta", "next_day", "overdue", "no_eta"),
        ("planned_overdue", "eta", "next_day", "overdue", "no_eta"),
        ("planned_cancelled", "", "", "", ""),
        ("restored", "restored", "restored", "restored", "restored"),
        ("stale", "stale", "stale", "stale", "no_eta"),
        ("burning", "no_eta", "no_eta", "no_eta", "no_eta"),
    ],
)
def test_a_delivery_has_fewer_states(
    service: str, state: str, today: str, later: str, passed: str, missing: str
) -> None:
    times = (ESTIMATE, START, EARLIER, None)
    chosen = [told(state, at, service=service).removeprefix(f"{service}.") for at in times]

    assert chosen == [today, later, passed, missing]


@pytest.mark.parametrize(
    ("start", "end", "electricity", "newspaper"),
    [
        (START, END, "planned_coming", "planned_coming"),
        (START, None, "planned_coming_no_end", "planned_coming"),
        (START, START, "planned_coming_no_end", "planned_coming"),
        (EARLIER, ESTIMATE, "planned_now", "eta"),
        (EARLIER, START, "planned_now", "next_day"),
        (EARLIER - timedelta(hours=1), EARLIER, "planned_overdue", "overdue"),
        (EARLIER, None, "no_eta", "no_eta"),
    ],
)
def test_planned_work_whose_start_has_passed_is_going_on(
    start: datetime, end: datetime | None, electricity: str, newspaper: str
) -> None:
    assert told("planned_coming", start, until=end) == f"electricity.{electricity}"
    assert told("planned_coming", start, until=end, service="newspaper") == (
        f"newspaper.{newspaper}"
    )


def test_planned_work_without_a_start_is_not_told() -> None:
    assert told("planned_coming", None, until=END) == ""


def test_an_estimate_of_this_very_moment_has_passed() -> None:
    assert told("eta", NOW) == "electricity.overdue"


@pytest.mark.parametrize(("seconds", "state"), [(29, "overdue"), (59, "overdue"), (60, "eta")])
def test_an_estimate_in_the_minute_that_it_is_has_passed(seconds: int, state: str) -> None:
    heard_at = NOW + timedelta(seconds=30)
    estimate = NOW + timedelta(seconds=seconds)
    assert told("eta", estimate, now=heard_at) == f"electricity.{state}"


def test_the_later_of_two_equal_clock_times_in_october_is_ahead() -> None:
    now = datetime(2026, 10, 25, 0, 45, tzinfo=UTC).astimezone(HELSINKI)
    at = datetime(2026, 10, 25, 1, 30, tzinfo=UTC).astimezone(HELSINKI)

    assert told("eta", at, now=now) == "electricity.eta"


@pytest.mark.parametrize("service", ["other", "gas", ""])
def test_an_unknown_service_is_a_supply_disruption(service: str) -> None:
    assert told("eta", ESTIMATE, service=service) == "general.eta"


@pytest.mark.parametrize("state", ["boil", "do_not_drink", "lifted"])
def test_an_order_about_drinking_water_has_its_own_words(state: str) -> None:
    assert told(state, service="water") == f"water_quality.{state}"
    assert told(state, service="water_quality") == f"water_quality.{state}"


def test_a_paper_that_comes_by_midnight_still_comes_today() -> None:
    assert told("eta", helsinki("2026-11-23 00:00"), service="newspaper") == "newspaper.eta"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fi", "Ne jaetaan arviolta huomenna."),
        ("sv", "De beräknas komma i morgon."),
        ("en", "They should arrive tomorrow."),
    ],
)
def test_mail_has_a_day_and_no_clock(language: str, sentence: str) -> None:
    assert heard(Notice("k", "mail", "eta", at=START), language).endswith(sentence)


def test_a_paper_that_will_be_late_has_a_day_and_no_clock() -> None:
    notice = Notice("k", "newspaper", "planned_coming", at=START)

    assert heard(notice, "fi").endswith(" lehti jaetaan huomenna tavallista myöhemmin.")


def test_news_from_the_future_is_told_as_of_now() -> None:
    notice = Notice("k", "electricity", "stale", at=NOW + timedelta(minutes=9))

    assert heard(notice, "en").startswith("As of three p.m. today, the power cut")


def test_a_long_time_takes_the_short_opening() -> None:
    late = Notice("k", "electricity", "eta", at=helsinki("2026-11-22 23:59"))

    assert heard(late, "fi") == (
        "Postinumeroalueellanne kaksi yhdeksän yhdeksän nolla nolla on sähkönjakelun häiriö. "
        "Arvioitu korjausaika on tänään kello kaksikymmentäkolme viisikymmentäyhdeksän."
    )


def test_an_ordinary_time_takes_the_full_opening() -> None:
    notice = Notice("k", "other", "eta", at=ESTIMATE)

    assert heard(notice, "fi") == (
        "Asiakastietojen mukaisella postinumeroalueellanne kaksi yhdeksän yhdeksän nolla nolla "
        "on jakeluhäiriö. Arvioitu korjausaika on tänään kello yhdeksäntoista."
    )


def test_a_typed_postcode_is_not_called_the_callers_own() -> None:
    notice = Notice("k", "water", "no_eta")

    assert heard(notice, "sv", Place("65100", registered=False)) == (
        "I postnummerområde sex fem ett noll noll pågår ett vattenavbrott. "
        "Vi kan ännu inte säga när felet är åtgärdat."
    )


NOWS = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001 -- hypothesis adds the zone
    datetime(2027, 12, 31),  # noqa: DTZ001 -- likewise
    timezones=st.just(HELSINKI),
)
DISTANCES = st.timedeltas(timedelta(days=-60), timedelta(days=60))
TIMES = st.none() | DISTANCES


@given(
    st.sampled_from(SERVICES),
    st.sampled_from(STATES),
    NOWS,
    TIMES,
    TIMES,
    st.sampled_from(["fi", "sv", "en"]),
)
def test_whatever_the_notice_there_are_words_for_it(
    service: str,
    state: str,
    now: datetime,
    at: timedelta | None,
    until: timedelta | None,
    language: str,
) -> None:
    times = [None if distance is None else now + distance for distance in (at, until)]
    notice = Notice("k", service, state, at=times[0], until=times[1])
    worded = wording(notice, OURS, now)

    assert worded is None or heard(notice, language, now=now)
    assert worded is not None or state.startswith(("planned_cancelled", "planned_coming"))


PROMISES = ("eta", "planned_now", "next_day", "mixed")


@given(
    st.sampled_from(SERVICES),
    st.sampled_from(STATES),
    NOWS,
    st.timedeltas(timedelta(0), timedelta(days=60)),
)
def test_a_time_that_has_passed_is_never_a_promise(
    service: str, state: str, now: datetime, ago: timedelta
) -> None:
    at = (now.astimezone(UTC) - ago).astimezone(HELSINKI)
    worded = wording(Notice("k", service, state, at=at), OURS, now)

    assert worded is None or worded[0].endswith("no_eta") or not worded[0].endswith(PROMISES)
