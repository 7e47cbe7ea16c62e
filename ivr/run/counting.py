"""One count for all processes of a web server: they count in files of one directory."""

import os
import shutil
from pathlib import Path

from prometheus_client.multiprocess import mark_process_dead

from ivr.metrics import SHARED

FOLDER = "metrics"


def counted_in(data_dir: Path) -> dict[str, str]:
    """Make the directory anew, and return the variable that names it. Raises OSError."""
    folder = data_dir / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    return {SHARED: str(folder)}


def forget(pid: int) -> None:
    """Forget what only a living process says, such as an open breaker."""
    if SHARED in os.environ:
        mark_process_dead(pid)  # type: ignore[no-untyped-call]
