"""Processes that do not outlive the one that started them, however that ends."""

import ctypes
import os
import signal
import sys
from collections.abc import Sequence

PR_SET_PDEATHSIG = 1


def tied(command: Sequence[str]) -> list[str]:
    """Return a command that becomes the given one, and is ended by SIGTERM when we end."""
    return [sys.executable, "-IS", __file__, str(os.getpid()), *command]


def die_with(parent_pid: int) -> None:
    """
    Have the kernel end this process when its parent ends. Kept over `exec`.

    Linux only (prctl(2)): elsewhere a parent that is killed leaves orphans behind.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent_pid:  # it ended before the kernel was asked
        os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    die_with(int(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606 -- becomes the command
