"""The map of a flow: drawn by the server, each step a link, and the same as a list."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, render_template

from flows.definition import Flow
from flows.problems import Problem
from flows.ways import ways
from ivr.accounts.guard import allow
from ivr.studio.drawing import HEIGHT, WIDTH, draw, type_of
from ivr.studio.studio import READERS, Studio

Listed = Sequence[tuple[str, str, Sequence[tuple[str, str]]]]


def add_map(pages: Blueprint, studio: Studio) -> None:
    """Add it."""

    @pages.get("/<flow>/map")
    @allow(*READERS)
    def map_(flow: str) -> str:
        opened = studio.open(flow)
        checked = studio.check(opened)
        read = checked.reading.flow
        return render_template(
            "studio_map.html",
            flow=flow,
            opened=opened,
            read=read,
            drawing=draw(read) if read else None,
            steps=_listed(read) if read else (),
            problems=by_step(checked.problems),
            width=WIDTH,
            height=HEIGHT,
        )


def by_step(problems: Sequence[Problem]) -> Mapping[str, Sequence[Problem]]:
    """Sort problems by the step that they are about."""
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.step, []).append(problem)
    return found


def _listed(flow: Flow) -> Listed:
    return [
        (name, type_of(flow, name), [(way.name, way.to) for way in ways(flow, step)])
        for name, step in flow.steps.items()
    ]
