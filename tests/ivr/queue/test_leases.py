"""One machine at a time, on either database."""

from threading import Barrier, Thread

from sqlalchemy import Engine, select

from ivr.db.tables.leases import leases
from ivr.queue.leases import take


def test_only_one_holds_it(either_engine: Engine) -> None:
    took = [take(either_engine, "sweep", holder, 60) for holder in ("one", "other", "one")]
    assert took == [True, False, True]


def test_each_duty_has_its_own(either_engine: Engine) -> None:
    assert take(either_engine, "sweep", "one", 60)
    assert take(either_engine, "poll", "other", 60)


def test_it_passes_on_when_its_time_is_over(either_engine: Engine) -> None:
    took = [take(either_engine, "sweep", holder, 0) for holder in ("one", "other", "one")]
    assert took == [True, True, True]


def test_a_renewed_lease_lasts_from_then_on(either_engine: Engine) -> None:
    take(either_engine, "sweep", "one", 0)
    take(either_engine, "sweep", "one", 60)
    assert not take(either_engine, "sweep", "other", 60)


def test_of_many_that_want_it_at_once_one_gets_it(either_engine: Engine) -> None:
    together, took = Barrier(4), list[str]()

    def want(holder: str) -> None:
        together.wait()
        if take(either_engine, "sweep", holder, 60):
            took.append(holder)

    threads = [Thread(target=want, args=(str(number),)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with either_engine.connect() as connection:
        holders = connection.execute(select(leases.c.holder)).scalars().all()
    assert took == holders
