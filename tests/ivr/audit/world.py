"""A company whose pages are used by people, and whose API by a system; what they do is noted."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from werkzeug.test import TestResponse

from ivr.bundles.library import shipped_sources
from ivr.callbacks.ledger import Request, book
from ivr.clock import StoppedClock
from ivr.suspicions.store import Suspicion, add
from ivr.voicemail.store import Voicemail, keep
from tests.ivr.accounts.conftest import Browser
from tests.ivr.house import LINE, House

WHO = "lauri"
ESTIMATE = "2026-11-22T19:00:00+02:00"
OURS = {
    "fi": "{O} on sähkökatko. Sähköt palaavat arviolta {T}.",
    "sv": "{O} är det strömavbrott. Strömmen beräknas vara tillbaka {T}.",
    "en": "{O} the power is out. It should be back {T.by}.",
}
FLOW = shipped_sources()["survey"]
TOTP = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def told(answer: TestResponse) -> str:
    """What the page says, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


@dataclass
class World:
    """The demo company, and Lauri, who may do everything."""

    house: House
    clock: StoppedClock
    lauri: Browser
    api: Callable[..., TestResponse]

    def sends(self, path: str, **form: str) -> None:
        """Send a form that is taken."""
        answer = self.lauri.sends(path, **form)
        assert answer.status_code == 303, (path, told(answer))

    def asks(self, method: str, path: str, **body: Any) -> None:
        """Ask as another system, and be heard."""
        answer = self.api(method, path, body)
        assert answer.status_code < 300, (path, answer.text)

    def callback(self, number: str) -> str:
        """Have somebody ask for a callback."""
        now = self.clock.now()
        asked = Request(number, number, LINE, "fi", now, now + timedelta(days=1))
        with self.house.services.engine.begin() as connection:
            return book(connection, asked, now, "asked").id

    def message(self, id_: str, number: str) -> str:
        """Have somebody leave a message."""
        now = self.clock.now()
        left = Voicemail(id_, "u", f"RE{id_}", "CA1", LINE, "fi", "any", number, 12, now)
        with self.house.services.engine.begin() as connection:
            keep(connection, left)
        return id_

    def suspicion(self, id_: str) -> str:
        """Have a fault suspected."""
        now = self.clock.now()
        one = Suspicion(id_, "33100", "electricity", now, now, 5, 0, 0.5, 100)
        with self.house.services.engine.begin() as connection:
            add(connection, one)
        return id_


def base(world: World) -> str:
    found = re.search(r'name="base" value="(\d+)"', world.lauri.sees("/admin/lines/source").text)
    assert found
    return found[1]
