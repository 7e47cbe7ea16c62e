"""`python -m bench.tempest`: a storm as large as Finland has had, or a part of one."""

import argparse
import sys
import tempfile
from pathlib import Path

from bench.tempest.plan import Plan
from bench.tempest.plot import drawn
from bench.tempest.report import is_kept, told
from bench.tempest.run import storm


def main() -> int:
    """Let it storm; 1 if anybody was not answered or told something untrue."""
    parser = argparse.ArgumentParser(prog="python -m bench.tempest", description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="1: ten minutes, 450,000 people")
    parser.add_argument("--plot", type=Path, default=Path("var/storm.svg"))
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache/linja-bench")
    parser.add_argument("--scratch", help="a directory for the database, such as /dev/shm")
    options = parser.parse_args()
    plan = Plan(options.scale)
    with tempfile.TemporaryDirectory(dir=options.scratch) as scratch:
        stormed = storm(plan, options.cache, Path(scratch), _say)
    for line in told(plan, stormed):
        _say(line)
    options.plot.parent.mkdir(parents=True, exist_ok=True)
    options.plot.write_text(drawn(plan, stormed), "utf-8")
    _say(f"drawn: {options.plot}")
    return 0 if is_kept(stormed) else 1


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
