"""Draw a storm as SVG: how long turns took, how many called, and what happened meanwhile."""

from collections.abc import Sequence
from html import escape
from math import log10

from bench.tempest.hearing import Storm, at_percent
from bench.tempest.plan import Plan

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 900, 420, 60, 60, 50, 50
WINDOWS = 120
GRID = 5
"""From a millisecond to a hundred seconds."""
STYLE = (
    "text{font:12px sans-serif;fill:#333}.p99{stroke:#b3261e}.p50{stroke:#1d5fa8}"
    ".calls{fill:#d9dde3}.grid{stroke:#e5e5e5}.line{fill:none;stroke-width:1.5}"
    ".mark{stroke:#777;stroke-dasharray:3 3}.push{fill:#f6e7c1}"
)


def drawn(plan: Plan, storm: Storm) -> str:
    """Return the picture; all text in it stands beside it in the report as well."""
    step = plan.seconds / WINDOWS
    windows = [storm.between(n * step, (n + 1) * step) for n in range(WINDOWS)]
    turns = [[seconds for call in calls for seconds in call.turns] for calls in windows]
    p50, p99 = ([at_percent(each, percent) * 1e3 for each in turns] for percent in (50, 99))
    rate = [len(calls) / step for calls in windows]
    top_rate = _above(max(rate))
    parts = [
        f"<style>{STYLE}</style>",
        _pushing(plan),
        *_bars(rate, top_rate),
        *_grid(top_rate, plan),
        _line("p50", p50),
        _line("p99", p99),
        *_marks(plan),
        _text(LEFT, 20, f"Turns of {len(storm.calls)} calls in ms, by tens: p50 blue, p99 red;"),
        _text(
            LEFT, 36, "grey: calls a second; yellow: 50 pushes a second; dashed: lists, restart"
        ),
    ]
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>\n' + "\n".join(parts) + "\n</svg>\n"


def _above(value: float) -> float:
    """Return a round number that is not less."""
    for power in range(10):
        for first in (1, 2, 5):
            if value <= first * 10**power:
                return float(first * 10**power)
    return value


def _x(share: float) -> float:
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _y(share: float) -> float:
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _line(name: str, values: Sequence[float]) -> str:
    points = " ".join(
        f"{_x((n + 0.5) / WINDOWS):.1f},{_y(log10(max(value, 1)) / GRID):.1f}"
        for n, value in enumerate(values)
    )
    return f'<polyline class="line {name}" points="{points}"/>'


def _bars(values: Sequence[float], top: float) -> list[str]:
    width = _x(1 / WINDOWS) - _x(0)
    return [
        f'<rect class="calls" x="{_x(n / WINDOWS):.1f}" y="{_y(value / top):.1f}"'
        f' width="{width:.2f}" height="{_y(0) - _y(value / top):.1f}"/>'
        for n, value in enumerate(values)
    ]


def _grid(top_rate: float, plan: Plan) -> list[str]:
    parts = []
    for n in range(GRID + 1):
        share = n / GRID
        y = _y(share)
        parts += [
            f'<line class="grid" x1="{_x(0)}" x2="{_x(1)}" y1="{y:.1f}" y2="{y:.1f}"/>',
            _text(LEFT - 6, y + 4, f"{10**n}", "end"),
            _text(WIDTH - RIGHT + 6, y + 4, f"{top_rate * share:g}"),
            _text(_x(share), HEIGHT - BOTTOM + 18, f"{plan.seconds * share:.0f} s", "middle"),
        ]
    return [*parts, _text(8, TOP - 4, "ms"), _text(WIDTH - 54, TOP - 4, "calls/s")]


def _pushing(plan: Plan) -> str:
    begins, ends = (_x(at / plan.seconds) for at in plan.pushing)
    return (
        f'<rect class="push" x="{begins:.1f}" y="{_y(1)}" width="{ends - begins:.1f}"'
        f' height="{_y(0) - _y(1)}"/>'
    )


def _marks(plan: Plan) -> list[str]:
    lists = [(at, "") for at in plan.snapshots()]
    parts = []
    for at, words in [*lists, (plan.restart_at, "restart")]:
        x = _x(at / plan.seconds)
        parts.append(f'<line class="mark" x1="{x:.1f}" x2="{x:.1f}" y1="{_y(0)}" y2="{_y(1)}"/>')
        parts.append(_text(x + 3, _y(1) + 12, words))
    return parts
