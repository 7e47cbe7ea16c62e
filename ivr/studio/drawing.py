"""
Draw a flow: boxes in layers from its start, lines for the ways between them.

A step is below all that lead to it, but for what leads back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.definition import Flow
from ivr.studio.layout import HEIGHT, WIDTH, Sheet, Ways, lay_out

__all__ = ["HEIGHT", "WIDTH", "Box", "Drawing", "Line", "draw", "type_of"]

MOST_ALONE = 6
"""Steps in a row that no call can come to."""


@dataclass(frozen=True, slots=True)
class Box:
    """One step; `x` and `y` are its upper left corner."""

    name: str
    type: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Line:
    """
    The ways from one step to another: `names` of them, and the path that is drawn.

    `at` is where their name begins, `middle` where it has its middle.
    """

    start: str
    to: str
    names: tuple[str, ...]
    path: str
    at: tuple[int, int]
    middle: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that is drawn, and how large it is."""

    width: int
    height: int
    boxes: Sequence[Box]
    lines: Sequence[Line]


def draw(flow: Flow, room: int = 0) -> Drawing:
    """Draw a flow, however broken its ways are. `room`: characters to leave beside each name."""
    written = {name: _written(flow, name) for name in flow.steps}
    layers = _layers(flow, written)
    sheet = lay_out(layers, written, room)
    boxes = {
        name: Box(name, type_of(flow, name), sheet.left[name], sheet.top[row])
        for row, layer in enumerate(layers)
        for name in layer
    }
    lines = [
        _line(sheet, start, to, tuple(names))
        for start, ways in written.items()
        for to, names in ways.items()
    ]
    return Drawing(sheet.width, sheet.height, list(boxes.values()), lines)


def _line(sheet: Sheet, start: str, to: str, names: tuple[str, ...]) -> Line:
    path, at = sheet.path(start, to), sheet.label(start, to)
    return Line(start, to, names, path, at, sheet.label_middle(start, to))


def _written(flow: Flow, name: str) -> Mapping[str, Sequence[str]]:
    """The ways that the author wired; all else leads to the person, and is not drawn."""
    found: dict[str, list[str]] = {}
    for way, to in flow.steps[name].edges():
        if to in flow.steps and to != name:
            found.setdefault(to, []).append(way)
    return found


def _layers(flow: Flow, ways: Ways) -> list[list[str]]:
    start = flow.start if flow.start in flow.steps else next(iter(flow.steps))
    order, forward = _forward(start, ways)
    depth = dict.fromkeys(order, 0)
    for name in order:
        for to in forward[name]:
            depth[to] = max(depth[to], depth[name] + 1)
    below = [depth[to] for to in ways.get(flow.human, ()) if to in depth]
    if flow.human not in depth and below:  # keys 0 lead there from everywhere
        order.append(flow.human)
        depth[flow.human] = max(min(below) - 1, 0)
    deepest = max(depth.values())
    layers = [[name for name in order if depth[name] == row] for row in range(deepest + 1)]
    alone = [name for name in flow.steps if name not in depth]
    rows = range(0, len(alone), MOST_ALONE)
    return [*layers, *(alone[at : at + MOST_ALONE] for at in rows)]


def _forward(start: str, ways: Ways) -> tuple[list[str], Mapping[str, Sequence[str]]]:
    """Order what can be reached so that every way leads on, but for those that lead back."""
    left: list[str] = []
    forward: dict[str, list[str]] = {start: []}
    above = {start}
    path = [(start, iter(ways[start]))]
    while path:
        name, rest = path[-1]
        to = next(rest, None)
        if to is None:
            left.append(name)
            above.discard(name)
            path.pop()
            continue
        if to in above:
            continue
        forward[name].append(to)
        if to not in forward:
            forward[to] = []
            above.add(to)
            path.append((to, iter(ways[to])))
    return left[::-1], forward


def type_of(flow: Flow, name: str) -> str:
    """Name the type of a step."""
    return str(flow.steps[name].model_dump()["type"])
