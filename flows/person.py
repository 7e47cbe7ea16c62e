"""Reaching a person: what is said, which telephone rings, and what follows when nobody answers."""

from flows.step import MOST_TURNS, End, Go, Move, Visit, Wait
from flows.verbs import Dial, Whisper

DANGER = "danger"
SAID_ALREADY = ("menu.giveup.open", "danger.act", "end.trouble", "outbound.thanks")


def reach(visit: Visit, topic: str, unanswered: str = "") -> Move:
    """
    Say that we connect, unless that was just said, and ring the first telephone.

    `unanswered` is the step to go on at when there is no telephone to ring; empty: say so and end.
    """
    if not visit.has_said(*SAID_ALREADY):
        visit.say("transfer.duty" if visit.flow.desk == "fault" else "transfer.person")
    visit.change(memo={"topic": topic, "ring": "0"})
    return _ring(visit, 0, unanswered)


def ring_next(visit: Visit, unanswered: str = "", *, connected: bool) -> Move:
    """After a conversation say goodbye; else ring the next telephone. `unanswered` as in reach."""
    if connected:
        visit.say("end.bye.short")
        return End()
    following = int(visit.state.memo.get("ring", "0")) + 1
    visit.remember(ring=str(following))
    return _ring(visit, following, unanswered)


def _ring(visit: Visit, number: int, unanswered: str) -> Move:
    topic = visit.state.memo.get("topic", "any")
    telephones = visit.world.destinations(topic, visit.state.language)
    if number >= len(telephones):
        visit.note("nobody-answered", topic)
        if unanswered and visit.state.turn <= MOST_TURNS:
            return Go(unanswered)
        visit.say("end.trouble.last")
        return End()
    if number:
        visit.say("queue.agent_next")
    telephone = telephones[number]
    whisper = _whisper(visit, telephone.language, danger=topic == DANGER)
    return Wait(Dial(telephone.number, telephone.team, whisper))


def _whisper(visit: Visit, language: str, *, danger: bool) -> Whisper:
    state, line = visit.state, visit.world.line
    language = language if language in line.label else line.language
    return Whisper(
        language=language,
        line=line.label[language],
        caller_language=state.language,
        postcode=state.place,
        heard=state.heard,
        behalf=state.behalf,
        danger=danger,
    )
