"""A storm in words: what was tried, what came of it, and whether the promise was kept."""

from collections.abc import Iterator

from bench.tempest.hearing import Heard, Storm, at_percent
from bench.tempest.plan import CALLS_A_SECOND, Plan

PROMISED_P99_MS = 200
RESTART_SECONDS = 10
MOST_SHOWN = 3


def told(plan: Plan, storm: Storm) -> Iterator[str]:
    """Give the report, line by line."""
    yield (
        f"{plan.customers} customers, {plan.outages} outages in {plan.postcodes} postcodes;"
        f" {CALLS_A_SECOND} calls a second for {plan.seconds:.0f} s,"
        f" with a burst of {len(storm.between(*plan.burst))} in"
        f" {plan.burst[1] - plan.burst[0]:.0f} s"
    )
    turns = storm.turns
    yield (
        f"{len(storm.calls)} calls, {len(turns)} turns: {len(storm.failed)} failed,"
        f" {len(storm.wrong)} untrue; p50 {_ms(turns, 50)}, p99 {_ms(turns, 99)},"
        f" the slowest {_ms(turns, 100)}"
    )
    aside = [seconds for call in _apart(plan, storm) for seconds in call.turns]
    yield f"but for the replacement: p99 {_ms(aside, 99)}, the slowest {_ms(aside, 100)}"
    yield (
        f"{storm.without} heard nothing of their outage and reached a person by zero; the log says"
        f" {storm.late_reads} times that the database was late"
    )
    burst = [seconds for call in storm.between(*plan.burst) for seconds in call.turns]
    yield f"in the burst: p50 {_ms(burst, 50)}, p99 {_ms(burst, 99)}"
    restart = storm.between(*_replacement(plan))
    during = [seconds for call in restart for seconds in call.turns]
    yield f"while all web processes were replaced: the slowest turn {_ms(during, 100)}"
    behind = (call.behind for call in storm.calls)
    yield f"the latest call began {max(behind, default=0) * 1e3:.0f} ms after its time"
    yield (
        f"meanwhile {len(storm.lists)} lists of all ({_ms(storm.lists, 100)} the slowest) and"
        f" {len(storm.pushes)} pushes (p99 {_ms(storm.pushes, 99)}),"
        f" {storm.again} of which were asked to come again,"
        f" {len(storm.refused)} answered otherwise than they must be"
    )
    yield f"{_replaced(storm)} of {len(storm.workers_before)} web processes were replaced"
    for kind in (storm.wrong, storm.failed, storm.refused):
        yield from (f"WRONG: {words}" for words in kind[:MOST_SHOWN])
    if at_percent(turns, 99) * 1e3 > PROMISED_P99_MS:
        yield f"SLOW: p99 should be under {PROMISED_P99_MS} ms"


def is_kept(storm: Storm) -> bool:
    """Was everybody answered, and everything true? How fast is for a person to judge."""
    everybody = storm.calls and not storm.failed and not storm.wrong and not storm.refused
    silent = storm.without > storm.late_reads
    return bool(everybody) and not silent and _replaced(storm) == len(storm.workers_before)


def _replacement(plan: Plan) -> tuple[float, float]:
    return plan.restart_at - 1, plan.restart_at + RESTART_SECONDS


def _apart(plan: Plan, storm: Storm) -> Iterator[Heard]:
    begins, ends = _replacement(plan)
    return (call for call in storm.calls if not begins <= call.due < ends)


def _replaced(storm: Storm) -> int:
    return len(set(storm.workers_before) - set(storm.workers_after))


def _ms(seconds: list[float], percent: float) -> str:
    return f"{at_percent(seconds, percent) * 1e3:.0f} ms"
