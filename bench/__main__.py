"""`python -m bench`: each figure beside its floor; only a wrong answer is a failure."""

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from bench import figures, overview, promises, studio
from bench.company import FULL, SMALL, kept
from bench.feeds import Snapshot, measure_lookups, measure_snapshot
from bench.storm import Plan as StormPlan
from bench.storm import Stormed, measure_storm
from bench.turns import Measured, Plan, Window, WrongAnswer, measure, ratio
from bench.writes import Written, measure_import, measure_push

SNAPSHOTS = ((10_000, 3_000), (1_500, 600))


def main() -> int:
    """Measure everything; return an exit code."""
    options = _options()
    size = SMALL if options.small else FULL
    storm = StormPlan(25, 6.0) if options.small else StormPlan()
    plan = Plan(options.rounds, options.seconds, tuple(options.gunicorn.split()))
    try:
        with (
            tempfile.TemporaryDirectory() as scratch,
            ProcessPoolExecutor(1, get_context("spawn")) as calling,
        ):
            database = kept(options.cache, size, _say)
            _print_turns(measure(database, size.customers, Path(scratch), plan, calling))
            _print_written("import of customers", measure_import(Path(scratch), size.customers))
            _print_written("push of 10,000", measure_push(Path(scratch), 10_000, 3_000))
            for line in promises.told(Path(scratch), 10_000 if options.small else 100_000):
                _say(line)
            for part in (overview, figures, studio):
                for line in part.told(Path(scratch)):
                    _say(line)
            _print_snapshots([measure_snapshot(Path(scratch), *of) for of in SNAPSHOTS])
            _print_lookups(measure_lookups(Path(scratch), (100, size.outages)))
            _print_storm(measure_storm(database, Path(scratch), storm, calling))
    except WrongAnswer as problem:
        _say(f"WRONG ANSWER: {problem}")
        return 1
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--small", action="store_true", help="20,000 customers, 5,000 outages")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each window")
    parser.add_argument("--gunicorn", default="", help="how it works; else --worker-class sync")
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache/linja-bench")
    return parser.parse_args()


def _print_turns(measured: Measured) -> None:
    kinds = {
        "floor": measured.floor,
        "first turn": measured.first,
        "menu turn": measured.menu,
    }
    _say(f"{'':12}{'requests/s':>12}{'CPU us each':>13}{'p50 ms':>9}{'p99 ms':>9}")
    for name, windows in kinds.items():
        _say(_line(name, windows))

    for name in ("first turn", "menu turn"):
        cpu = ratio([w.cpu_us for w in kinds[name]], [w.cpu_us for w in measured.floor])
        rate = ratio([w.rate for w in measured.floor], [w.rate for w in kinds[name]])
        tail = median(w.p99_ms / w.p50_ms for w in kinds[name])
        _say(
            f"{name}: {cpu:.2f} times the floor in CPU, {rate:.2f} in requests a second;"
            f" p99 is {tail:.1f} times p50"
        )
    _say(f"the larger web process: {measured.web_mb:.0f} MB")


def _print_written(name: str, written: Written) -> None:
    _say(
        f"{name}: {written.seconds:.1f} s (reading the input alone: {written.floor_seconds:.2f} s,"
        f" ratio {written.seconds / written.floor_seconds:.0f});"
        f" a small commit meanwhile waited at most {written.worst_wait_seconds:.2f} s"
    )


def _print_snapshots(measured: Sequence[Snapshot]) -> None:
    for one in measured:
        _say(
            f"a list of {one.outages}, parsed, stored and heard: {one.seconds:.2f} s,"
            f" {one.cpu_seconds:.2f} s of CPU (parsing it as JSON: {one.floor_seconds:.3f} s,"
            f" ratio {one.seconds / one.floor_seconds:.0f})"
        )


def _print_lookups(measured: Mapping[int, float]) -> None:
    (few, little), (many, much) = measured.items()
    _say(
        f"a look-up among {many} active outages: {much:.0f} us of CPU,"
        f" {much / little:.2f} times that among {few} ({little:.0f} us)"
    )


def _print_storm(stormed: Stormed) -> None:
    _say(
        f"{stormed.calls} calls during {stormed.pushes} pushes, none with an untrue statement:"
        f" p50 {stormed.p50_ms:.1f} ms, p99 {stormed.p99_ms:.1f} ms,"
        f" {stormed.p99_ms / stormed.idle_p99_ms:.1f} times the idle p99"
        f" ({stormed.idle_p99_ms:.1f} ms); a push's p99 {stormed.push_p99_ms:.1f} ms"
    )


def _line(name: str, windows: Sequence[Window]) -> str:
    mid = [
        median(getattr(one, f) for one in windows) for f in ("rate", "cpu_us", "p50_ms", "p99_ms")
    ]
    return f"{name:12}{mid[0]:12.0f}{mid[1]:13.0f}{mid[2]:9.2f}{mid[3]:9.2f}"


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
