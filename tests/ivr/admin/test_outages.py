"""An outage operator at the pages of outages; what they do is heard by the next call."""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from ivr.admin.moments import age, read_moment
from ivr.clock import StoppedClock
from ivr.db.tables.outages import outage_acts, outages
from ivr.directory.store import put
from ivr.feeds.manual import add_notice
from ivr.feeds.receive import receive
from ivr.feeds.settings_store import apply_settings
from ivr.services import Services
from routing.customer import Customer
from tests.ivr.accounts.conftest import Browser
from tests.ivr.admin.conftest import Opens
from tests.ivr.house import LINE, MATTI, House

PAGE = "/admin/outages/"
F1187 = "/admin/outages/one?source=grid&id=F-1187"
ETA = "Arvioitu korjausaika on"


def heard(house: House) -> str:
    """What Matti, who lives in 29900, hears first."""
    return house.telephone.calls(MATTI.phones[0], LINE).heard


def push(services: Services, *items: dict[str, object], **more: object) -> None:
    body = json.dumps({"outages": items, **more}).encode()
    receive(services, "grid", "application/json", body)


def item(services: Services, id_: str, **more: object) -> dict[str, object]:
    now = services.clock.now().isoformat()
    given = {"id": id_, "status": "active", "service": "electricity", "areas": ["33100"]}
    return {**given, "updated_at": now, **more}


def text(browser: Browser, path: str) -> str:
    """The page without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", browser.sees(path).text).split())


def test_what_is_live_is_told_per_source_with_its_age(opens: Opens, clock: StoppedClock) -> None:
    clock.at += timedelta(hours=7)
    told = text(opens("eva", "outage-operator"), PAGE)
    assert "grid stale open 1 heard 7 h ago" in told
    assert "grid F-1187 electricity" in told
    assert "passed" in told


def test_planned_work_that_has_begun_is_told_as_going_on(
    eva: Browser, house: House, clock: StoppedClock
) -> None:
    begins = (clock.at + timedelta(hours=1)).isoformat()
    push(house.services, item(house.services, "T1", status="scheduled", starts_at=begins))
    one = "/admin/outages/one?source=grid&id=T1"
    assert "T1 electricity planned work to come" in text(eva, PAGE)
    assert "State to come · planned work" in text(eva, one)
    clock.at += timedelta(hours=1)
    assert "T1 electricity planned work going on" in text(eva, PAGE)
    assert "State going on · planned work" in text(eva, one)


def test_a_postcode_is_answered_in_the_words_of_the_calls(eva: Browser, house: House) -> None:
    page = eva.sees(f"{PAGE}?postcode=29900").text
    house.telephone.calls(MATTI.phones[0], LINE).hears("Arvioitu korjausaika on")
    for lang, words in (("fi", ETA), ("sv", "Felet beräknas vara"), ("en", "We expect it")):
        assert re.search(f'<dd lang="{lang}">[^<]*{words}', page), lang
    assert "customer-service, fault-line" in page


def test_a_postcode_of_no_area_is_said_to_be_none(eva: Browser) -> None:
    unknown = "Whoever keys it in hears that it is not found."
    assert unknown in eva.sees(f"{PAGE}?postcode=99999").text
    assert unknown not in eva.sees(f"{PAGE}?postcode=29900").text


@pytest.mark.parametrize("wrong", ["2990", "x", "<b>", "29900 ' or 1"])
def test_what_is_no_postcode_is_said_to_be_none(eva: Browser, wrong: str) -> None:
    answer = eva.client.get(PAGE, query_string={"postcode": wrong})
    assert answer.status_code == 200
    assert "A postcode has five digits." in answer.text


def test_a_notice_of_ones_own_is_heard_at_once_and_only_once(eva: Browser, house: House) -> None:
    form = {"service": "electricity", "areas": "33100", "id": "20261123-ab", "message_fi": "Puu."}
    assert eva.sends("/admin/outages/add", **form).status_code == 303
    assert eva.sends("/admin/outages/add", **form).status_code == 303
    page = text(eva, "/admin/outages/one?source=manual&id=20261123-ab")
    assert "sähkönjakelun häiriö" in page
    assert "added eva" in page
    with house.services.engine.connect() as connection:
        done = connection.execute(select(outage_acts.c.by, outage_acts.c.act)).all()
    assert done == [("eva", "added")]


def test_a_bad_notice_is_refused_with_all_that_is_wrong_and_kept(eva: Browser) -> None:
    form = {"service": "electricity", "areas": "999, Atlantis", "estimate": "x", "id": "a"}
    answer = eva.sends("/admin/outages/add", **form)
    assert answer.status_code == 400
    assert "That time cannot be read." in answer.text
    assert "999, Atlantis</textarea>" in answer.text
    answer = eva.sends("/admin/outages/add", **{**form, "estimate": "2001-01-01T10:00"})
    assert "areas[0]" in answer.text


def test_a_notice_is_ended_as_repaired(eva: Browser, house: House) -> None:
    add_notice(house.services, {"service": "electricity", "areas": ["33100"]}, "eva", "own")
    eva.sends("/admin/outages/end", source="manual", id="own", how="repaired", reason="done")
    page = text(eva, "/admin/outages/one?source=manual&id=own&done=ended")
    assert "The notice has been ended." in page
    assert "ended eva done" in page
    assert "korjattu" in page


def test_a_correction_is_heard_until_the_source_is_believed_again(
    eva: Browser, house: House
) -> None:
    assert ETA in heard(house)
    one = {"source": "grid", "id": "F-1187"}
    late = {"estimated": "at", "estimate": "2026-11-22T21:15", "message_fi": "Puu kaatui."}
    assert eva.sends("/admin/outages/correct", **one, **late).status_code == 303
    assert "kello kaksikymmentäyksi viisitoista. Puu kaatui." in heard(house)
    assert eva.sends("/admin/outages/correct", **one, estimated="none").status_code == 303
    assert ETA not in heard(house)
    eva.sends("/admin/outages/end", **one)
    assert ETA in heard(house)
    assert "kaksikymmentäyksi" not in heard(house)
    assert "corrected eva" in text(eva, F1187)


def test_what_is_silenced_is_heard_by_nobody(eva: Browser, house: House) -> None:
    refused = eva.sends("/admin/outages/silence", source="grid", id="F-1187", reason="")
    assert refused.status_code == 400
    eva.sends("/admin/outages/silence", source="grid", id="F-1187", reason="wrong place")
    assert "häiriö" not in heard(house)
    assert "Callers hear nothing of it now." in text(eva, F1187)


def test_a_correction_that_changes_nothing_is_refused(eva: Browser) -> None:
    answer = eva.sends("/admin/outages/correct", source="grid", id="F-1187")
    assert answer.status_code == 400
    assert "say what is different" in answer.text


def test_the_history_of_an_estimate_is_told(eva: Browser, house: House) -> None:
    moved = (house.services.clock.now() + timedelta(hours=6)).isoformat()
    push(
        house.services,
        item(house.services, "F-1187", areas=["29900"], estimated_restoration=moved),
    )
    page = eva.sees(F1187).text
    rows = re.findall(r"<tr><td>[^<]+</td><td>([^<]+)</td></tr>", page)
    assert len(rows) == 2
    assert len(set(rows)) == 2


def test_many_customers_hear_it_only_when_a_second_person_confirms(
    eva: Browser, opens: Opens, house: House
) -> None:
    services = house.services
    with services.engine.begin() as connection:
        for number in range(3):
            put(connection, Customer(f"x{number}", postcodes=("33100",)))
    apply_settings(services, {"sources": {"manual": {"confirm_over": 2}}})
    form = {"service": "electricity", "areas": "33100", "id": "big"}
    eva.sends("/admin/outages/add", **form)
    assert "Waits for a second person 1" in text(eva, PAGE)
    alone = eva.sends("/admin/outages/confirm", source="manual", id="big")
    assert alone.status_code == 409
    assert "Another person must confirm it." in alone.text
    paavo = opens("paavo", "outage-operator")
    assert paavo.sends("/admin/outages/confirm", source="manual", id="big").status_code == 303
    assert "Waits for a second person" not in text(eva, PAGE)
    assert "confirmed paavo" in text(eva, "/admin/outages/one?source=manual&id=big")


def test_what_a_snapshot_left_held_is_closed_by_name(eva: Browser, house: House) -> None:
    services = house.services
    push(services, *(item(services, f"S{number}") for number in range(25)))
    now = services.clock.now().isoformat()
    push(services, item(services, "S0"), snapshot=True, as_of=now)
    assert "25 outages were held" in text(eva, "/admin/outages/sources/grid")
    assert eva.sends("/admin/outages/sources/grid/close-held").status_code == 303
    assert "were held" not in text(eva, "/admin/outages/sources/grid")
    with services.engine.connect() as connection:
        by = set(connection.execute(select(outage_acts.c.by, outage_acts.c.act)).all())
    assert by == {("eva", "closed")}


def test_what_was_refused_is_shown_with_its_reasons_and_as_it_came(
    eva: Browser, house: House
) -> None:
    push(house.services, item(house.services, "B1", areas=["<script>alert(1)</script>"]))
    listed = eva.sees("/admin/outages/sources/grid").text
    assert "B1: areas[0]" in listed
    (path,) = re.findall(r'href="(/admin/outages/sources/grid/refused/\d+)"', listed)
    page = eva.sees(path).text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_whoever_only_looks_has_no_buttons(opens: Opens) -> None:
    viewer = opens("ville", "viewer")
    assert "New notice" not in viewer.sees(PAGE).text
    page = viewer.sees(F1187).text
    assert '<form method="post" action="/admin' not in page
    refused = viewer.sends("/admin/outages/silence", source="grid", id="F-1187", reason="x")
    assert refused.status_code == 403


@pytest.mark.parametrize("id_", ["nothing", "\x00", ""])
def test_what_is_not_there_is_not_found(eva: Browser, id_: str) -> None:
    query = {"source": "grid", "id": id_}
    answer = eva.client.get("/admin/outages/one", query_string=query)
    assert answer.status_code == 404
    assert eva.sends("/admin/outages/confirm", **query).status_code == 404


def test_a_long_list_is_read_page_by_page(eva: Browser, house: House, engine: Engine) -> None:
    push(house.services, *(item(house.services, f"P{n:03}") for n in range(60)))
    with engine.connect() as connection:
        assert connection.execute(select(outages.c.id)).all().__len__() == 61
    first = eva.sees(PAGE).text
    (after,) = re.findall(r'class="button" href="([^"]+)"', first)
    second = eva.sees(after.replace("&amp;", "&")).text
    ids = set(re.findall(r">grid (\S+)</a>", first)) | set(re.findall(r">grid (\S+)</a>", second))
    assert len(ids) == 61


def test_ages_are_told_in_the_largest_unit_that_says_enough(clock: StoppedClock) -> None:
    now = clock.now()
    told = [age(now, now - timedelta(seconds=n)) for n in (5, 150, 7_300, 200_000, -9)]
    assert told == [("seconds", 5), ("minutes", 2), ("hours", 2), ("days", 2), ("seconds", 0)]
    at = read_moment("2026-06-19T12:00")
    assert at is not None
    assert at.isoformat() == "2026-06-19T12:00:00+03:00"
    assert read_moment(" ") is None


def test_a_place_that_nobody_knows_is_put_on_the_map_and_heard(eva: Browser, house: House) -> None:
    somewhere = {"place": "Aseman <seutu>"}
    over = item(house.services, "F-1187", areas=["29900"], status="cancelled")
    push(house.services, over, item(house.services, "U1", areas=[somewhere]))
    said = {"source": "grid", "area": "Aseman <seutu>", "means": "29900, Noormarkku"}
    page = eva.sees("/admin/outages/sources/grid").text
    assert "Where is “Aseman &lt;seutu&gt;”?" in page
    assert "häiriö" not in heard(house)
    wrong = eva.sends("/admin/outages/areas/say", **said)
    assert wrong.status_code == 400
    assert "No postcode or municipality is called: Noormarkku." in wrong.text
    assert 'value="29900, Noormarkku"' in wrong.text
    done = eva.sends("/admin/outages/areas/say", **{**said, "means": "29900"}, id="U1")
    assert done.headers["Location"].endswith("one?source=grid&id=U1&done=said")
    assert "sähkönjakelun häiriö" in heard(house)
    page = text(eva, "/admin/outages/sources/grid")
    assert "Places put on the map by hand Aseman &lt;seutu&gt; 29900 eva" in page
    assert "Places not known" not in page
    assert eva.sends("/admin/outages/areas/forget", **said).status_code == 303
    assert "häiriö" not in heard(house)
    assert eva.sends("/admin/outages/areas/forget", **said).status_code == 409


def test_an_outage_in_no_known_place_asks_where_that_is(eva: Browser, house: House) -> None:
    push(house.services, item(house.services, "U1", areas=[{"place": "Asema"}]))
    one = "/admin/outages/one?source=grid&id=U1"
    assert "Where is “Asema”?" in eva.sees(one).text
    nothing = {"source": "grid", "id": "U1", "area": "Asema", "means": " , "}
    wrong = eva.sends("/admin/outages/areas/say", **nothing)
    assert (wrong.status_code, "Give postcodes or municipalities." in wrong.text) == (400, True)
    for bad in ({"source": "other"}, {"id": "nothing"}):
        assert eva.sends("/admin/outages/areas/say", **{**nothing, **bad}).status_code == 404


def test_a_source_is_not_led_beyond_its_limits_on_the_page(eva: Browser, house: House) -> None:
    apply_settings(house.services, {"sources": {"grid": {"areas": ["29900"]}}})
    push(house.services, item(house.services, "U1", areas=[{"place": "Asema"}]))
    said = {"source": "grid", "area": "Asema", "means": "33100"}
    wrong = eva.sends("/admin/outages/areas/say", **said)
    assert (wrong.status_code, "may not speak of: 33100." in wrong.text) == (400, True)


def test_whoever_only_looks_sees_the_places_and_no_form(opens: Opens, house: House) -> None:
    push(house.services, item(house.services, "U1", areas=[{"place": "Asema"}]))
    page = opens("ville", "viewer").sees("/admin/outages/sources/grid").text
    assert "<strong>Asema</strong>" in page
    assert 'name="means"' not in page
