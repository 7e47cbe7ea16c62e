"""What the company has applied: lines, their flows, and who is rung when all else fails."""

from collections.abc import Iterator

from ivr.backups.holding import held
from ivr.bundles.store import live_flow_names
from ivr.doctor.finding import Finding, Patient
from routing.configuration import Configuration
from routing.number_policy import Refused, check, own_numbers
from routing.numbers import Number, read_number
from routing.price import price_warning

APPLY = "Write them down and apply them: `linja config apply company.yaml`."


def lines(patient: Patient) -> Iterator[Finding]:
    """Are there lines, and is each one's flow published?"""
    applied = patient.configuration
    if applied is None or not applied.lines:
        yield Finding("lines", "problem", "there are none", APPLY)
        return
    wanted = {line.flow for line in applied.lines.values()}
    missing = sorted(wanted - live_flow_names(patient.engine))
    if missing:
        found = f"not published: {', '.join(missing)}"
        mend = "`linja flow publish FILE --note TEXT`, or `linja migrate` for those that ship."
        yield Finding("lines", "problem", found, mend)
    else:
        yield Finding("lines", "ok", f"{len(applied.lines)}, and the flow of each is published")


def prices(patient: Patient) -> Iterator[Finding]:
    """Does a call cost anybody more than it may?"""
    applied = patient.configuration or Configuration()
    for line in applied.lines.values():
        if warning := price_warning(line.number, line.price):
            mend = "Use an ordinary number (09, 040 …) or 0800; docs/configuration.md, `price`."
            yield Finding("prices", "look", f"{line.name}: {warning}", mend)


def fallback(patient: Patient) -> Iterator[Finding]:
    """Who answers when nothing of ours does?"""
    number = patient.settings.linja_fallback_number
    if not number:
        mend = "Set LINJA_FALLBACK_NUMBER to a telephone that somebody always answers."
        yield Finding("fallback", "problem", "LINJA_FALLBACK_NUMBER is not set", mend)
        return
    why = _wrong(number, patient.configuration or Configuration())
    if why:
        mend = "Set LINJA_FALLBACK_NUMBER to an ordinary number that is not a line of ours."
        yield Finding("fallback", "problem", f"{number}: {why}", mend)
    else:
        yield Finding("fallback", "ok", number)


def _wrong(number: str, applied: Configuration) -> str:
    read = read_number(number)
    if not isinstance(read, Number):
        return "is no telephone number"
    if read.e164 in applied.lines:
        return "is a line of ours, so that a call would come back for ever"
    judged = check(number, applied.callbacks.countries, own_numbers(Configuration()))
    return f"may not be rung ({judged.reason})" if isinstance(judged, Refused) else ""


def released(patient: Patient) -> Iterator[Finding]:
    """Has somebody looked at the callbacks of a backup that was restored?"""
    with patient.engine.connect().execution_options(readonly=True) as connection:
        waiting = len(held(connection))
    if waiting:
        mend = (
            "`linja release` lists them: cancel what was kept since the backup, release the rest."
        )
        yield Finding("callbacks", "problem", f"{waiting} are held since a restore", mend)
    else:
        yield Finding("callbacks", "ok", "none is held")


CHECKS = (lines, prices, fallback, released)
