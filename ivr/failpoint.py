"""Places where a test stops this process, to kill it or what it leans on at that very line."""

import os
import signal
from pathlib import Path
from threading import get_ident

FOLDER = "LINJA_FAILPOINTS"


def failpoint(name: str) -> None:
    """
    Stop as SIGSTOP does, if the folder `LINJA_FAILPOINTS` holds a file of this name.

    The file is given our process id (`ring.after-call.4711`), so only the first one stops.
    Without the variable nothing happens.
    """
    folder = os.environ.get(FOLDER)
    if not folder:
        return
    armed = Path(folder, name)
    try:
        armed.rename(f"{armed}.{os.getpid()}")
    except FileNotFoundError:
        return
    signal.pthread_kill(get_ident(), signal.SIGSTOP)  # this thread first, then all others
