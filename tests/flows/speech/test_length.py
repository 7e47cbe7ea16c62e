"""The estimate of how long a sentence takes, against the measured prompts."""

import pytest

from flows.speech import Moment, seconds
from flows.speech.length import is_long, whole_seconds
from tests.flows.speech.reference import NOW, helsinki, said

MEASURED: list[tuple[str, float, float, float]] = [
    ("notice.general.eta", 11.2, 11.4, 11.2),
    ("notice.electricity.eta", 11.8, 11.3, 10.6),
    ("notice.electricity.withdrawn", 11.2, 10.1, 9.0),
    ("notice.electricity.planned_coming", 10.8, 10.4, 9.5),
    ("notice.newspaper.eta", 11.7, 11.4, 10.9),
    ("notice.water_quality.boil", 9.5, 8.1, 8.5),
    ("notice.heat.several_mixed", 11.9, 12.0, 11.4),
    ("notice.mail.eta", 10.9, 10.1, 9.4),
    ("open.person.service", 4.7, 4.1, 3.1),
    ("danger.act.electricity", 10.4, 8.4, 8.8),
    ("place.none", 13.5, 11.0, 10.6),
    ("menu.none.2", 9.6, 8.1, 6.5),
    ("transfer.person", 4.3, 3.4, 3.0),
    ("hours.closed.exception", 6.0, 5.1, 5.2),
    ("voicemail.invite", 10.3, 9.2, 9.6),
    ("outbound.voicemail.last", 13.7, 11.0, 10.2),
    ("end.trouble.last", 8.5, 7.1, 5.7),
]


@pytest.mark.parametrize(("key", "fi", "sv", "en"), MEASURED)
def test_an_estimate_is_within_15_percent(key: str, fi: float, sv: float, en: float) -> None:
    estimates = [seconds(said(key, language), language) for language in ("fi", "sv", "en")]

    assert estimates == [pytest.approx(measured, rel=0.15) for measured in (fi, sv, en)]


def test_a_pause_between_options_takes_half_a_second() -> None:
    apart, together = "Yksi. | Kaksi.", "Yksi. Kaksi."

    assert seconds(apart, "fi") - seconds(together, "fi") == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("at", "long"),
    [
        ("2026-11-22 19:00", False),
        ("2026-11-22 19:05", False),
        ("2026-11-22 19:30", False),
        ("2026-11-23 09:00", False),
        ("2026-11-25 09:00", False),
        ("2026-11-22 23:59", True),
        ("2026-11-22 19:45", True),
        ("2026-11-24 01:00", True),
        ("2026-12-01 09:00", True),
    ],
)
def test_a_late_minute_a_further_night_and_a_date_are_long(at: str, long: bool) -> None:
    assert is_long(Moment(helsinki(at), NOW)) is long


def test_what_is_said_is_shown_to_take_a_second_at_least() -> None:
    assert [whole_seconds(text, "sv") for text in ("Hej då.", "", " ")] == [1, 0, 0]
