"""Settings: what is half given or contradicts itself is told all at once."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from ivr.settings import BadSettings, Settings

SID = "AC" + "0a" * 16
TWILIO = {
    "TWILIO_ACCOUNT_SID": SID,
    "TWILIO_AUTH_TOKEN": "new, old",
    "PUBLIC_URL": "https://ivr.example.fi",
}
NOW = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)


def problems(environ: Mapping[str, str]) -> list[str]:
    """Return what is wrong, by the variables' names."""
    with pytest.raises(BadSettings) as refused:
        Settings.read(environ)
    return [problem.partition(":")[0] for problem in refused.value.problems]


def test_nothing_need_be_set() -> None:
    settings = Settings.read({})
    assert (settings.on_twilio, settings.port, settings.auth_tokens) == (False, "8000", ())


def test_blank_is_as_good_as_unset() -> None:
    assert Settings.read({"PORT": " ", "LINJA_DATA_DIR": ""}) == Settings()


def test_twilio_is_set_up_whole() -> None:
    settings = Settings.read(TWILIO)
    assert (settings.on_twilio, settings.auth_tokens) == (True, ("new", "old"))


@pytest.mark.parametrize("missing", sorted(TWILIO))
def test_twilio_is_not_set_up_by_halves(missing: str) -> None:
    environ = {name: value for name, value in TWILIO.items() if name != missing}
    assert problems(environ) == [missing]


def test_every_problem_is_told() -> None:
    environ = {
        "TWILIO_ACCOUNT_SID": "AC1",
        "TWILIO_AUTH_TOKEN": "a,b,c",
        "PUBLIC_URL": "ivr.example.fi/voice",
        "PORT": "eighty",
        "LINJA_FALLBACK_NUMBER": "0401110001",
        "LINJA_CLOCK": "2026-11-22T15:00:00",
        "LINJA_REGISTER_TOKEN": "x",
        "DATABASE_URL": "mysql://ivr.example.fi/linja",
    }
    assert problems(environ) == [
        "TWILIO_ACCOUNT_SID",
        "TWILIO_AUTH_TOKEN",
        "LINJA_REGISTER_TOKEN",
        "PORT",
        "LINJA_FALLBACK_NUMBER",
        "LINJA_CLOCK",
        "PUBLIC_URL",
        "DATABASE_URL",
    ]


def test_an_address_for_twilio_has_no_path() -> None:
    assert problems({**TWILIO, "PUBLIC_URL": "https://ivr.example.fi/voice"}) == ["PUBLIC_URL"]


def test_business_time_starts_where_it_is_told() -> None:
    settings = Settings.read({"LINJA_CLOCK": "2026-11-22T18:00:00+02:00"})
    assert settings.clock_offset(NOW) == timedelta(hours=3)


def test_processes_of_one_run_share_its_offset() -> None:
    settings = Settings.read({"LINJA_CLOCK_OFFSET": "-10800.5"})
    assert settings.clock_offset(NOW) == timedelta(seconds=-10800.5)


@pytest.mark.parametrize("days", ["0", "-1", "ninety", "1.5", "100000"])
def test_a_journal_is_kept_for_whole_days(days: str) -> None:
    assert problems({"LINJA_JOURNAL_DAYS": days}) == ["LINJA_JOURNAL_DAYS"]


@pytest.mark.parametrize(
    "environ",
    [
        {"LINJA_CLOCK_OFFSET": "soon"},
        {"LINJA_CLOCK_OFFSET": "5", "LINJA_CLOCK": "2026-11-22T18:00:00+02:00"},
    ],
)
def test_an_offset_that_cannot_be_meant_is_refused(environ: Mapping[str, str]) -> None:
    assert len(problems(environ)) == 1


def test_networks_and_days_of_feeds_must_be_such() -> None:
    with pytest.raises(BadSettings) as raised:
        Settings.read({"LINJA_POLL_NETWORKS": "10.1.0.0/99", "LINJA_QUARANTINE_DAYS": "0"})
    assert [problem.partition(":")[0] for problem in raised.value.problems] == [
        "LINJA_POLL_NETWORKS",
        "LINJA_QUARANTINE_DAYS",
    ]


@pytest.mark.parametrize("proxies", ["-1", "one", "10"])
def test_proxies_are_counted(proxies: str) -> None:
    assert problems({"LINJA_PROXIES": proxies}) == ["LINJA_PROXIES"]
