"""Everything that is done on a page, or by a system with a token, is noted with who did it."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete
from werkzeug.test import TestResponse

from ivr.accounts.totp import STEP_SECONDS
from ivr.bundles import store
from ivr.clock import StoppedClock
from ivr.db.tables.bundles import live
from ivr.directory.store import put
from ivr.directory.tokens import new_token
from ivr.feeds.receive import receive
from ivr.feeds.settings_store import apply_settings
from routing.customer import Customer
from tests.ivr.accounts.codes import code_of
from tests.ivr.accounts.conftest import NEW, PASSWORD, Browser
from tests.ivr.admin import planted
from tests.ivr.admin.conftest import Opens
from tests.ivr.audit.accounted import ROUTES
from tests.ivr.audit.noting import noted
from tests.ivr.audit.world import ESTIMATE, FLOW, OURS, TOTP, WHO, World, base
from tests.ivr.house import House

F1187 = {"source": "grid", "id": "F-1187"}
EVERY = ("agent", "editor", "publisher", "outage-operator", "administrator", "auditor")


Deed = Callable[[World], object]


def switch(world: World) -> None:
    said = {f"message_{one}": "Myrsky." for one in ("fi", "sv", "en")}
    world.sends("/admin/lines/emergency", do="on", base=base(world), **said)


def save_source(world: World) -> None:
    text = "company: {fi: Uusi, sv: Ny, en: New}"
    world.sends("/admin/lines/source", do="save", base=base(world), source=text)


def confirm(world: World) -> None:
    wait(world, "pages", "eva")
    world.sends("/admin/outages/confirm", source="manual", id="pages")


def wait(world: World, id_: str, by: str) -> None:
    """Have somebody else add a notice that waits for a second person."""
    services = world.house.services
    with services.engine.begin() as connection:
        for number in range(3):
            put(connection, Customer(f"x{number}", postcodes=("33100",)))
    apply_settings(services, {"sources": {"manual": {"confirm_over": 2}}})
    world.asks("POST", "/api/v1/outages", id=id_, by=by, service="electricity", areas=["33100"])


def close_held(world: World) -> None:
    now, services = world.clock.now().isoformat(), world.house.services

    def push(many: int, **more: object) -> None:
        told = {"status": "active", "service": "water", "areas": ["33100"], "updated_at": now}
        items = [{**told, "id": f"S{number}"} for number in range(many)]
        body = json.dumps({"outages": items, **more}).encode()
        receive(services, "grid", "application/json", body)

    push(25)
    push(1, snapshot=True, as_of=now)
    world.sends("/admin/outages/sources/grid/close-held")


def alone(world: World) -> None:
    """Let two small flows be live alone: what is played before publishing is soon played."""
    with world.house.services.engine.begin() as connection:
        connection.execute(delete(live).where(live.c.flow.not_in(["callback", "survey"])))


def save_flow(world: World, name: str = "survey") -> None:
    alone(world)
    text = FLOW.replace("end.bye.short", "end.bye")
    with_base = {"base": store.live(world.house.services.engine)[name], "revision": "0"}
    world.sends(f"/admin/flows/{name}/source/save", source=text, **with_base)


def write_words(world: World, revision: int) -> None:
    alone(world)
    path = "/admin/words/sentences/notice.electricity.eta/save"
    world.sends(path, revision=str(revision), **OURS)


def call_number(world: World) -> None:
    with world.house.services.engine.begin() as connection:
        sid = planted.call(connection, world.clock.now())
    assert world.lauri.sends(f"/admin/calls/{sid}/number").status_code == 200


def callback_number(world: World) -> None:
    id_ = world.callback("+358401110009")
    assert world.lauri.sends(f"/admin/callbacks/{id_}/number").status_code == 200


def discard_words(world: World) -> None:
    write_words(world, 0)
    world.sends("/admin/words/discard", revision="1")


def publish_words(world: World) -> None:
    write_words(world, 1)
    world.sends("/admin/words/publish/do", note="Simpler", revision="2", live="0")


def restore_flow(world: World) -> None:
    first = store.history(world.house.services.engine, "survey")[0]
    world.sends(f"/admin/flows/survey/versions/{first.id}/restore")


def end_sign_in(world: World) -> None:
    theirs = Browser(world.house.client)
    theirs.signs_in(WHO)
    page = world.lauri.sees("/account").text
    for one in re.findall(r"/account/sign-ins/(\w+)/end", page):
        world.sends(f"/account/sign-ins/{one}/end")


def turn_on(world: World) -> None:
    world.sends("/account/totp", old=PASSWORD, secret=TOTP, code=code_of(TOTP, world.clock.now()))


def turn_off(world: World) -> None:
    world.clock.at += timedelta(seconds=STEP_SECONDS)
    world.sends("/account/totp/end", old=PASSWORD, code=code_of(TOTP, world.clock.now()))


def sign_out(world: World) -> None:
    world.lauri.signs_in(WHO)
    world.sends("/sign-out")


def ring_now(world: World) -> None:
    """On Monday morning, when somebody is there."""
    world.clock.at += timedelta(hours=20)
    world.lauri.signs_in(WHO)
    world.sends(f"/desk/callbacks/{world.callback('+358401110008')}/now")


def confirm_asked(world: World) -> None:
    wait(world, "waits", "eva")
    world.asks("POST", "/api/v1/outages/manual/waits/confirm", by=WHO)


def change_password(world: World) -> None:
    world.lauri.signs_in(WHO)
    world.sends("/account/password", old="kolme pientä porsasta", new=NEW)


DONE: Mapping[str, Deed] = {
    "accounts.sign_in": lambda world: world.lauri.signs_in(WHO),
    "accounts.begin_totp": turn_on,
    "accounts.end_totp": turn_off,
    "accounts.end_sign_in": end_sign_in,
    "accounts.sign_out": sign_out,
    "accounts.change_password": change_password,
    "admin.call_number": call_number,
    "admin.callback_number": callback_number,
    "admin.add_outage": lambda world: world.sends(
        "/admin/outages/add", service="electricity", areas="29900", id="own"
    ),
    "admin.end_outage": lambda world: world.sends(
        "/admin/outages/end", source="manual", id="own", how="repaired"
    ),
    "admin.correct_outage": lambda world: world.sends(
        "/admin/outages/correct", **F1187, estimated="none"
    ),
    "admin.silence_outage": lambda world: world.sends(
        "/admin/outages/silence", **F1187, reason="a test"
    ),
    "admin.confirm_outage": confirm,
    "admin.close_held": close_held,
    "admin.say_where": lambda world: world.sends(
        "/admin/outages/areas/say", source="grid", area="Keskusta", means="33100"
    ),
    "admin.forget_where": lambda world: world.sends(
        "/admin/outages/areas/forget", source="grid", area="Keskusta"
    ),
    "admin.switch_emergency": switch,
    "admin.save_source": save_source,
    "admin.save_line_or_team": lambda world: world.sends(
        "/admin/lines/entry/save",
        section="teams",
        new="1",
        key="extra",
        base=base(world),
        language="fi",
        desk="1",
    ),
    "admin.save_hours": lambda world: world.sends(
        "/admin/lines/hours/save", new="1", name="night", day_mon="22-6", base=base(world)
    ),
    "admin.discard_words": discard_words,
    "admin.do_publish_words": publish_words,
    "admin.restore_words": lambda world: world.sends(
        "/admin/words/versions/0/restore", revision="2", live="1"
    ),
    "desk.ring_later": lambda world: world.sends(
        f"/desk/callbacks/{world.callback('+358401110003')}/later", at="2026-11-24T13:30"
    ),
    "desk.another_number": lambda world: world.sends(
        f"/desk/callbacks/{world.callback('+358401110004')}/number", number="+358401110005"
    ),
    "desk.cancel_callback": lambda world: world.sends(
        f"/desk/callbacks/{world.callback('+358401110006')}/cancel", reason="asked to"
    ),
    "desk.done": lambda world: world.sends(
        f"/desk/voicemails/{world.message('one', '+358401110007')}/done", note="rang"
    ),
    "desk.ring_back": lambda world: world.sends(
        f"/desk/voicemails/{world.message('two', '+358401110007')}/callback"
    ),
    "desk.ring_now": ring_now,
    "studio.new_flow": lambda world: world.sends("/admin/flows/new", name="ours", like="survey"),
    "studio.discard": lambda world: world.sends("/admin/flows/ours/discard", revision="1"),
    "studio.save_source": save_flow,
    "studio.do_publish": lambda world: world.sends(
        "/admin/flows/survey/publish/do", note="Shorter", revision="1"
    ),
    "studio.restore": restore_flow,
}
"""By endpoint, in this order."""

OWN = "/api/v1/outages/manual/api"
ASKED: Mapping[str, Deed] = {
    "outages.add": lambda world: world.asks(
        "POST", "/api/v1/outages", id="api", by=WHO, service="electricity", areas=["29900"]
    ),
    "outages.corrected": lambda world: world.asks(
        "PATCH", "/api/v1/outages/grid/F-1187", by=WHO, estimated_restoration=ESTIMATE
    ),
    "outages.silence": lambda world: world.asks(
        "POST", "/api/v1/outages/grid/F-1187/silence", by=WHO, reason="a test"
    ),
    "outages.over": lambda world: world.asks("POST", f"{OWN}/end", by=WHO),
    "outages.major": lambda world: world.asks(
        "POST", "/api/v1/sources/grid/major", by=WHO, service="electricity"
    ),
    "outages.confirm": confirm_asked,
    "outages.confirm_suspicion": lambda world: world.asks(
        "POST", f"/api/v1/suspicions/{world.suspicion('s1')}/confirm", by=WHO
    ),
    "outages.dismiss_suspicion": lambda world: world.asks(
        "POST", f"/api/v1/suspicions/{world.suspicion('s2')}/dismiss", by=WHO
    ),
    "customers.remove": lambda world: world.asks("DELETE", "/api/v1/customers/1"),
}


@pytest.fixture
def world(house: House, opens: Opens, clock: StoppedClock) -> World:
    engine = house.services.engine
    with engine.begin() as connection:
        token = new_token(connection, "crm", "write", clock.now())

    def api(method: str, path: str, body: Mapping[str, Any]) -> TestResponse:
        headers = {"Authorization": f"Bearer {token}"}
        return house.client.open(path, method=method, headers=headers, json=body)

    return World(house, clock, opens(WHO, *EVERY), api)


@pytest.mark.parametrize("pages", ["accounts", "admin", "desk", "studio"])
def test_what_is_done_on_a_page_is_noted_with_who_is_signed_in(world: World, pages: str) -> None:
    engine = world.house.services.engine
    for endpoint, deed in DONE.items():
        if endpoint.partition(".")[0] == pages:
            done = noted(engine, lambda deed=deed: deed(world))  # type: ignore[misc]
            assert (WHO, ROUTES[endpoint]) in done, endpoint


def test_what_a_system_asks_for_is_noted_with_who_it_says_and_its_token(world: World) -> None:
    engine = world.house.services.engine
    for endpoint, deed in ASKED.items():
        done = noted(engine, lambda deed=deed: deed(world))  # type: ignore[misc]
        who = "crm" if endpoint == "customers.remove" else WHO
        assert (who, ROUTES[endpoint]) in done, endpoint
