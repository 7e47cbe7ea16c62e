"""Performs documents, one after another, until one ends."""

from collections.abc import Mapping

from simulator.failure import Failed
from simulator.leg import Leg
from simulator.messages import Goto, Steps
from simulator.pages import Page, checked, page_of
from simulator.registry import VERBS, After, Setting, Turn

MOST_PAGES = 100
"""Documents without a wait between them: the application runs in a circle."""

UNPERFORMED = {
    "Dial": frozenset({"record", "referUrl", "ringTone", "passports"}),
    "Enqueue": frozenset({"workflowSid"}),
    "Gather": frozenset({"partialResultCallback"}),
    "Number": frozenset({"machineDetection", "sendDigits", "byoc"}),
    "Queue": frozenset({"reservationSid", "postWorkActivitySid"}),
    "Record": frozenset({"transcribe", "transcribeCallback"}),
}
"""Attributes that would change the call and that nothing here obeys: refused, not ignored."""

CANNED = "We are sorry. An application error has occurred. Goodbye."


def perform(leg: Leg, goto: Goto, setting: Setting) -> Steps[str]:
    """
    Run from there on. Returns how it ended: `end` (nothing left to do), `hangup`, `leave`,
    `reject` or `error`.
    """
    following: Goto | None = goto
    while following is not None:
        try:
            page = fetch(leg, following, setting)
            after = yield from _perform_page(leg, page, setting)
        except Failed as failure:
            after = _fallback(leg, failure, setting, following)
        if isinstance(after, str):
            return after
        following = after
    return "end"


def fetch(leg: Leg, goto: Goto, setting: Setting) -> Page:
    """Get the next document. Raises Failed."""
    leg.pages += 1
    if leg.pages > MOST_PAGES:
        raise Failed(0, f"{MOST_PAGES} documents without a wait: a circle", goto.url)
    if goto.twiml:
        page = Page("", checked(goto.twiml.encode()))
    else:
        page = _requested(leg, goto, setting.extra())
    _refuse_verbs(page, setting)
    return page


def _requested(leg: Leg, goto: Goto, extra: Mapping[str, str]) -> Page:
    done = leg.ask(goto.method, goto.url, {**extra, **goto.params})
    return page_of(goto.url, done.reply)


def _refuse_verbs(page: Page, setting: Setting) -> None:
    for element in page.root.iter():
        for name in UNPERFORMED.get(element.tag, frozenset()) & set(element.attrib):
            raise Failed(12200, f"the simulator does nothing with {element.tag} {name}", page.url)
    for element in page.root:
        if setting.allowed is not None and element.tag not in setting.allowed:
            raise Failed(12200, f"<{element.tag}> is not allowed here", page.url)
        if element.tag not in VERBS:
            raise Failed(12200, f"the simulator cannot perform <{element.tag}>", page.url)


def _perform_page(leg: Leg, page: Page, setting: Setting) -> Steps[After]:
    for element in page.root:
        if element.tag != "Reject" and element.get("answerOnBridge") != "true":
            leg.answer()
        after = yield from VERBS[element.tag](Turn(leg, page, element, setting))
        if after is not None:
            return after
    leg.answer()
    return None


def _fallback(leg: Leg, failure: Failed, setting: Setting, failed: Goto) -> After:
    leg.plant.note_problem(failure)
    address = leg.addresses.fallback if setting.fallback else ""
    if address and failed.url != address:
        told = {"ErrorCode": str(failure.problem.code), "ErrorUrl": failure.problem.url}
        return Goto(address, params=told)
    return "error"


def apologise(leg: Leg) -> None:
    """Twilio's own words when nothing else can be said."""
    leg.answer()
    leg.note(say=CANNED, language="en-US", voice="man")
