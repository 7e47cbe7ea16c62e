"""Lines that can be read again."""

from collections import deque
from collections.abc import Iterable, Iterator


class Rewinding(Iterator[str]):
    """
    Gives lines, and takes back those of the row being read.

    A stray quote makes a CSV reader swallow the rows after it: they are good, and read again.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._again: deque[str] = deque()
        self._row: list[str] = []
        self.number = 0
        """How many lines have been given, those taken back not counted."""

    def __next__(self) -> str:
        """Return the next line."""
        line = self._again.popleft() if self._again else next(self._lines)
        self._row.append(line)
        self.number += 1
        return line

    def begin_row(self) -> int:
        """Say that a row begins, and on which line, from 1."""
        self._row.clear()
        return self.number + 1

    def take_back(self) -> None:
        """Take back all lines of the row but its first."""
        back = self._row[1:]
        self._again.extendleft(reversed(back))
        self.number -= len(back)
        del self._row[1:]
