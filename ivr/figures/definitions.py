"""
Every figure, each defined once: what it is, of how many, and its unit.

What it counts is said beside it in the words `figures.<name>.counts`. Their definitions are ours:
there is no standard of service level, so ours names who is in it and who is not.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from ivr.figures.totals import Totals, share

Unit = Literal["count", "share", "seconds", "minutes", "points"]
Better = Literal["more", "less", ""]
IN_TIME = 20
"""Seconds in which a call is answered in time, unless another limit is chosen."""
LIMITS = (10, 20, 30, 60, 120, 300)
ASKED_PERSON = ("answered", "abandoned", "unserved")
"""Who asked for a person and neither took a callback, nor left a message, nor was gone at once."""
OUT_OF = ("first_resolved", "first_not_resolved")


@dataclass(frozen=True, slots=True)
class Figure:
    """
    `value` is worked out from the sums and the limit of service level; None: nothing to say.

    `of` tells of how many. `better`: which way is good. `headline`: one of the tiles.
    """

    name: str
    unit: Unit
    value: Callable[[Totals, int], float | None]
    of: Callable[[Totals], int] | None = None
    better: Better = ""
    headline: bool = True


def _count(*names: str) -> Callable[[Totals, int], float | None]:
    return lambda sums, _: sums.count(*names)


def _share(part: str, *whole: str) -> Callable[[Totals, int], float | None]:
    return lambda sums, _: share(sums.count(part), sums.count(*whole))


def _of(*names: str) -> Callable[[Totals], int]:
    return lambda sums: sums.count(*names)


def _in_time(sums: Totals, limit: int) -> float | None:
    return share(sums.within("wait_answered", limit), sums.count(*ASKED_PERSON))


def _kept(name: str) -> Callable[[Totals, int], float | None]:
    return lambda sums, _: share(sums.part(name, "in"), sums.count(name))


def _quantile(name: str, part: float) -> Callable[[Totals, int], float | None]:
    return lambda sums, _: sums.quantile(name, part)


def _mean(sums: Totals, _: int) -> float | None:
    answers = sums.count("survey")
    return sums.amount("survey") / answers if answers else None


def _done(sums: Totals, _: int) -> float | None:
    return share(sums.part("callback_ended", "done"), sums.count("callback_ended"))


FIGURES: Sequence[Figure] = (
    Figure("calls", "count", _count("calls")),
    Figure("in_time", "share", _in_time, _of(*ASKED_PERSON), "more"),
    Figure("wait", "seconds", _quantile("wait_answered", 0.5), _of("wait_answered"), "less"),
    Figure("wait_most", "seconds", _quantile("wait_answered", 0.9), _of("wait_answered"), "less"),
    Figure("abandoned", "share", _share("abandoned", *ASKED_PERSON), _of(*ASKED_PERSON), "less"),
    Figure("callbacks", "count", _count("callback_asked")),
    Figure("callbacks_done", "share", _done, _of("callback_ended"), "more"),
    Figure(
        "callback_took", "seconds", _quantile("callback_took", 0.5), _of("callback_took"), "less"
    ),
    Figure(
        "satisfied",
        "share",
        _share("notice_satisfied", "notice_judged"),
        _of("notice_judged"),
        "more",
    ),
    Figure("again", "share", _share("again", "again_judged"), _of("again_judged"), "less"),
    Figure("zero", "share", _share("zero", "calls"), _of("calls")),
    Figure("first_contact", "share", _share("first_resolved", *OUT_OF), _of(*OUT_OF), "more"),
    Figure("wait_as_told", "share", _kept("wait_kept"), _of("wait_kept"), "more"),
    Figure("repair_as_told", "share", _kept("repair_kept"), _of("repair_kept"), "more"),
    Figure("survey", "points", _mean, _of("survey"), "more"),
    Figure("left", "share", _share("left", "calls"), _of("calls"), "less"),
    Figure("answered", "count", _count("answered"), headline=False),
    Figure("callback_calls", "count", _count("callback"), headline=False),
    Figure("voicemail", "count", _count("voicemail"), headline=False),
    Figure("abandoned_calls", "count", _count("abandoned"), headline=False),
    Figure("abandoned_short", "count", _count("abandoned_short"), headline=False),
    Figure("unserved", "count", _count("unserved"), headline=False),
    Figure("left_calls", "count", _count("left"), headline=False),
    Figure("finished", "count", _count("finished"), headline=False),
    Figure("ongoing", "count", _count("ongoing"), headline=False),
    Figure("noticed", "count", _count("noticed"), headline=False),
    Figure(
        "wait_off", "minutes", _quantile("wait_told", 0.5), _of("wait_told"), "", headline=False
    ),
    Figure(
        "repair_off", "minutes", _quantile("repair_told", 0.5), _of("repair_told"), headline=False
    ),
    Figure("surveys_asked", "count", _count("survey_asked"), headline=False),
)
BY_NAME = {figure.name: figure for figure in FIGURES}
OUTCOME_FIGURES = (
    "answered",
    "callback_calls",
    "voicemail",
    "abandoned_calls",
    "abandoned_short",
    "unserved",
    "left_calls",
    "finished",
    "ongoing",
)
"""They add up to `calls`."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures that are drawn together over time; all of one unit."""

    name: str
    figures: Sequence[str]


CHARTS: Sequence[Chart] = (
    Chart("traffic", ("calls", "answered", "callback_calls", "abandoned_calls", "left_calls")),
    Chart("service", ("in_time", "abandoned")),
    Chart("waits", ("wait", "wait_most")),
    Chart("notices", ("satisfied", "again", "zero")),
)
DRAWN = (
    "calls",
    "answered",
    "callback",
    "abandoned",
    "unserved",
    "left",
    "wait_answered",
    "notice_judged",
    "notice_satisfied",
    "again_judged",
    "again",
    "zero",
)
"""The sums of which charts are drawn."""
