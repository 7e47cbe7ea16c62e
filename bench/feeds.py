"""A whole list from parsed to heard, and whether a look-up costs more among more outages."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

from bench.company import HTTP_OK, SOURCE, batches, push
from bench.residents import NOW, outages, postcodes
from bench.turns import WrongAnswer
from ivr.clock import StoppedClock
from ivr.db.engine import open_engine
from ivr.db.prepared import reading
from ivr.db.schema import create_schema
from ivr.feeds.postcodes import gazetteer
from ivr.feeds.read import places, read_known
from ivr.feeds.receive import receive
from ivr.feeds.sources import create_source
from ivr.services import Services
from ivr.settings import Settings

LOOKED_UP = 2_000
ROUNDS = 9
FEWEST = 400
"""So many there must be for every quiet postcode to have its own."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """How long a list took until it was heard, by the clock and in CPU; and parsing alone."""

    outages: int
    seconds: float
    cpu_seconds: float
    floor_seconds: float


def measure_snapshot(scratch: Path, count: int, areas: int) -> Snapshot:
    """Push so many outages over so many postcodes as one list; every postcode must hear of it."""
    services = _services(scratch / f"snapshot-{count}.db")
    body = json.dumps(
        {"snapshot": True, "as_of": NOW.isoformat(), "outages": list(_listed(count, areas))}
    ).encode()
    began = time.perf_counter()
    json.loads(body)
    floor = time.perf_counter() - began
    began, computed = time.perf_counter(), time.process_time()
    status, answer = receive(services, SOURCE, "application/json", body)
    said = _heard(services, postcodes()[:areas])
    seconds, cpu = time.perf_counter() - began, time.process_time() - computed
    if status != HTTP_OK or len(answer["accepted"]) != count or None in said:
        raise WrongAnswer(f"{status}: {len(answer.get('accepted', ()))} of {count}, heard {said}")
    services.engine.dispose()
    return Snapshot(count, seconds, cpu, floor)


def measure_lookups(scratch: Path, counts: tuple[int, ...]) -> dict[int, float]:
    """Return by the number of active outages what one look-up costs, in microseconds of CPU."""
    held = {count: _filled(scratch / f"lookup-{count}.db", count) for count in counts}
    rounds = [{count: _looked_up(held[count]) for count in counts} for _ in range(ROUNDS)]
    return {count: median(one[count] for one in rounds) * 1e6 for count in counts}


def _filled(file: Path, count: int) -> Services:
    services = _services(file)
    for items in batches(islice(outages(max(count, FEWEST)), count)):
        push(services, items)
    return services


def _looked_up(services: Services) -> float:
    quiet = cycle(postcodes()[:800:8])  # one outage in each, however many there are elsewhere
    began = time.process_time()
    for postcode in islice(quiet, LOOKED_UP):
        if _states(services, postcode) != ["eta"]:
            raise WrongAnswer(f"{postcode}: {_states(services, postcode)}")
    return (time.process_time() - began) / LOOKED_UP


def _heard(services: Services, wanted: tuple[str, ...]) -> list[str | None]:
    return [next(iter(_states(services, postcode)), None) for postcode in wanted[::50]]


def _states(services: Services, postcode: str) -> list[str]:
    with reading(services.engine) as reader:
        known = read_known(reader, [postcode])
    (place,) = places(known, gazetteer(), [postcode], ["electricity"], NOW)
    return [notice.state for notice in place.notices]


def _listed(count: int, areas: int) -> Iterator[dict[str, Any]]:
    codes = postcodes()[:areas]
    for number in range(count):
        estimate = (NOW + timedelta(hours=1, minutes=number % 300)).isoformat()
        yield {
            "id": f"F-{number}",
            "status": "active",
            "service": "electricity",
            "areas": [codes[number % areas]],
            "estimated_restoration": None if number % 7 < 3 else estimate,  # noqa: PLR2004 -- 43 %
            "updated_at": NOW.isoformat(),
        }


def _services(file: Path) -> Services:
    services = Services(Settings(), StoppedClock(NOW), open_engine(f"sqlite:///{file}"))
    create_schema(services.engine)
    with services.engine.begin() as connection:
        create_source(connection, SOURCE, NOW, never_stale=True)
    return services
