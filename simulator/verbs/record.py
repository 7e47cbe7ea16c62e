"""Record: the caller speaks after the beep."""

from email.utils import format_datetime

from simulator.failure import Failed
from simulator.messages import HungUp, Keys, Silence, Speaks, Steps, Wait
from simulator.recordings import Recording
from simulator.registry import After, Turn, verb
from simulator.telling import tell

SPOKEN_SECONDS = 5
"""How long a caller has spoken who then presses a key or hangs up."""

ANY_KEY = "1234567890*#"


@verb("Record")
def record(turn: Turn) -> Steps[After]:
    """Ends by key, silence, maxLength or hanging up; an empty recording asks no action."""
    leg = turn.leg
    leg.keys = ""
    leg.note(record=True)
    try:
        seconds, key = yield from _listen(turn)
    except HungUp:
        made = _keep(turn, SPOKEN_SECONDS)
        tell(turn, _told(turn, made, "hangup"), default=turn.page.url)
        raise
    if not seconds:
        return None
    return turn.goto("action", _told(turn, _keep(turn, seconds), key), default=turn.page.url)


def _listen(turn: Turn) -> Steps[tuple[int, str]]:
    """Seconds spoken and the key that ended it."""
    timeout, most = turn.number("timeout", 5), turn.number("maxLength", 3600)
    finish = turn.verb.get("finishOnKey", ANY_KEY)
    while True:
        got = yield Wait("record", seconds=timeout)
        if isinstance(got, Silence):
            turn.leg.plant.clock.advance(timeout)
            return 0, ""
        if isinstance(got, Speaks):
            turn.leg.plant.clock.advance(timeout)
            return min(int(got.seconds), most), ""
        if isinstance(got, Keys) and got.keys[0] in finish:
            return min(SPOKEN_SECONDS, most), got.keys[0]


def _keep(turn: Turn, seconds: int) -> Recording:
    plant = turn.leg.plant
    plant.clock.advance(seconds)
    made = plant.recordings.make(turn.leg.sid, seconds, plant.clock.seconds)
    url = turn.verb.get("recordingStatusCallback")
    if url:
        method = turn.verb.get("recordingStatusCallbackMethod", "POST")
        try:
            done = plant.webhooks.ask(method, turn.page.link(url), _status(turn, made))
            turn.leg.requests.append(done)
        except Failed as failure:
            plant.note_problem(failure)
    return made


def _told(turn: Turn, made: Recording, key: str) -> dict[str, str]:
    return {
        "RecordingSid": made.sid,
        "RecordingUrl": turn.leg.plant.recordings.url(made),
        "RecordingDuration": str(made.seconds),
        **({"Digits": key} if key else {}),
    }


def _status(turn: Turn, made: Recording) -> dict[str, str]:
    plant = turn.leg.plant
    return {
        "AccountSid": plant.account_sid,
        "CallSid": turn.leg.sid,
        "RecordingSid": made.sid,
        "RecordingUrl": plant.recordings.url(made),
        "RecordingStatus": "completed",
        "RecordingDuration": str(made.seconds),
        "RecordingChannels": "1",
        "RecordingStartTime": format_datetime(plant.clock.now),
        "RecordingSource": "RecordVerb",
        "RecordingTrack": "inbound",
    }
