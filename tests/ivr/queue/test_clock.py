"""The clock: every duty in its time, once, with Redis or without."""

from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import Engine

from ivr.queue.bells import CALLBACKS
from ivr.queue.clock import holder_here, look, only_one, running
from ivr.queue.duties import Duty
from ivr.queue.leases import take
from ivr.services import Services


@dataclass(frozen=True)
class Ringer:
    """Bells that answer as they are told."""

    rings: bool
    silent: bool = False

    def ring(self, name: str) -> bool:
        return self.rings and name == CALLBACKS

    def unanswered(self, name: str) -> bool:
        return self.silent and name == CALLBACKS


def looked(services: Services, bell: str = "", holder: str = "here") -> int:
    """Look once; return how often the duty was done here."""
    runs = list[Services]()
    look(services, Duty("sweep", 60, runs.append, bell), holder)
    return len(runs)


def test_a_duty_without_a_bell_is_done_here(services: Services) -> None:
    assert looked(services) == 1


def test_a_duty_with_a_bell_is_left_to_its_worker(services: Services) -> None:
    assert looked(replace(services, bells=Ringer(rings=True)), CALLBACKS) == 0


def test_without_redis_it_is_done_here(services: Services) -> None:
    assert looked(replace(services, bells=Ringer(rings=False)), CALLBACKS) == 1


def test_when_nobody_answers_it_is_done_here(services: Services) -> None:
    assert looked(replace(services, bells=Ringer(rings=True, silent=True)), CALLBACKS) == 1


def test_with_redis_a_ring_is_in_the_queue(with_redis: Services) -> None:
    assert looked(with_redis, CALLBACKS) == 0


def test_another_machine_does_not_do_it_too(services: Services) -> None:
    assert [looked(services, holder=name) for name in ("here", "there", "here")] == [1, 0, 1]


def test_a_database_that_is_away_stops_nothing(services: Services, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE leases")
    assert looked(services) == 0


def test_duties_go_on_beside_one_that_hangs_and_one_that_fails(services: Services) -> None:
    free, ran_twice, runs = Event(), Event(), list[int]()

    def hang(_services: Services) -> None:
        free.wait(60)

    def fail(_services: Services) -> None:
        raise ValueError("on purpose")

    def count(_services: Services) -> None:
        runs.append(1)
        if len(runs) > 1:
            ran_twice.set()

    duties = [Duty("hangs", 0.01, hang), Duty("fails", 0.01, fail), Duty("counts", 0.01, count)]
    with running(services, duties):
        went_on = ran_twice.wait(30)
        free.set()
    assert went_on


def test_stopped_it_does_nothing_more(services: Services) -> None:
    runs, ran = list[int](), Event()

    def count(_services: Services) -> None:
        runs.append(1)
        ran.set()

    with running(services, [Duty("counts", 0.01, count)]):
        ran.wait(30)
    before = len(runs)
    assert not take(services.engine, "counts", "another", 60)
    assert len(runs) == before


def test_one_clock_at_a_time_for_a_data_directory(tmp_path: Path) -> None:
    second = Event()

    def wait_and_say() -> None:
        with only_one(tmp_path):
            second.set()

    thread = Thread(target=wait_and_say)
    with only_one(tmp_path):
        thread.start()
        too_early = second.wait(0.2)
    thread.join(30)
    assert (too_early, second.is_set()) == (False, True)


@pytest.mark.parametrize("name", ["a", "å" * 150, "x" * 400])
def test_a_machine_has_the_same_name_after_a_restart(name: str) -> None:
    one, again = holder_here(Path("/var") / name), holder_here(Path("/var") / name)
    assert one == again
    assert len(one) <= 200
