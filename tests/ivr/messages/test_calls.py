"""By telephone: a message is asked for, told of and withdrawn; what is still out is reported."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from ivr.clock import StoppedClock
from ivr.reports.store import reports
from tests.ivr.house import LINE, fails, open_house
from tests.ivr.messages.post import MATTI, Post, set_sender

NUMBER = "nolla neljä nolla yksi yksi yksi nolla nolla nolla yksi"


@pytest.fixture
def engine(sqlite_engine: Engine) -> Engine:
    """What is stored is tried on both kinds of database elsewhere."""
    return sqlite_engine


def test_matti_asks_for_a_message_and_gets_it(post: Post) -> None:
    call = post.house.telephone.calls(MATTI, LINE)
    call.hears("Jos haluatte tekstiviestin, kun vika on korjattu, painakaa yksi.")
    call.presses("1")
    call.hears(f"Lähetämme viestin numeroon {NUMBER}.")
    call.presses("1")
    call.hears("Kiitos. Lähetämme teille tekstiviestin, kun häiriö on korjattu.")
    call.hangs_up()
    post.repairs()
    post.passes(minutes=30)
    assert post.works() == 1
    assert len(post.sent()) == 1


def test_calling_again_tells_of_it_and_withdraws_it(post: Post) -> None:
    kept = post.promises()
    call = post.house.telephone.calls(MATTI, LINE)
    call.presses("1")
    call.hears("Olette jo tilannut viestin tästä häiriöstä.")
    call.presses("1")
    call.hears("Viesti on peruttu.")
    assert post.way(kept) == ["waiting", "withdrawn"]


def test_a_repeated_webhook_hears_the_same_and_promises_once(post: Post) -> None:
    post.exchange.repeat_webhooks = True
    call = post.house.telephone.calls(MATTI, LINE)
    call.presses("1")
    call.presses("1")
    call.hears("Lähetämme teille tekstiviestin, kun häiriö on korjattu.")
    assert len(post.all()) == 1
    assert post.exchange.problems == []


def test_what_is_over_meanwhile_is_told_and_not_promised(post: Post) -> None:
    call = post.house.telephone.calls(MATTI, LINE)
    call.presses("1")
    post.told(status="cancelled")
    call.presses("1")
    call.hears("Tietojemme mukaan häiriö ei enää jatku, joten viestiä ei lähetetä.")
    assert post.all() == []


def test_another_number_is_typed_and_read_back(post: Post) -> None:
    call = post.house.telephone.calls(MATTI, LINE)
    call.presses("1")
    call.presses("2")
    call.presses("0931575555")
    call.hears("Numeroon nolla yhdeksän kolme yksi viisi seitsemän viisi viisi viisi viisi")
    call.presses("0401110009#")
    call.hears("Annoitte numeron nolla neljä nolla yksi yksi yksi nolla nolla nolla yhdeksän.")
    call.presses("1")
    call.hears("Lähetämme teille tekstiviestin")
    assert [(one.number, one.asked_by) for one in post.all()] == [("+358401110009", MATTI)]


def test_without_a_sender_no_message_is_offered(demo: Engine, clock: StoppedClock) -> None:
    set_sender(demo, "")
    call = open_house(demo, clock).telephone.calls(MATTI, LINE)
    call.hears("Jos asia koskee toista osoitetta, painakaa kaksi.")
    assert "tekstiviestin" not in call.heard


def test_what_cannot_be_stored_is_not_promised(demo: Engine, clock: StoppedClock) -> None:
    set_sender(demo)
    house = open_house(demo, clock, broken=lambda ports: replace(ports, asking=fails))
    call = house.telephone.calls(MATTI, LINE)
    call.presses("1")
    assert "Lähetämme" not in call.heard


def test_james_reports_that_it_is_still_out(post: Post) -> None:
    post.repairs()
    post.passes(minutes=10)
    call = post.house.telephone.calls(MATTI, LINE)
    call.hears("Jos olette yhä ilman sähköä, painakaa yksi.")
    call.presses("1")
    call.hears("Kiitos. Ilmoituksenne on kirjattu.")
    assert "välitetty" not in call.heard
    with post.engine.connect() as connection:
        (report,) = reports(connection)
    assert (report.outage_id, report.number) == ("F-1187", MATTI)


@pytest.mark.parametrize("service", ["newspaper", "mail"])
def test_a_late_paper_is_no_fault_to_be_repaired(post: Post, service: str) -> None:
    post.told(id="N-1", status="active", service=service)
    call = post.house.telephone.calls(MATTI, "+358931570002")
    assert "tekstiviestin" not in call.heard
