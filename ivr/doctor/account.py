"""Twilio's side: the account, its numbers, what they may show and whom they may call."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from ivr.doctor.finding import Finding, Patient
from ivr.twilio.account import AccountRest, wanted_settings
from routing.configuration import Configuration
from routing.lines import Line

CONSOLE = "https://console.twilio.com"
ALAND = {"AX": "FI"}
"""Twilio has no country of its own for +358 18."""
LEAST_PACE_SECONDS = 1.0


def account(patient: Patient) -> Iterator[Finding]:
    """Does Twilio know us, and is the account in use?"""
    status, kind = AccountRest(patient.settings).kind()
    if status != "active":
        yield Finding("account", "problem", f"it is {status}", f"See {CONSOLE}.")
    elif kind == "Trial":
        mend = f"Upgrade it at {CONSOLE}: a trial account plays a message to every caller."
        yield Finding("account", "problem", "it is a trial account", mend)
    else:
        yield Finding("account", "ok", f"{status}, {kind}")


def numbers(patient: Patient) -> Iterator[Finding]:
    """Does the number of each line lead to us?"""
    rest, wanted = AccountRest(patient.settings), wanted_settings(patient.settings.public_url)
    for number in _lines(patient):
        own = rest.find(number)
        if own is None:
            mend = "Buy or port the number, or take the line away with `linja config apply`."
            yield Finding("numbers", "problem", f"{number} is not of this account", mend)
            continue
        wrong = [
            f"{name} {_short(own.settings[name])}"
            for name in wanted
            if own.settings[name] != wanted[name]
        ]
        if wrong:
            found = f"{number}: {', '.join(wrong)}"
            yield Finding("numbers", "problem", found, f"`linja number setup {number}`")
        else:
            yield Finding("numbers", "ok", f"{number} leads to {patient.settings.public_url}")


def caller_ids(patient: Patient) -> Iterator[Finding]:
    """May our calls show what they are to show?"""
    rest = AccountRest(patient.settings)
    for shown in sorted({line.shown_number for line in _lines(patient).values()}):
        if rest.may_show(shown):
            yield Finding("caller id", "ok", shown)
        else:
            mend = (
                f"Verify it at {CONSOLE} (Phone Numbers, Verified Caller IDs), or give the line "
                "a caller_id of the account. Finnish networks block calls from abroad that show "
                "a Finnish number without a right to it: ask Twilio which of yours may."
            )
            yield Finding("caller id", "problem", f"calls may not show {shown}", mend)


def countries(patient: Patient) -> Iterator[Finding]:
    """May the countries be called in which we promise to ring back?"""
    rest, applied = AccountRest(patient.settings), patient.configuration or Configuration()
    for country in sorted({ALAND.get(one, one) for one in applied.callbacks.countries}):
        if rest.may_call(country):
            yield Finding("countries", "ok", f"{country} may be called")
        else:
            mend = f"Allow {country} at {CONSOLE} (Voice, Geo permissions), low-risk numbers only."
            yield Finding("countries", "problem", f"{country} may not be called", mend)


def pace(patient: Patient) -> Iterator[Finding]:
    """Do we ask for calls more often than Twilio places them?"""
    seconds = float(patient.settings.linja_call_pace_seconds)
    found = f"one call every {seconds:g} s"
    if seconds >= LEAST_PACE_SECONDS:
        yield Finding("pace", "ok", f"{found}; Twilio places one a second")
        return
    mend = (
        "Only an account with a raised limit (calls per second, in the console) places more than "
        "one a second; others wait at Twilio, and ring late. Else LINJA_CALL_PACE_SECONDS=1.2"
    )
    yield Finding("pace", "look", found, mend)


def _lines(patient: Patient) -> dict[str, Line]:
    return dict(patient.configuration.lines) if patient.configuration else {}


def _short(address: str) -> str:
    """Return an address without what may stand in its query."""
    parts = urlsplit(address)
    return f"is {parts._replace(query='', fragment='').geturl()}" if address else "is not set"


CHECKS = (account, numbers, caller_ids, countries, pace)
