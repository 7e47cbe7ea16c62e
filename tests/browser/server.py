"""`linja run` as a person starts it, for a browser to look at."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ivr.run.ports import free_port
from ivr.run.runfile import Run, read_run

MONDAY_MORNING = "2026-11-23T10:00:00+02:00"
PATIENCE_SECONDS = 90
LINJA = (sys.executable, "-c", "from ivr.cli import main; main()")


@contextmanager
def running(folder: Path) -> Iterator[Run]:
    """Start it on a Monday morning in a new data directory; what it writes goes into a file."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environ = {**kept, "LINJA_DATA_DIR": str(folder), "LINJA_CLOCK": MONDAY_MORNING}
    order = [*LINJA, "run", "--port", str(free_port())]
    with (folder / "said.txt").open("w") as said:
        process = subprocess.Popen(order, env=environ, stdout=said, stderr=said)  # noqa: S603 -- ourselves
        try:
            yield _wait_until_up(process, folder)
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)


def _wait_until_up(process: subprocess.Popen[bytes], folder: Path) -> Run:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        run = read_run(folder)
        if run:
            return run
        time.sleep(0.1)
    raise AssertionError((folder / "said.txt").read_text())
