"""
Draw a flow: boxes in layers from its start, lines for the ways between them.

A step is below all that lead to it, but for what leads back. Pure geometry, in SVG units.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.definition import Flow

WIDTH, HEIGHT = 170, 48
ACROSS, DOWN = 40, 74
MARGIN = 24
MOST_ALONE = 6
"""Steps in a row that no call can come to."""

Ways = Mapping[str, Mapping[str, Sequence[str]]]
"""By step, and the step that is led to, the names of the ways."""


@dataclass(frozen=True, slots=True)
class Box:
    """One step; `x` and `y` are its upper left corner."""

    name: str
    type: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Line:
    """The ways from one step to another: `names` of them, and the path that is drawn."""

    start: str
    to: str
    names: tuple[str, ...]
    path: str
    at: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that is drawn, and how large it is."""

    width: int
    height: int
    boxes: Sequence[Box]
    lines: Sequence[Line]


def draw(flow: Flow) -> Drawing:
    """Draw a flow, however broken its ways are."""
    written = {name: _written(flow, name) for name in flow.steps}
    layers = _ordered(_layers(flow, written), written)
    widest = max(len(layer) for layer in layers)
    whole = widest * (WIDTH + ACROSS) - ACROSS
    boxes = {
        name: _box(flow, name, (row, column, len(layer)), whole)
        for row, layer in enumerate(layers)
        for column, name in enumerate(layer)
    }
    lines = [
        _line(boxes[start], boxes[to], tuple(names))
        for start, ways in written.items()
        for to, names in ways.items()
    ]
    height = 2 * MARGIN + len(layers) * (HEIGHT + DOWN) - DOWN
    return Drawing(whole + 2 * MARGIN, height, list(boxes.values()), lines)


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


def _ordered(layers: list[list[str]], ways: Ways) -> list[list[str]]:
    """Put each box near the middle of those that lead to it, so that fewer lines cross."""
    ordered = [layers[0]]
    for layer in layers[1:]:
        above = {name: at for at, name in enumerate(ordered[-1])}
        wanted = {name: _middle(name, above, ways) for name in layer}
        ordered.append(sorted(layer, key=lambda name: wanted[name]))
    return ordered


def _middle(name: str, above: Mapping[str, int], ways: Ways) -> float:
    places = [at for start, at in above.items() if name in ways[start]]
    return sum(places) / len(places) if places else len(above)


def _box(flow: Flow, name: str, place: tuple[int, int, int], whole: int) -> Box:
    row, column, count = place
    left = (whole - (count * (WIDTH + ACROSS) - ACROSS)) // 2
    x = MARGIN + left + column * (WIDTH + ACROSS)
    return Box(name, type_of(flow, name), x, MARGIN + row * (HEIGHT + DOWN))


def type_of(flow: Flow, name: str) -> str:
    """Name the type of a step."""
    return str(flow.steps[name].model_dump()["type"])


def _line(start: Box, to: Box, names: tuple[str, ...]) -> Line:
    x1, x2 = start.x + WIDTH // 2, to.x + WIDTH // 2
    if to.y > start.y:
        y1, y2 = start.y + HEIGHT, to.y
        bend = (y2 - y1) // 2
        path = f"M {x1} {y1} C {x1} {y1 + bend}, {x2} {y2 - bend}, {x2} {y2}"
        at = (x1 + (x2 - x1) * 4 // 5, y1 + (y2 - y1) * 3 // 4)
        return Line(start.name, to.name, names, path, at)
    y1, y2 = start.y + HEIGHT // 2, to.y + HEIGHT // 2
    side = max(start.x, to.x) + WIDTH + ACROSS
    path = f"M {start.x + WIDTH} {y1} C {side} {y1}, {side} {y2}, {to.x + WIDTH} {y2}"
    return Line(start.name, to.name, names, path, (start.x + WIDTH + 4, y1 - 6))
