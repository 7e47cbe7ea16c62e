"""A first turn and a menu turn beside the floor, in short windows that take turns."""

import re
from collections.abc import Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

from bench.load import ask, is_right, load
from bench.residents import NOW, Resident, callers
from bench.servers import Server, serving
from bench.webhooks import ACCOUNT, PUBLIC, TOKEN, Webhook, first_turn, floor_call, menu_turn

CALLERS = 400
AT_ONCE = 8
ACTION = re.compile(re.escape(f'action="{PUBLIC}'.encode()) + rb'([^"]+)"')


class WrongAnswer(Exception):
    """A caller was told something else than what is true for them."""


@dataclass(frozen=True, slots=True)
class Window:
    """What one kind of webhook cost in one window."""

    rate: float
    cpu_us: float
    p50_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True)
class Measured:
    """The windows of each kind of webhook, in their order, and the size of a web process."""

    floor: Sequence[Window]
    first: Sequence[Window]
    menu: Sequence[Window]
    web_mb: float


@dataclass(frozen=True, slots=True)
class Plan:
    """How many rounds of three windows, each so long, and how gunicorn works."""

    rounds: int
    seconds: float
    arguments: tuple[str, ...] = ()


def measure(
    database: Path, customers: int, scratch: Path, plan: Plan, calling: Executor
) -> Measured:
    """Run both servers and load them in turn. `calling` is a process of its own."""
    with ExitStack() as stack:
        floor = stack.enter_context(
            serving("bench.floor:app", {}, scratch / "floor.log", plan.arguments)
        )
        settings = environ(database, scratch)
        ours = stack.enter_context(
            serving("wsgi:app", settings, scratch / "web.log", plan.arguments)
        )
        who = callers(customers, CALLERS)
        first = [first_turn(one) for one in who]
        menu = [_after(ours, one, call) for one, call in zip(who, first, strict=True)]
        kinds = ((floor, [floor_call(one) for one in who]), (ours, first), (ours, menu))
        for server, webhooks in kinds:  # what every process does once only
            _window(server, webhooks, plan.seconds, calling)
        windows = [
            [_window(server, webhooks, plan.seconds, calling) for server, webhooks in kinds]
            for _ in range(plan.rounds)
        ]
        floors, firsts, menus = zip(*windows, strict=True)
        return Measured(floors, firsts, menus, ours.largest_mb())


def environ(database: Path, scratch: Path) -> dict[str, str]:
    """Return the settings of the server that is measured."""
    return {
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "PUBLIC_URL": PUBLIC,
        "SECRET_KEY": "bench",
        "DATABASE_URL": f"sqlite:///{database}",
        "LINJA_DATA_DIR": str(scratch),
        "LINJA_CLOCK_OFFSET": f"{(NOW - datetime.now(UTC)).total_seconds():.3f}",  # noqa: TID251 -- the machine's clock is what it is an offset of
        "LINJA_FALLBACK_NUMBER": "+358931570010",
    }


def _after(server: Server, one: Resident, call: Webhook) -> Webhook:
    """Make the call for real; its answer says where the caller's key goes."""
    answer = ask(server.port, call)
    action = ACTION.search(answer)
    if not action or not is_right(call, answer):
        raise WrongAnswer(answer.decode("utf-8", "replace"))
    return menu_turn(one, action[1].decode())


def _window(server: Server, webhooks: list[Webhook], seconds: float, calling: Executor) -> Window:
    before = server.cpu_seconds()
    heard = calling.submit(load, server.port, webhooks, AT_ONCE, seconds).result()
    cpu = server.cpu_seconds() - before
    if heard.wrong:
        raise WrongAnswer(f"{len(heard.wrong)} of {len(heard.seconds)}, such as {heard.wrong[0]}")
    count = len(heard.seconds)
    cuts = quantiles(heard.seconds, n=100)
    return Window(count / heard.lasted_seconds, cpu / count * 1e6, cuts[49] * 1e3, cuts[98] * 1e3)


def ratio(windows: Sequence[float], floor: Sequence[float]) -> float:
    """Return the median of the ratios, each within its round."""
    return median(one / base for one, base in zip(windows, floor, strict=True))
