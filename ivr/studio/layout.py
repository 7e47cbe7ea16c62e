"""
Where the boxes and lines of a map lie, so that no line runs behind a box and no names overlap.

A way that passes rows has a place of its own in each of them; behind the first row the ways to one
step run together. Pure geometry, in SVG units.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

WIDTH, HEIGHT = 170, 48
ACROSS, BESIDE = 36, 26
"""Between boxes; beside a line that passes."""
MARGIN = 24
BEND, NAME = 40, 15
"""Of the space between rows: what a line needs to turn, and what a row of names needs."""
LETTER = 6.3
MOST_LETTERS = 26

Ways = Mapping[str, Mapping[str, Sequence[str]]]
"""By step, and the step that is led to, the names of the ways."""
Pair = tuple[str, str]


@dataclass
class Sheet:
    """
    Where everything lies: `left` of boxes and lines that pass, `top` of rows.

    `beside`: the space that names need to the right of a step.
    """

    row: Mapping[str, int]
    chains: Mapping[Pair, Sequence[str]]
    letters: Mapping[Pair, int]
    beside: Mapping[str, int]
    left: dict[str, int] = field(default_factory=dict)
    top: list[int] = field(default_factory=list)
    ports: dict[Pair, int] = field(default_factory=dict)
    labels: dict[Pair, tuple[int, int]] = field(default_factory=dict)
    width: int = 0
    height: int = 0

    def middle(self, name: str) -> int:
        """Give the middle of a box, or a line that passes."""
        return self.left[name] + (WIDTH // 2 if name in self.row else 0)

    def port(self, name: str, beside: str) -> int:
        """Give where a line meets a box; a line that passes is met where it is."""
        return self.ports.get((name, beside), self.middle(name))

    def path(self, start: str, to: str) -> str:
        """Draw the line of a way."""
        chain = self.chains.get((start, to))
        if chain is None:
            return self._back(start, to)
        row, x = self.row[start], self.port(start, chain[1])
        y = self.top[row] + HEIGHT
        parts = [f"M {x} {y}"]
        for before, name in pairwise(chain):
            row += 1
            over = self.port(name, before)
            parts.append(f"C {x} {y + BEND // 2}, {over} {y + BEND // 2}, {over} {y + BEND}")
            y = self.top[row] + (HEIGHT if name not in self.row else 0)
            parts.append(f"V {y}")
            x = over
        return " ".join(parts)

    def label(self, start: str, to: str) -> tuple[int, int]:
        """Give where the name of a way begins; a way without a name has none."""
        return self.labels.get((start, to), (0, 0))

    def label_middle(self, start: str, to: str) -> int:
        """Give the middle of the name of a way."""
        return self.label(start, to)[0] + int(self.letters[start, to] * LETTER / 2)

    def _back(self, start: str, to: str) -> str:
        x1, x2 = self.left[start] + WIDTH, self.left[to] + WIDTH
        y1, y2 = (self.top[self.row[name]] + HEIGHT // 2 for name in (start, to))
        side = max(x1, x2) + ACROSS
        return f"M {x1} {y1} C {side} {y1}, {side} {y2}, {x2} {y2}"


def lay_out(layers: Sequence[Sequence[str]], ways: Ways, room: int) -> Sheet:
    """Lay out rows of steps; `room`: characters to leave beside each name."""
    row = {name: at for at, layer in enumerate(layers) for name in layer}
    pairs = [(start, to) for start, inner in ways.items() for to in inner]
    chains = {pair: _chain(*pair, row) for pair in pairs if row[pair[1]] > row[pair[0]]}
    texts = {(a, b): _letters(names, room) for a, to in ways.items() for b, names in to.items()}
    beside = {pair[0]: int(n * LETTER) for pair, n in texts.items() if pair not in chains}
    sheet = Sheet(row, chains, texts, beside)
    _across(sheet, layers)
    sheet.ports = dict(_ports(sheet))
    _down(sheet, len(layers))
    _frame(sheet)
    return sheet


def _chain(start: str, to: str, row: Mapping[str, int]) -> list[str]:
    """Name the places of a line: its own in the first row, then those of all ways to the step."""
    rows = range(row[start] + 1, row[to])
    shared = [f"{start}>{to}" if at == row[start] + 1 else f">{to}@{at}" for at in rows]
    return [start, *shared, to]


def _across(sheet: Sheet, layers: Sequence[Sequence[str]]) -> None:
    """Put each place of a row near the middle of what leads to it, in this order."""
    above: dict[str, list[tuple[str, int]]] = defaultdict(list)
    places = [dict.fromkeys(layer) for layer in layers]
    for order, ((start, _), chain) in enumerate(sheet.chains.items()):
        for at, (before, name) in enumerate(pairwise(chain), sheet.row[start] + 1):
            above[name].append((before, order))
            places[at].setdefault(name)
    for place in places:
        wanted = {name: _wanted(sheet, above[name]) for name in place}
        first = {name: min((n for _, n in above[name]), default=0) for name in place}
        ordered = sorted(wanted, key=lambda name: (wanted[name], first[name]))
        _line_up(sheet, ordered, wanted)


def _wanted(sheet: Sheet, above: Sequence[tuple[str, int]]) -> float:
    middles = [sheet.middle(name) for name, _ in above]
    return sum(middles) / len(middles) if middles else 0


def _line_up(sheet: Sheet, names: Sequence[str], wanted: Mapping[str, float]) -> None:
    """Set a row from left to right without overlaps, then move it to where most want to be."""
    right, off = float("-inf"), 0.0
    for name in names:
        half, gap = (WIDTH / 2, ACROSS) if name in sheet.row else (0, BESIDE)
        left = max(wanted[name] - half, right + gap)
        sheet.left[name] = int(left)
        right = left + 2 * half + sheet.beside.get(name, 0)
        off += left + half - wanted[name]
    for name in names:
        sheet.left[name] -= int(off / len(names))


def _ports(sheet: Sheet) -> Iterator[tuple[Pair, int]]:
    """Spread the lines over the lower and the upper side of each box, in their order."""
    out: dict[str, set[str]] = defaultdict(set)
    into: dict[str, set[str]] = defaultdict(set)
    for chain in sheet.chains.values():
        out[chain[0]].add(chain[1])
        into[chain[-1]].add(chain[-2])
    for sides in (out, into):
        for name, ends in sides.items():
            ordered = sorted(ends, key=sheet.middle)
            for at, end in enumerate(ordered, 1):
                yield (name, end), sheet.left[name] + WIDTH * at // (len(ordered) + 1)


def _letters(names: Sequence[str], room: int) -> int:
    text = "" if tuple(names) == ("next",) else ", ".join(names)
    return min(len(text), MOST_LETTERS) + room


def _down(sheet: Sheet, rows: int) -> None:
    """Leave as much space below each row as the names of its ways need, and put them there."""
    y, letters = MARGIN, sheet.letters
    for row in range(rows):
        sheet.top.append(y)
        starting = [pair for pair in sheet.chains if sheet.row[pair[0]] == row and letters[pair]]
        levels = _levels(sheet, starting)
        deep = BEND + NAME * (max(levels.values(), default=0) + 1) + 8
        y += HEIGHT + deep
        for pair, level in levels.items():
            x = _over(sheet, pair) - int(letters[pair] * LETTER / 2)
            sheet.labels[pair] = (x, y - 12 - NAME * level)
    _beside(sheet)
    sheet.height = y


def _beside(sheet: Sheet) -> None:
    """Put the names of ways that lead back beside their step, one above the other."""
    stacked: dict[str, int] = defaultdict(int)
    for start, to in sheet.letters:
        if (start, to) not in sheet.chains:
            y = sheet.top[sheet.row[start]] + HEIGHT // 2 - 6 - NAME * stacked[start]
            stacked[start] += 1
            sheet.labels[start, to] = (sheet.left[start] + WIDTH + 4, y)


def _levels(sheet: Sheet, pairs: Sequence[Pair]) -> Mapping[Pair, int]:
    """Stack names that would overlap: each on the lowest level that is free there."""
    ends: list[float] = []
    levels: dict[Pair, int] = {}
    for pair in sorted(pairs, key=lambda one: _over(sheet, one)):
        half, middle = sheet.letters[pair] * LETTER / 2 + 4, _over(sheet, pair)
        free = (at for at, end in enumerate(ends) if end <= middle - half)
        level = next(free, len(ends))
        ends[level : level + 1] = [middle + half]
        levels[pair] = level
    return levels


def _over(sheet: Sheet, pair: Pair) -> int:
    """Give where a line goes down, behind its first bend."""
    start, first = sheet.chains[pair][:2]
    return sheet.port(first, start)


def _frame(sheet: Sheet) -> None:
    """Move everything to the right of the margin, and say how large it is."""
    off = MARGIN - min([*sheet.left.values(), *(x for x, _ in sheet.labels.values())])
    sheet.left = {name: x + off for name, x in sheet.left.items()}
    sheet.ports = {pair: x + off for pair, x in sheet.ports.items()}
    sheet.labels = {pair: (x + off, y) for pair, (x, y) in sheet.labels.items()}
    widest = max(x + (WIDTH if name in sheet.row else 0) for name, x in sheet.left.items())
    sheet.width = widest + ACROSS + MARGIN + int(MOST_LETTERS * LETTER / 2)
