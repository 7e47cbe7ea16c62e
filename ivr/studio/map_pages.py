"""The map of a flow: drawn by the server, each step a link, and the same as a list."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, render_template, request

from flows.definition import Flow
from flows.problems import Problem
from flows.ways import ways
from ivr.accounts.guard import allow
from ivr.studio.drawing import HEIGHT, WIDTH, Drawing, draw, type_of
from ivr.studio.map_views import VIEWS, Figures, View, Views
from ivr.studio.studio import READERS, Open, Studio

FIGURE = 9
"""Characters of a number beside the name of a way."""

Listed = Sequence[tuple[str, str, Sequence[tuple[str, str]]]]


def add_map(pages: Blueprint, studio: Studio) -> None:
    """Add it."""
    views = Views(studio)

    @pages.get("/<flow>/map")
    @allow(*READERS)
    def map_(flow: str) -> str:
        opened, show = studio.open(flow), request.args.get("show", "")
        view: View = "traffic" if show == "traffic" else "problems"
        view = "coverage" if show == "coverage" else view
        checked = studio.check(opened)
        read = views.live(flow) if view == "traffic" else checked.reading.flow
        drawing = draw(read, FIGURE if view != "problems" else 0) if read else None
        return render_template(
            "studio_map.html",
            flow=flow,
            opened=opened,
            read=read,
            drawing=drawing,
            steps=_listed(read) if read else (),
            problems=by_step(checked.problems) if view == "problems" else {},
            view=view,
            views=VIEWS,
            figures=_figures(views, view, opened, read, drawing),
            width=WIDTH,
            height=HEIGHT,
        )


def _figures(
    views: Views, view: View, opened: Open, read: Flow | None, drawing: Drawing | None
) -> Figures | None:
    if view == "problems" or read is None or drawing is None:
        return None
    return views.traffic(read, drawing) if view == "traffic" else views.coverage(opened, drawing)


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
