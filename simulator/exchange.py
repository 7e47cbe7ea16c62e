"""The telephone exchange: dial, press, be silent, hang up; everything runs until the next wait."""

import re
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from threading import RLock

from simulator.account import Account
from simulator.clock import VirtualClock
from simulator.failure import Failed, Problem
from simulator.leg import Addresses, Leg, Plant
from simulator.messages import (
    Answers,
    Goto,
    HungUp,
    Interruption,
    Keys,
    Message,
    Refuses,
    Silence,
    Speaks,
)
from simulator.queues import Queues
from simulator.recordings import Recordings
from simulator.scripts import Ring, called_in, called_out
from simulator.status import StatusCallbacks
from simulator.telephones import Telephones
from simulator.texts import Text, Texts
from simulator.transport import Transport
from simulator.verbs import load_verbs
from simulator.webhooks import Webhooks

ACCOUNT_SID = "AC" + "0" * 32
AUTH_TOKEN = "12345"  # noqa: S105 -- the token of Twilio's own signature example
REST_PATH = "/2010-04-01/Accounts"
KEYS = re.compile(r"[0-9*#]*")

load_verbs()


class Exchange:
    """
    One account of a pretend Twilio.

    Every number leads to the application at `app_url` unless `numbers` says otherwise.
    `telephones` is the behaviour of the telephones outside; `problems` is what was wrong with
    the application's answers.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        app_url: str = "http://127.0.0.1:8000",
        account_sid: str = ACCOUNT_SID,
        auth_token: str = AUTH_TOKEN,
        api_url: str = "https://api.twilio.com",
        clock: VirtualClock | None = None,
    ) -> None:
        self.account_sid = account_sid
        self.auth_token = auth_token
        self.app_url = app_url.rstrip("/")
        self.lock = RLock()
        self.numbers: dict[str, Addresses] = {}
        self.faults: deque[str] = deque()
        """What the next requests to create a call meet: `429`, `500`, `drop`, `garbage`."""
        self.hands: set[str] = set()
        """Numbers whose last call was made by a person: called back, a person answers."""
        self.held: dict[str, float] = {}
        """Telephones that lie in somebody's hand, and until when of `time.monotonic()`."""
        self.clock = clock or VirtualClock()
        webhooks = Webhooks(transport, auth_token)
        self.plant = Plant(
            account_sid,
            self.clock,
            webhooks,
            StatusCallbacks(webhooks, self.clock),
            Recordings(f"{api_url}{REST_PATH}/{account_sid}"),
        )
        self.texts = Texts(self.plant)
        self.account = Account()

    @property
    def problems(self) -> list[Problem]:
        """What was wrong with the application's answers, oldest first."""
        return self.plant.problems

    @property
    def telephones(self) -> Telephones:
        """`telephones["+358…"] = "busy"`, or a list of behaviours, or a function."""
        return self.plant.telephones

    @property
    def callbacks(self) -> StatusCallbacks:
        """Status callbacks: `mode` and `deliver`."""
        return self.plant.callbacks

    @property
    def queues(self) -> Queues:
        """Twilio's queues."""
        return self.plant.queues

    @property
    def calls(self) -> list[Leg]:
        """Every leg, oldest first."""
        return list(self.plant.legs.values())

    @property
    def repeat_webhooks(self) -> bool:
        """Is everything posted twice, and the second answer compared with the first?"""
        return self.plant.webhooks.repeat

    @repeat_webhooks.setter
    def repeat_webhooks(self, repeat: bool) -> None:
        self.plant.webhooks.repeat = repeat

    def addresses(self, number: str) -> Addresses:
        """Where a number of the account leads."""
        voice = f"{self.app_url}/voice"
        default = Addresses(
            f"{voice}/incoming",
            "POST",
            f"{voice}/fallback",
            f"{voice}/status",
            sms=f"{self.app_url}/sms/incoming",
        )
        return self.numbers.get(number, default)

    def dial(self, from_: str, to: str, *, extra: Mapping[str, str] | None = None) -> Leg:
        """Somebody calls a number of the account. `extra`: further parameters, CallerName say."""
        self.hands.discard(from_)
        with self.lock:
            leg = Leg(
                self.plant, from_, to, "inbound", addresses=self.addresses(to), extra=extra or {}
            )
            self.plant.agenda.append(lambda: leg.start(called_in(leg)))
            self.settle()
            return leg

    def dial_and_hang_up_at_once(self, from_: str, to: str) -> Leg:
        """The caller gives up during the first webhook: `ringing`, `no-answer`, no `completed`."""
        with self.lock:
            told = replace(self.addresses(to), status_events=frozenset({"ringing", "completed"}))
            leg = Leg(self.plant, from_, to, "inbound", addresses=told)
            leg.status, leg.ended_by = "ringing", "caller"
            leg.report("ringing")
            try:
                leg.ask(told.method, told.voice, {})
            except Failed as failure:
                self.plant.note_problem(failure)
            leg.end("no-answer")
            return leg

    def place(
        self, from_: str, to: str, goto: Goto, ring: Ring, addresses: Addresses | None = None
    ) -> Leg:
        """Call somebody, as REST orders it: queued now, rung when the exchange settles."""
        leg = Leg(
            self.plant,
            from_,
            to,
            "outbound-api",
            addresses=addresses or Addresses(),
            behaviour=self.telephones.next(to),
            by_hand=to in self.hands or self.held.get(to, 0.0) > time.monotonic(),
            time_limit_seconds=ring.time_limit_seconds,
        )
        script = called_out(leg, goto, ring)
        self.plant.agenda.append(lambda: None if leg.ended else leg.start(script))
        return leg

    def press(self, leg: Leg, keys: str) -> None:
        """Press keys one after another; none at all is silence."""
        if not KEYS.fullmatch(keys):
            raise ValueError(f"{keys!r}: keys are 0-9, * and #")
        leg.note(key=keys)
        self._happens(leg, Keys(keys) if keys else Silence())

    def silence(self, leg: Leg) -> None:
        """Press nothing until the wait is over."""
        self.press(leg, "")

    def speak(self, leg: Leg, seconds: float) -> None:
        """Speak so long into a recording, then be silent."""
        self._happens(leg, Speaks(seconds))

    def hang_up(self, leg: Leg) -> None:
        """The telephone of this leg hangs up."""
        self._happens(leg, HungUp())

    def far_side_hangs_up(self, leg: Leg) -> None:
        """The one that this leg talks with hangs up."""
        if leg.talks_with is None:
            raise ValueError(f"the call {leg.sid} talks with nobody")
        self._happens(leg.talks_with, HungUp())

    def answer(self, leg: Leg) -> None:
        """Pick up a telephone that rings in our hand."""
        self._happens(leg, Answers())

    def refuse(self, leg: Leg, status: str = "busy") -> None:
        """Do not pick it up: `busy`, `no-answer` or `failed`."""
        self._happens(leg, Refuses(status))

    def text(self, from_: str, to: str, body: str) -> list[Text]:
        """Somebody texts a number of the account; returns the answers that reach them."""
        with self.lock:
            return self.texts.receive(self.addresses(to).sms, from_, to, body)

    def settle(self) -> None:
        """Do everything that is due; what REST requests ordered too."""
        with self.lock:
            while self.plant.agenda:
                self.plant.agenda.popleft()()

    def _happens(self, leg: Leg, what: Message | Interruption) -> None:
        with self.lock:
            if leg.ended:
                raise ValueError(f"the call {leg.sid} has ended")
            leg.post(what)
            self.settle()
