"""What the doctor finds, and what it says is to be done."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from requests import ConnectionError as RequestsConnectionError
from requests import Request
from sqlalchemy import make_url, text

from ivr.backups.holding import hold
from ivr.db.engine import open_engine
from ivr.doctor import account, company, machine, outside, stores
from ivr.doctor.examine import looked_at, open_patient
from ivr.doctor.finding import Check, Finding, Patient
from ivr.doctor.stores import lasting, of_redis
from ivr.queue.valkey import socket_path, url_in
from ivr.run.runfile import write_run
from ivr.settings import Settings
from simulator.account import Account
from simulator.leg import Addresses
from tests.ivr.doctor.conftest import Clinic
from tests.ivr.privacy.planting import Person, plant
from tests.ivr.run.test_runfile import RUN

LINE = "+358931570000"


def test_where_all_is_right_there_is_nothing_to_do(clinic: Clinic) -> None:
    assert clinic.found() == {}


def other_token(clinic: Clinic) -> None:
    clinic.change(twilio_auth_token=f"{clinic.patient.settings.twilio_auth_token},another")


def nobody_answers(clinic: Clinic) -> None:
    clinic.change(public_url="http://127.0.0.1:9")


def a_number_elsewhere(clinic: Clinic) -> None:
    own = clinic.exchange.addresses
    clinic.exchange.numbers.update({line: own(line) for line in lines(clinic)})
    clinic.exchange.numbers[LINE] = Addresses("https://demo.twilio.com/welcome/voice/")


def a_number_of_somebody_else(clinic: Clinic) -> None:
    clinic.exchange.numbers["+358931579999"] = clinic.exchange.addresses(LINE)


def lines(clinic: Clinic) -> list[str]:
    return list(clinic.patient.configuration.lines) if clinic.patient.configuration else []


def finland_is_off(clinic: Clinic) -> None:
    clinic.exchange.account.countries = {"US"}


def trial(clinic: Clinic) -> None:
    clinic.exchange.account.kind = "Trial"


def suspended(clinic: Clinic) -> None:
    clinic.exchange.account.status = "suspended"


def clock_runs_ahead(clinic: Clinic) -> None:
    now = clinic.patient.now() + timedelta(seconds=90)
    clinic.patient = replace(clinic.patient, now=lambda: now)


def too_fast(clinic: Clinic) -> None:
    clinic.change(linja_call_pace_seconds="0.2")


def no_fallback(clinic: Clinic) -> None:
    clinic.change(linja_fallback_number="")


def fallback_is_a_line(clinic: Clinic) -> None:
    clinic.change(linja_fallback_number=LINE)


def fallback_is_dear(clinic: Clinic) -> None:
    clinic.change(linja_fallback_number="+35860012345")


def old_form(clinic: Clinic) -> None:
    with clinic.patient.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))


def restored(clinic: Clinic) -> None:
    plant(clinic.patient.engine, Person("matti", "+358401110001"), clinic.patient.now())
    with clinic.patient.engine.begin() as connection:
        connection.execute(text("UPDATE callbacks SET state = 'due'"))
        hold(connection)


def no_flow(clinic: Clinic) -> None:
    with clinic.patient.engine.begin() as connection:
        connection.execute(text("DELETE FROM live WHERE flow = 'delivery'"))


def no_lines(clinic: Clinic) -> None:
    clinic.patient = replace(clinic.patient, configuration=None)


def no_redis(clinic: Clinic) -> None:
    clinic.change(redis_url="redis://127.0.0.1:9/0")


def stranger(clinic: Clinic) -> None:
    clinic.patient = replace(clinic.patient, pretended=False)


Harm = Callable[[Clinic], None]
IN_PLACE: list[tuple[Harm, Check, str, str]] = [
    (other_token, outside.signature, "403 (the second token)", "TWILIO_AUTH_TOKEN"),
    (nobody_answers, outside.address, "refuses connections: nothing listens", "lets us in"),
    (a_number_elsewhere, account.numbers, "https://demo.twilio.com", "number setup +3589"),
    (a_number_of_somebody_else, account.numbers, f"{LINE} is not of this", "config apply"),
    (a_number_of_somebody_else, account.caller_ids, "may not show", "caller_id"),
    (finland_is_off, account.countries, "FI may not be called", "Geo permissions"),
    (trial, account.account, "trial", "Upgrade"),
    (suspended, account.account, "suspended", "console.twilio.com"),
    (clock_runs_ahead, machine.clock, "s from Twilio's", "set-ntp"),
    (too_fast, account.pace, "0.2 s", "LINJA_CALL_PACE_SECONDS"),
    (no_fallback, company.fallback, "not set", "LINJA_FALLBACK_NUMBER"),
    (fallback_is_a_line, company.fallback, "come back for ever", "not a line"),
    (fallback_is_dear, company.fallback, "premium", "ordinary number"),
    (no_lines, company.lines, "none", "config apply"),
    (no_redis, stores.redis, "ConnectionError", "lets us in"),
    (stranger, outside.address, "not https", "TLS"),
    (stranger, outside.private, "/metrics", "/voice/, /sms/ and /feeds/"),
]
IN_THE_DATABASE: list[tuple[Harm, Check, str, str]] = [
    (no_flow, company.lines, "not published: delivery", "flow publish"),
    (restored, company.released, "1 are held", "linja release"),
    (old_form, stores.database, "its form is 0001", "linja migrate"),
]


def test_what_is_wrong_is_found_and_said_how_to_mend(clinic: Clinic) -> None:
    healthy = clinic.patient
    for harm, check, found, mend in (*IN_PLACE, *IN_THE_DATABASE):
        clinic.patient, clinic.exchange.account = healthy, Account()
        clinic.exchange.numbers.clear()
        harm(clinic)
        wrong = list(looked_at(check, clinic.patient))
        assert any(found in one.found and mend in one.mend for one in wrong), (check, wrong)


def test_a_caller_id_that_was_verified_may_be_shown(clinic: Clinic) -> None:
    a_number_of_somebody_else(clinic)
    clinic.exchange.account.caller_ids.update(lines(clinic))
    assert "caller id" not in clinic.found()


def test_a_full_disk_is_found(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "LEAST_FREE_BYTES", 10**18)
    (wrong,) = clinic.found()["disk"]
    assert "LINJA_DATA_DIR" in wrong.mend


@pytest.mark.parametrize(
    ("role", "policy", "state"),
    [
        ("master", "noeviction", "ok"),
        ("slave", "noeviction", "problem"),
        ("master", "allkeys-lru", "problem"),
    ],
)
def test_redis_must_be_the_master_and_drop_no_bell(role: str, policy: str, state: str) -> None:
    assert of_redis(role, policy=policy, appends=False).state == state


def test_a_redis_that_is_there_is_well(clinic: Clinic, redis_url: str) -> None:
    clinic.change(redis_url=redis_url)
    assert clinic.found() == {}


@pytest.mark.parametrize(("waits", "wrong"), [("on", 0), ("off", 1)])
def test_a_postgresql_that_does_not_wait_for_its_disk_is_found(
    clinic: Clinic, postgresql_url: str, waits: str, wrong: int
) -> None:
    set_to = {"options": f"-csynchronous_commit={waits}"}
    url = make_url(postgresql_url).update_query_dict(set_to)
    engine = open_engine(url.render_as_string(hide_password=False))
    found = list(lasting(replace(clinic.patient, engine=engine)))
    engine.dispose()
    assert [one.check for one in found] == ["database"] * wrong


def test_nothing_is_made_where_nothing_is(tmp_path: Path) -> None:
    folder = tmp_path / "nowhere"
    patient = open_patient({"LINJA_DATA_DIR": str(folder)})
    patient.engine.dispose()
    assert (patient.configuration, patient.settings.on_twilio) == (None, False)
    assert not folder.exists()
    assert isinstance(patient.settings, Settings)


def test_beside_a_run_its_own_redis_is_looked_at(tmp_path: Path) -> None:
    write_run(tmp_path, RUN)
    socket = socket_path(tmp_path)
    asked = []
    for there in (False, True):
        if there:
            socket.parent.mkdir(parents=True, exist_ok=True)
            socket.touch()
        patient = open_patient({"LINJA_DATA_DIR": str(tmp_path)})
        patient.engine.dispose()
        asked.append(patient.settings.redis_url)
    assert asked == ["", url_in(tmp_path)]


def test_a_name_that_nobody_knows_is_said_in_a_few_words(clinic: Clinic) -> None:
    def address(_patient: Patient) -> Iterator[Finding]:
        asked = Request("GET", "https://ivr.example.fi/voice/status").prepare()
        said = "HTTPSConnectionPool(…): Max retries exceeded (Caused by NameResolutionError(…))"
        raise RequestsConnectionError(said, request=asked)

    (found,) = looked_at(address, clinic.patient)
    told = "ConnectionError: ivr.example.fi is a name that nobody knows from here"
    assert (found.check, found.found) == ("address", told)
