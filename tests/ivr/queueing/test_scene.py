"""What a process knows of a caller in the queue, also one that has just been started."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from ivr.calls.arrival import NoLine
from ivr.calls.kept_configuration import KeptConfiguration
from ivr.calls.ports import NothingOnDisk, Threads
from ivr.calls.reads import Reads
from ivr.calls.wiring import ports_of
from ivr.clock import StoppedClock
from ivr.queueing.address import InQueue
from ivr.queueing.scene import NotKnown, Scenes
from routing.configuration import Configuration
from tests.ivr.house import fails, open_house
from tests.ivr.queueing.conftest import LINE

Read = Callable[[], tuple[int, Configuration]]
HERE = InQueue("", "", LINE, "fi", "any", "service", callback=False, configured=3, began_at=0)


def scenes(engine: Engine, clock: StoppedClock, configuration: Read) -> Scenes:
    """What a new process has, that reads this as the configuration."""
    ports = replace(ports_of(open_house(engine, clock).services), configuration=configuration)
    threads = Threads()
    return Scenes(ports, threads, KeptConfiguration(NothingOnDisk(), Reads(ports, threads)))


@pytest.mark.parametrize("read", [fails, lambda: (2, Configuration())], ids=["away", "older"])
def test_a_process_that_cannot_read_the_lines_takes_nobodys_place(
    demo: Engine, clock: StoppedClock, read: Read
) -> None:
    with pytest.raises(NotKnown):
        scenes(demo, clock, read).of(HERE, "CA1", clock.now())


def test_a_line_that_is_not_in_what_was_read_is_gone(demo: Engine, clock: StoppedClock) -> None:
    with pytest.raises(NoLine):
        scenes(demo, clock, lambda: (3, Configuration())).of(HERE, "CA1", clock.now())
