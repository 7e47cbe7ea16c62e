"""How sources are doing, for Prometheus. The only label is a source's name: they are few."""

from collections.abc import Callable, Iterable
from datetime import datetime

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from sqlalchemy import Connection, Engine, func, select

from ivr.calls.ports import READ_SECONDS, Threads
from ivr.clock import Clock
from ivr.db.tables.feeds import source_polls
from ivr.db.tables.outages import outages
from ivr.deadline import Bounded
from ivr.feeds import quarantine
from ivr.feeds.sources import all_freshness
from ivr.stored_figures import StoredFigures
from outage_feed.freshness import Freshness

COUNT_SECONDS = 2.0
MOST_SOURCES = 200
STATES = ("never", "fresh", "stale", "silent")


class FeedFigures(StoredFigures):
    """Of sources."""

    of = "feeds"

    def __init__(self, engine: Engine, clock: Clock, threads: Threads) -> None:
        super().__init__(engine, clock, threads)
        self._own = Bounded("feed figures", 1)  # counting very many must not wear out calls' reads

    def in_time(self, work: Callable[[], list[Metric]]) -> list[Metric]:
        """Read them in a thread of their own."""
        return self._own.run(work, COUNT_SECONDS)

    def told(self) -> str:
        """Name the sources that are not fresh, as a probe tells it: `ok`, or `stale: grid`."""
        try:
            fresh = self._threads.reads.run(self._freshness, READ_SECONDS)
        except Exception as problem:  # noqa: BLE001 -- whatever it is, it is away
            return f"away: {type(problem).__name__}"
        return told(fresh, self._clock.now())

    def read(self, connection: Connection, now: datetime) -> list[Metric]:
        """Read them."""
        fresh = dict(sorted(all_freshness(connection).items())[:MOST_SOURCES])
        return [
            _states(fresh, now),
            _ages(fresh, now),
            _gauge("open", "Outages that are open", fresh, _outages(connection, held=False)),
            _gauge("held", "Outages left held", fresh, _outages(connection, held=True)),
            _gauge("quarantined", "Refusals kept", fresh, quarantine.counts(connection)),
            *_polls(connection, fresh, now),
            _running(connection, fresh),
        ]

    def _freshness(self) -> dict[str, Freshness]:
        with self._engine.connect().execution_options(readonly=True) as connection:
            return all_freshness(connection)


def told(fresh: dict[str, Freshness], now: datetime) -> str:
    """Name the sources that are not fresh, those that were never heard left out."""
    found = []
    for state in ("stale", "silent"):
        here = sorted(name for name, one in fresh.items() if one.state(now) == state)
        if here:
            found.append(f"{state}: {', '.join(here)}")
    return "; ".join(found) or "ok"


def _states(fresh: dict[str, Freshness], now: datetime) -> Metric:
    family = GaugeMetricFamily("linja_feed_state", "1 for its state", labels=["source", "state"])
    for name, one in fresh.items():
        for state in STATES:
            family.add_metric([name, state], float(one.state(now) == state))
    return family


def _ages(fresh: dict[str, Freshness], now: datetime) -> Metric:
    text = "Seconds since a source was last heard"
    family = GaugeMetricFamily("linja_feed_age_seconds", text, labels=["source"])
    for name, one in fresh.items():
        if one.last_push_at:
            family.add_metric([name], (now - one.last_push_at).total_seconds())
    return family


def _gauge(name: str, text: str, fresh: Iterable[str], values: dict[str, int]) -> Metric:
    family = GaugeMetricFamily(f"linja_feed_{name}", text, labels=["source"])
    for source in fresh:
        family.add_metric([source], values.get(source, 0))
    return family


def _outages(connection: Connection, *, held: bool) -> dict[str, int]:
    wanted = outages.c.held_as_of.is_not(None) if held else outages.c.open
    query = select(outages.c.source, func.count()).where(wanted).group_by(outages.c.source)
    return {row[0]: row[1] for row in connection.execute(query)}


def _running(connection: Connection, fresh: Iterable[str]) -> Metric:
    """Count unplanned outages that go on, as the rows have it: for a whole storm at a glance."""
    columns = outages.c
    query = select(columns.source, columns.running, func.count()).where(
        columns.open, columns.running.is_not(None)
    )
    text = "Faults that go on, by service"
    family = GaugeMetricFamily("linja_feed_faults", text, labels=["source", "service"])
    for source, service, count in connection.execute(
        query.group_by(columns.source, columns.running)
    ):
        if source in fresh:
            family.add_metric([source, service], count)
    return family


def _polls(connection: Connection, fresh: Iterable[str], now: datetime) -> list[Metric]:
    """Tell how polls went, of the sources that are polled; a result is one of few words."""
    failures, ages, results = {}, {}, {}
    for row in connection.execute(select(source_polls)).mappings():
        failures[row["source"]] = row["failures"]
        if row["polled_at"]:
            ages[row["source"]] = (now - row["polled_at"]).total_seconds()
            results[row["source"]] = row["result"] or ""
    known = [source for source in fresh if source in results]
    age = GaugeMetricFamily(
        "linja_feed_poll_age_seconds", "Seconds since it was last asked", labels=["source"]
    )
    result = GaugeMetricFamily(
        "linja_feed_poll_result", "1 for the result of the last poll", labels=["source", "result"]
    )
    for source in known:
        age.add_metric([source], ages[source])
        result.add_metric([source, results[source]], 1)
    return [_gauge("poll_failures", "Polls failed in a row", fresh, failures), age, result]
