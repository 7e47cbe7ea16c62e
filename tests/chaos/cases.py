"""Every window on a callback's way that commits, dials or answers, and who is killed there."""

from dataclasses import replace

from tests.chaos.stories import Case

LOST = "ring.after-claim"
"""From here on nobody knows whether a call was made."""

WINDOWS = (
    Case(
        (
            *("wake.before-commit", "wake.after-commit", "ring.before-claim", "ring.after-call"),
            "spoke.after-commit",
        ),
        night=("ask.before-commit", "ask.after-commit"),
    ),
    Case(
        (
            *(LOST, "doubt.before-commit", "doubt.after-commit", "reconcile.after-look"),
            *("reconcile.before-commit", "reconcile.after-commit", "ring.before-result"),
        ),
    ),
    Case(("ring.after-result", "answer.before-commit", "took.before-commit", "took.after-commit")),
    Case(("ask.before-commit", "answer.after-commit", "ask.after-commit")),
    Case(("hang-up.before-commit",), daytime=True),
    Case(("hang-up.after-commit",), daytime=True),
    Case(("accept.before-commit", "accept.after-commit")),
    Case(
        (
            *("missed.before-commit", "missed.after-commit"),
            *("spoke.before-commit", "talk.before-commit", "talk.after-commit"),
        ),
        agent=("decline", "decline", "answer"),
    ),
    Case(("status.before-commit", "status.after-commit", "status.before-commit#2")),
    Case(("sweep.after-look", "sweep.before-commit", "sweep.after-commit"), held=True),
    Case(("answer.after-commit:hold", "look.before-commit", "look.after-commit"), held=True),
    Case(("ring.before-result", "sweep.after-cancel"), faults=("drop",), slow=True),
)
"""One callback may meet several: whoever comes after the killed passes the next window."""

FAMILIES = (
    Case(("ring.after-call:parent+self",)),
    Case((f"{LOST}:worker", "reconcile.before-commit:worker")),
)
"""RQ's worker with the job that it forked, and everything that `linja worker` has started."""

TWILIO = (
    Case(("ring.after-call",), faults=("drop",)),
    Case(("ring.before-result",), faults=("500",)),
    Case(("ring.after-result:worker",), faults=("429", "429")),
    Case(("ring.after-result",), faults=("garbage", "drop")),
    Case(
        ("ring.before-result", "reconcile.after-commit", "sweep.before-commit"),
        faults=("drop",),
        slow=True,
    ),
    Case(("ring.after-result", "sweep.after-commit"), faults=("500",), slow=True),
    Case(
        ("ring.after-result", "reconcile.before-commit"),
        faults=("drop",),
        phone=("no-answer", "answer"),
        held=True,
    ),
    Case(("status.before-commit", "ring.after-call"), phone=("busy", "no-answer", "answer")),
)
"""It takes the call and drops the reply, or answers 500; or it takes none, and answers 429."""

REDIS = (
    Case(("ask.after-commit:redis",), daytime=True),
    Case(("ask.after-commit:away", LOST), daytime=True),
    Case(("wake.after-commit:redis", "ring.after-call:redis+self")),
    Case((f"{LOST}:redis",)),
    Case((f"{LOST}:redis+worker",)),
    Case(("answer.after-commit:redis", "spoke.after-commit:away")),
    Case(("ring.after-result:redis", "status.after-commit#3:redis"), phone=("busy", "answer")),
)
"""Emptied while a call is asked for, rings, is talked on, or waits; or gone for good (`away`)."""


HOMES = {point: case for case in reversed(WINDOWS) for point in case.points}
POINTS = sorted(HOMES)
FOLLOWING = {
    "doubt": LOST,
    "reconcile": LOST,
    "talk": "spoke.before-commit",
    "look": "answer.after-commit:hold",
    "sweep.after-cancel": "ring.before-result",
}
"""What must happen before somebody comes by."""
WEB = ("ask", "hang-up", "answer", "accept", "took", "missed", "spoke", "status")


def alone(*whom: str) -> list[Case]:
    """Return every window by itself, at which each of these is killed in turn."""
    return [
        replace(
            HOMES[point],
            night=(),
            kills=(*_before(point), f"{point}:{each}"),
            daytime=point.startswith(("ask", "hang-up")),
        )
        for point in POINTS
        for each in whom
        if "parent" not in each or not point.startswith(WEB)
    ]


def _before(point: str) -> tuple[str, ...]:
    before = FOLLOWING.get(point) or FOLLOWING.get(point.partition(".")[0])
    return (before,) if before else ()
