"""The calls that README shows are heard so, word for word, in the demo as it is founded."""

import re
import shlex
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import click
import pytest
from sqlalchemy import Engine

from ivr.accounts import people
from ivr.app import create_app
from ivr.bundles.shipped import publish_shipped
from ivr.clock import StoppedClock
from ivr.commands.agent import command as agent
from ivr.commands.call import command as call
from ivr.demo.load import load_demo
from ivr.dispatch.agents import choose_state, keep_agent
from ivr.dispatch.dispatching import dispatcher_of
from ivr.dispatch.run import dispatch_all
from ivr.services import Services
from simulator.clock import VirtualClock
from simulator.exchange import Exchange
from simulator.face import lines_of, scripted
from simulator.server import served
from simulator.testing import exchange_for
from tests.ivr.accounts.conftest import quick
from tests.ivr.agent_legs.conftest import FAST, Late, clock
from tests.ivr.house import LINE, PUBLIC, SETTINGS

__all__ = ["clock", "quick"]

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
SHOWN = re.findall(r"^\$ \.venv/bin/linja call (.*)\n((?:(?!\$ |```).+\n)+)", README, re.MULTILINE)
MATTI, ANNA, AT_A_DESK = SHOWN
SET = re.findall(r"^\$ \.venv/bin/linja agent set (.*)\n(.*)\n", README, re.MULTILINE)


@dataclass(frozen=True)
class Demo:
    """The company as `linja run` founds it, and its pretend Twilio."""

    services: Services
    exchange: Exchange
    url: str

    def answers(self, words: str) -> str:
        """What `linja call` prints with these words after it."""
        given = call.make_context("call", shlex.split(words)).params
        to = LINE if given["to"] in ("customer-service", LINE) else given["to"]
        told = scripted(self.url, given["from_"], to, given["presses"], queue_seconds=5)
        return "\n".join([*lines_of(told["transcript"]), f"-- {told['ended']}"]) + "\n"


@pytest.fixture
def demo(sqlite_engine: Engine, clock: StoppedClock) -> Iterator[Demo]:
    """On a Monday at noon."""
    late = Late()
    exchange = exchange_for(late, app_url=PUBLIC, clock=VirtualClock(time.time))
    with served(exchange) as url:
        settled = replace(SETTINGS, **FAST, twilio_api_url=url)
        services = Services(settled, clock, sqlite_engine)
        publish_shipped(services)
        load_demo(services)
        late.application = create_app(settled, services)
        yield Demo(services, exchange, url)


@pytest.mark.parametrize(("words", "heard"), [MATTI, ANNA], ids=["matti", "anna"])
def test_with_nobody_at_a_desk_the_teams_telephone_rings(
    demo: Demo, words: str, heard: str
) -> None:
    assert demo.answers(words) == heard


def test_whoever_sits_at_a_desk_takes_the_caller_out_of_the_queue(
    demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    ((words, answered),) = SET
    told = agent.commands["set"].make_context("set", shlex.split(words)).params
    assert answered == f"{told['name']}: {told['telephone']}, {', '.join(told['teams'])}."
    services = demo.services
    with services.engine.begin() as connection:
        now = services.clock.now()
        people.add(connection, told["name"], "kolme pientä porsasta", ["agent"], now)
        keep_agent(connection, told["name"], told["telephone"], told["teams"], now)
        choose_state(connection, told["name"], "available", now)

    def works(_seconds: float) -> None:
        dispatch_all(dispatcher_of(services))
        demo.exchange.settle()

    monkeypatch.setattr("simulator.face.time.sleep", works)
    words, heard = AT_A_DESK
    assert demo.answers(words) == heard


def test_every_command_that_readme_shows_exists() -> None:
    from ivr.cli import main  # noqa: PLC0415 -- finds every command by itself

    context = click.Context(main)
    names = set(re.findall(r"\.venv/bin/linja ([a-z]+)", README))
    assert names - set(main.list_commands(context)) == set()
