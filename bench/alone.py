"""A bench that runs by itself: `python -m bench.figures`, say."""

import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path


def alone(told: Callable[[Path], Iterable[str]]) -> int:
    """Measure in a folder of its own, and print what is told of it; return an exit code."""
    with tempfile.TemporaryDirectory() as scratch:
        for line in told(Path(scratch)):
            sys.stdout.write(f"{line}\n")
    return 0
