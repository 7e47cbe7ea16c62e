"""Still out after the repair: kept with the outage's own times, and told to its source."""

import json
import ssl
import time
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from socket import socket
from typing import Any

import pytest
from sqlalchemy import Engine

from flows.asks import Outcome, ReportStillOut
from flows.state import Caller, State
from ivr.callbacks.asking import Asking
from ivr.calls.ports import Asked, Threads
from ivr.clock import StoppedClock
from ivr.directory.erasing import erase_everywhere
from ivr.feeds.fetch import Fetcher
from ivr.feeds.receive import receive
from ivr.feeds.settings_store import apply_settings
from ivr.feeds.signatures import Signed, check, new_secret, secrets_of
from ivr.lines.store import ConfigurationStore
from ivr.reports.posting import post_due
from ivr.reports.store import Report, reports
from ivr.sealed import Sealed
from ivr.services import Services
from tests.ivr.feeds.serving import Served, answer, serving
from tests.ivr.feeds.test_fetch import certificate
from tests.ivr.house import LINE, SETTINGS

MATTI = "+358401110001"
HOST = "oms.example.fi"
ASK = ReportStillOut("29900", ("electricity",))


@pytest.fixture
def engine(either_engine: Engine) -> Engine:
    """Everything about reports holds on both."""
    return either_engine


@pytest.fixture
def services(demo: Engine, clock: StoppedClock) -> Services:
    """The power went in 29900 at two, and was said to be back at three: now."""
    services = Services(SETTINGS, clock, demo)
    body = {"id": "F-1187", "status": "restored", "service": "electricity", "areas": ["29900"]}
    times = {"updated_at": clock.at, "ends_at": clock.at, "starts_at": clock.at - HOUR}
    body |= {name: at.isoformat() for name, at in times.items()}
    push = json.dumps({"outages": [body]}).encode()
    assert receive(services, "grid", "application/json", push)[0] == 200
    clock.at += timedelta(minutes=10)
    return services


HOUR = timedelta(hours=1)


@pytest.fixture(name="oms")
def their_system(tmp_path: Path) -> Iterator[Served]:
    """Serve what takes reports, as a source would."""
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(certificate(tmp_path, HOST))
    with serving(theirs) as served:
        served.pages["/still-out"] = taken(served)
        yield served


def taken(served: Served, status: str = "204 No Content") -> Any:
    """Read the whole body, then answer."""

    def say(client: socket) -> None:
        length = int(served.header("Content-Length") or 0)
        while len(served.asked[-1].partition("\r\n\r\n")[2]) < length:
            served.asked[-1] += client.recv(65536).decode("latin-1")
        client.sendall(answer(status=status))

    return say


@pytest.fixture
def fetcher(oms: Served, tmp_path: Path) -> Fetcher:
    """Reaches that system under its name."""
    assert oms.port
    return Fetcher(
        (ip_network("127.0.0.1/32"),),
        resolve=lambda _host, _port: ["127.0.0.1"],
        trust=lambda: ssl.create_default_context(cafile=next(tmp_path.glob("*.pem"))),
    )


def reports_to(services: Services, oms: Served) -> None:
    """Say where the source wants its reports."""
    url = oms.url("/still-out", HOST, "https")
    apply_settings(services, {"sources": {"grid": {"report_url": url}}})


def asks(
    services: Services, number: str = MATTI, ask: ReportStillOut = ASK, call_sid: str = ""
) -> Outcome:
    """Have a call report it."""
    version, configuration = ConfigurationStore(services.engine).versioned()
    state = State("b", LINE, "fi", Caller(number=number), 0, turn=3)
    asked = Asked(
        ask, call_sid or f"CA{number}", 0, state, configuration, version, services.clock.now()
    )
    return Asking(services).answer(asked, Threads())


def kept(services: Services) -> list[Report]:
    """Return every report."""
    with services.engine.connect() as connection:
        return reports(connection)


def test_it_is_kept_with_the_times_of_the_outage(services: Services, clock: StoppedClock) -> None:
    assert asks(services) == Outcome("done")
    (report,) = kept(services)
    assert (report.source, report.outage_id, report.postcode) == ("grid", "F-1187", "29900")
    assert report.reported_at == clock.at
    assert report.restored_at == clock.at - timedelta(minutes=10)
    assert report.began_at == clock.at - timedelta(minutes=70)
    assert (report.state, report.number) == ("kept", MATTI)


def test_the_same_caller_reports_it_once_and_others_too(services: Services) -> None:
    for number in (MATTI, MATTI, "+358401110002"):
        assert asks(services, number).status == "done"
    assert sorted(report.number for report in kept(services)) == [MATTI, "+358401110002"]


def test_what_was_not_repaired_there_lately_is_not_reported(
    services: Services, clock: StoppedClock
) -> None:
    refused = Outcome("refused")
    assert asks(services, ask=ReportStillOut("00100", ("electricity",))) == refused
    assert asks(services, MATTI + "1", ReportStillOut("29900", ("water",))) == refused
    clock.at += timedelta(hours=2)
    assert asks(services, "+358401110003") == refused
    assert kept(services) == []


def test_what_a_clock_that_is_ahead_said_to_be_repaired_can_be_reported(
    services: Services, clock: StoppedClock
) -> None:
    ahead = (clock.at + timedelta(minutes=9)).isoformat()
    body = {"id": "F-1188", "status": "restored", "service": "water", "areas": ["29900"]}
    push = json.dumps({"outages": [body | {"updated_at": ahead}]}).encode()
    assert receive(services, "grid", "application/json", push)[0] == 200
    water = ReportStillOut("29900", ("water",))
    assert [asks(services, ask=water), asks(services, ask=water)] == [Outcome("done")] * 2
    assert len(kept(services)) == 1


def test_its_source_is_told_of_it_once_and_signed(
    services: Services, oms: Served, fetcher: Fetcher
) -> None:
    reports_to(services, oms)
    with services.engine.begin() as connection:
        sealed = Sealed(services.settings.secret_keys)
        new_secret(connection, sealed, "grid", services.clock.now())
        known = secrets_of(connection, "grid", services.settings.secret_keys)
    assert asks(services) == Outcome("done", value={"passed": "yes"})
    assert post_due(services, fetcher) == 1
    assert post_due(services, fetcher) == 0
    (request,) = oms.asked
    head, _, body = request.partition("\r\n\r\n")
    assert head.startswith("POST /still-out HTTP/1.1")
    names = ("webhook-id", "webhook-timestamp", "webhook-signature")
    signed = Signed(*(oms.header(name) or "" for name in names))
    assert check(signed, body.encode(), known, time.time()) == known[0]
    (report,) = kept(services)
    assert json.loads(body) == {
        "type": "still_out",
        "id": report.id,
        "outage": "F-1187",
        "service": "electricity",
        "postcode": "29900",
        "starts_at": "2026-11-22T12:00:00+00:00",
        "restored_at": "2026-11-22T13:00:00+00:00",
        "reported_at": "2026-11-22T13:10:00+00:00",
    }
    assert (report.state, report.sent_at) == ("sent", services.clock.now())


def test_a_source_that_does_not_take_it_is_told_again(
    services: Services, oms: Served, fetcher: Fetcher, clock: StoppedClock
) -> None:
    reports_to(services, oms)
    asks(services)
    oms.pages["/still-out"] = taken(oms, "503 Busy")
    assert post_due(services, fetcher) == 1
    assert kept(services)[0].reason == "answered 503 instead of 200"
    assert post_due(services, fetcher) == 0
    oms.pages["/still-out"] = taken(oms)
    clock.at += timedelta(minutes=1)
    assert post_due(services, fetcher) == 1
    assert kept(services)[0].state == "sent"
    assert oms.header("webhook-id", 0) == oms.header("webhook-id", 1) == kept(services)[0].id


def test_after_a_day_it_is_given_up(
    services: Services, oms: Served, fetcher: Fetcher, clock: StoppedClock
) -> None:
    reports_to(services, oms)
    asks(services)
    oms.pages.clear()
    for _ in range(5):
        post_due(services, fetcher)
        clock.at += timedelta(hours=6)
    assert kept(services)[0].state == "failed"


def test_a_source_that_wants_none_any_more_is_told_nothing(
    services: Services, oms: Served, fetcher: Fetcher
) -> None:
    reports_to(services, oms)
    asks(services)
    apply_settings(services, {"sources": {"grid": {}}})
    post_due(services, fetcher)
    assert (oms.asked, kept(services)[0].state) == ([], "kept")


def test_our_own_network_is_told_nothing(services: Services, oms: Served) -> None:
    reports_to(services, oms)
    asks(services)
    assert post_due(services, Fetcher(resolve=lambda _host, _port: ["127.0.0.1"])) == 1
    assert oms.asked == []
    assert "private address" in kept(services)[0].reason


def test_an_erased_person_is_gone_and_the_report_stays(services: Services) -> None:
    asks(services)
    with services.engine.begin() as connection:
        assert erase_everywhere(connection, "1")
    assert [report.number for report in kept(services)] == [""]


def test_withheld_numbers_report_each_call_for_itself(services: Services) -> None:
    assert asks(services, "").status == "done"
    assert asks(services, "").status == "done"
    assert len(kept(services)) == 1
    assert asks(services, "", call_sid="CA2").status == "done"
    assert len(kept(services)) == 2
