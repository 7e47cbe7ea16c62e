"""Requests whose answer nobody performs, because the caller has gone."""

from collections.abc import Mapping

from simulator.failure import Failed
from simulator.registry import Turn


def tell(turn: Turn, params: Mapping[str, str], default: str = "") -> None:
    """Ask a verb's action once more with the call's final state; ignore what it says."""
    goto = turn.goto("action", params, default)
    if goto is None:
        return
    try:
        turn.leg.ask(goto.method, goto.url, {**turn.setting.extra(), **goto.params})
    except Failed as failure:
        turn.leg.plant.note_problem(failure)
