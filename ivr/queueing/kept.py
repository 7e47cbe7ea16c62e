"""How a call goes on after a meeting with one of ours: its state, kept beside its place."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flows.state import State
from ivr.calls.waiting import Waiting


def call_state(state: State, configured: int) -> dict[str, Any]:
    """Return what `call_of` needs, as plain JSON values."""
    return {"state": state.to_dict(), "configured": configured}


def call_of(row: Mapping[str, Any]) -> Waiting | None:
    """
    Return the call of a row of `waiting`, in the language that they chose while waiting.

    Sealed (`ivr.calls.waiting.seal_waiting`) it is the address for the action of the Dial in
    which they meet. None when the row has no call, or one that cannot be read.
    """
    kept = row.get("call_state")
    if not kept:
        return None
    try:
        state = State.from_dict(kept["state"])
        configured = int(kept.get("configured", 0))
    except (KeyError, TypeError, ValueError):
        return None
    if row["language"] != state.language:
        state = replace(state, language=row["language"], chosen=True)
    return Waiting(state, "queue", configured)
