"""The answers to the webhooks of a caller in the queue. Whatever happens, there are words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import structlog

from flows.danger import ACT, DANGEROUS
from flows.prompts import Prompt
from flows.queueing import CYCLE_SECONDS, Rules, Wish, next_words, speak_waiting, wish_of
from flows.verbs import Keys, Speech, Turn
from ivr.calls.arrival import NoLine
from ivr.calls.conversation import Conversation
from ivr.calls.documents import Documents
from ivr.calls.ports import COMMIT_SECONDS, TURN_SECONDS, Ports, Threads
from ivr.calls.seal import BadSeal
from ivr.clock import Clock
from ivr.journal.ended import Ended
from ivr.queueing.address import InQueue, open_in_queue
from ivr.queueing.noting import is_news, noted_wait
from ivr.queueing.scene import Scene, Scenes
from ivr.twilio.signature import Form

log = structlog.get_logger()

OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})


class QueueAnswering:
    """None of its methods raises; `wait` returns a document for Twilio."""

    def __init__(
        self,
        ports: Ports,
        threads: Threads,
        clock: Clock,
        documents: Documents,
        conversation: Conversation,
    ) -> None:
        self._ports = ports
        self._threads = threads
        self._clock = clock
        self._documents = documents
        self._flows = conversation.flows
        self._scenes = Scenes(ports, threads, conversation.configured)

    def wait(self, token: str, form: Form) -> str:
        """Say what is next in the queue, and do what a key asks for."""
        call_sid = form.get("CallSid", "")
        try:
            here = open_in_queue(self._documents.sealer, call_sid, token, self._clock.now())
        except BadSeal as problem:
            log.error("address not readable", call_sid=call_sid, reason=problem.reason)  # noqa: TRY400 -- the reason is all there is
            return self._documents.of_leaving(())
        try:
            return self._threads.turns.run(lambda: self._next(here, form), TURN_SECONDS)
        except NoLine:
            return self._let_out(call_sid)
        except Exception:
            log.exception("wait turn failed, waiting on", call_sid=call_sid)
            return self._wait_on(here, call_sid)

    def over(self, form: Form) -> None:
        """Note that a call has ended: whoever waited or chose in it does so no more."""
        if form.get("CallStatus") not in OVER:
            return
        call_sid, now = form.get("CallSid", ""), self._clock.now()
        self._ports.journal.note(Ended(call_sid, now))

        def note() -> None:
            self._ports.queue.gone(call_sid, now)
            self._ports.hung_up(call_sid, now)

        self._commits(note, call_sid)  # one deadline for both: a frozen database is met once

    def _next(self, here: InQueue, form: Form) -> str:
        call_sid = form["CallSid"]
        scene = self._scenes.of(here, call_sid, self._clock.now())
        if self._is_out(here, scene, call_sid):
            return self._leaving(here, scene, (), form)
        here = replace(here, told=replace(here.told, alone=scene.is_abandoned))
        rules = Rules(here.callback, scene.configuration.queue.longest_minutes * 60)
        wish = wish_of(form.get("Digits", "")[:1], rules, scene.line.services)
        if wish in {"callback", "danger"}:
            return self._chosen(here, scene, wish, form)
        if wish == "language":
            here = self._in_next_language(here, scene, call_sid)
        return self._words(here, scene, (wish, rules), form)

    def _is_out(self, here: InQueue, scene: Scene, call_sid: str) -> bool:
        """
        Do they wait no more, or is there nobody to wait for?

        Everybody must be away twice in a row: nobody is sent out of the line for a coffee.
        """
        place = scene.place
        if not scene.readable:
            return False
        if place is None or place.state == "left" or place.chosen:
            return True
        if place.state != "waiting":
            return False
        if not scene.teams:
            return scene.staffed or self._commit_choice(call_sid, "closed")
        abandoned = here.told.alone and scene.is_abandoned
        return abandoned and self._commit_choice(call_sid, "nobody")

    def _chosen(self, here: InQueue, scene: Scene, wish: Wish, form: Form) -> str:
        """What is asked for is kept before they are let out to get it."""
        if self._commit_choice(form["CallSid"], wish):
            return self._leaving(here, scene, (), form)
        if wish == "danger":
            service = next((one for one in scene.line.services if one in DANGEROUS), "")
            act = ACT.get(service, "danger.act.general")
            return self._leaving(here, scene, self._speak(here, [act]), form)
        says = self._speak(here, ["callback.failed", "queue.still"])
        return self._staying(_turned(here), scene, says, form)

    def _commit_choice(self, call_sid: str, what: str) -> bool:
        return self._commits(lambda: self._ports.queue.choose(call_sid, what), call_sid)

    def _in_next_language(self, here: InQueue, scene: Scene, call_sid: str) -> InQueue:
        languages = scene.line.languages
        at = languages.index(here.language) if here.language in languages else -1
        chosen = languages[(at + 1) % len(languages)]
        teams = self._scenes.teams(scene, here.topic, chosen)
        speak, now = self._ports.queue.speak, scene.now
        self._commits(lambda: speak(call_sid, chosen, teams, now), call_sid)
        return replace(here, language=chosen)

    def _words(self, here: InQueue, scene: Scene, asked: tuple[Wish, Rules], form: Form) -> str:
        wish, rules = asked
        standing = scene.standing
        at = int(scene.now.timestamp())
        said, told = next_words(here.told, standing, wish, rules, at)
        self._keep_entered(form, scene, said)
        says = self._speak(here, said, standing.ahead or 0)
        return self._staying(replace(here, told=told), scene, says, form)

    def _keep_entered(self, form: Form, scene: Scene, said: Sequence[str]) -> None:
        place, queue_sid = scene.place, form.get("QueueSid", "")
        if place is None or not queue_sid or place.queue_sid == queue_sid:
            return
        was_told = any(key.startswith("queue.wait.") for key in said)
        seconds = scene.expected_seconds if was_told else None
        call_sid = form["CallSid"]
        self._commits(lambda: self._ports.queue.entered(call_sid, queue_sid, seconds), call_sid)

    def _commits(self, work: Callable[[], bool | None], call_sid: str) -> bool:
        """Return what was committed; False when it was not, or when nobody knows."""
        try:
            return bool(self._threads.commits.run(work, COMMIT_SECONDS))
        except Exception:
            log.exception("queue not changed", call_sid=call_sid)
            return False

    def _staying(self, here: InQueue, scene: Scene, says: tuple[Speech, ...], form: Form) -> str:
        """Say it, and wait on."""
        if is_news(says, form):
            self._note(here, scene, says, form, leaves=False)
        return self._documents.of_wait(form["CallSid"], Turn(says, Keys(CYCLE_SECONDS)), here)

    def _leaving(self, here: InQueue, scene: Scene, says: tuple[Speech, ...], form: Form) -> str:
        """Say it, and let them out of the queue."""
        self._note(_turned(here), scene, says, form, leaves=True)
        return self._documents.of_leaving(says)

    def _note(
        self, here: InQueue, scene: Scene, says: tuple[Speech, ...], form: Form, *, leaves: bool
    ) -> None:
        noted = noted_wait(form, here, says, scene.line.name, scene.now, leaves=leaves)
        self._ports.journal.note(noted)

    def _wait_on(self, here: InQueue, call_sid: str) -> str:
        prompts = self._ports.prompts
        says = speak_waiting(prompts, here.desk, here.language, ["queue.still"])
        return self._documents.of_wait(call_sid, Turn(says, Keys(CYCLE_SECONDS)), here)

    def _let_out(self, call_sid: str) -> str:
        """Their line is gone, so nobody will take them here: the call goes on to a person."""
        log.error("a caller waits for a line that is gone, letting them out", call_sid=call_sid)
        now = self._clock.now()
        self._commits(lambda: self._ports.queue.gone(call_sid, now), call_sid)
        return self._documents.of_leaving(())

    def _speak(self, here: InQueue, said: Sequence[str], ahead: int = 0) -> tuple[Speech, ...]:
        return speak_waiting(self._prompts(here), here.desk, here.language, said, ahead)

    def _prompts(self, here: InQueue) -> Mapping[str, Prompt]:
        """The words of the version that the call began with, then those that ship with Linja."""
        try:
            bundle = self._flows.bundle(here.bundle)
            own = bundle.flows[here.flow].own_prompts
        except Exception:
            log.exception("bundle not loaded, saying what ships with Linja")
            return self._ports.prompts
        known = {**self._ports.prompts, **bundle.prompts}
        for key in own:  # a flow's own words go before those of the library for its desk
            known.pop(f"{key}.{here.desk}", None)
        return {**known, **own}


def _turned(here: InQueue) -> InQueue:
    """One document later, where nothing else of what they were told changes."""
    return replace(here, told=replace(here.told, turn=here.told.turn + 1))
