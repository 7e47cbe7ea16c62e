"""For which callbacks an agent is asked before the customer is rung."""

from ivr.callbacks.records import Callback
from ivr.callbacks.waking import Rules
from routing.staffing import on_duty
from routing.waiting import Wanted, teams_waited_for


def desks_for(callback: Callback, rules: Rules) -> tuple[Wanted, ...]:
    """Return the desks that are asked first; empty: the customer is rung first."""
    line = rules.configuration.lines.get(callback.line)
    if line is None or line.callbacks != "agent-first":
        return ()
    topic, language = callback.topic, callback.language
    there = on_duty(rules.configuration, line, topic, rules.now)
    return teams_waited_for(rules.configuration, line, topic, language, is_there=there)
