"""Reaching a person: what is said, which telephone rings, and what follows when nobody answers."""

from flows.asks import JoinQueue
from flows.state import State
from flows.step import MOST_TURNS, End, Go, Move, Need, Visit, Wait
from flows.verbs import Dial, Whisper
from flows.world import Line

DANGER = "danger"
TALKED = "talked"
"""The event of a conversation that is over while the caller is still there; its topic with it."""
SAID_ALREADY = ("menu.giveup.open", "danger.act", "end.trouble", "outbound.thanks")


def reach(visit: Visit, topic: str, unanswered: str = "") -> Move:
    """
    Let the caller wait for a desk if there is one, else ring the telephones.

    The step must be a `human`: it is told what came of it. `unanswered` as in `connect`.
    """
    if visit.state.turn > MOST_TURNS or not visit.world.waits(topic, visit.state.language):
        return connect(visit, topic, unanswered)
    _begin(visit, topic=topic, phase="join")
    return Need(JoinQueue(topic))


def connect(visit: Visit, topic: str, unanswered: str = "") -> Move:
    """
    Say that we connect, unless that was just said, and ring the first telephone.

    `unanswered` is the step to go on at when there is no telephone to ring; empty: say so and end.
    """
    if not visit.has_said(*SAID_ALREADY):
        visit.say("transfer.duty" if visit.flow.desk == "fault" else "transfer.person")
    _begin(visit, topic=topic, ring="0")
    return _ring(visit, 0, unanswered)


def ring_next(visit: Visit, unanswered: str = "", *, connected: bool) -> Move:
    """After a conversation say goodbye; else ring the next telephone. `unanswered` as above."""
    if connected:
        return say_goodbye(visit)
    following = int(visit.state.memo.get("ring", "0")) + 1
    visit.remember(ring=str(following))
    return _ring(visit, following, unanswered)


def say_goodbye(visit: Visit) -> Move:
    """End a call in which the caller has spoken with one of ours."""
    visit.note(TALKED, visit.state.memo.get("topic", "any"))
    visit.say("end.bye.short")
    return End()


def nobody_took(visit: Visit, unanswered: str = "") -> Move:
    """Go on where nobody of ours can be had; without such a step, say what to do and end."""
    visit.note("nobody-answered", visit.state.memo.get("topic", "any"))
    if unanswered and visit.state.turn <= MOST_TURNS:
        return Go(unanswered)
    visit.say("end.trouble.last")
    return End()


def _begin(visit: Visit, **memo: str) -> None:
    """Begin anew; that an attempt could not be noted stays true."""
    kept = {name: value for name, value in visit.state.memo.items() if name == "noted"}
    visit.change(memo={**kept, **memo})


def _ring(visit: Visit, number: int, unanswered: str) -> Move:
    topic = visit.state.memo.get("topic", "any")
    telephones = visit.world.destinations(topic, visit.state.language)
    if number >= len(telephones):
        return nobody_took(visit, unanswered)
    if number:
        visit.say("queue.agent_next")
    telephone = telephones[number]
    whisper = whisper_of(visit.state, visit.world.line, telephone.language, topic)
    return Wait(Dial(telephone.number, telephone.team, whisper))


def whisper_of(state: State, line: Line, language: str, topic: str) -> Whisper:
    """What is told to one of ours who speaks this language, of a caller of this line."""
    language = language if language in line.label else line.language
    return Whisper(
        language=language,
        line=line.label[language],
        caller_language=state.language,
        postcode=state.place,
        heard=state.heard,
        behalf=state.behalf,
        danger=topic == DANGER,
    )
