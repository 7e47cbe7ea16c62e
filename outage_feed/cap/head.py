"""The elements of an alert around its infos: which it is, and whether it is for callers."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from outage_feed.cap.identity import BadReferences, key, referenced
from outage_feed.cap.options import Options
from outage_feed.cap.told import Told
from outage_feed.push import Problem
from outage_feed.texts import clean, printable

STATUSES = ("Actual", "Exercise", "System", "Test", "Draft")
TYPES = ("Alert", "Update", "Cancel", "Ack", "Error")
SCOPES = ("Public", "Restricted", "Private")
REPLACING = ("Update", "Cancel")


@dataclass(frozen=True, slots=True)
class Head:
    """`id` is None where it cannot be read; `references` are ids of the same form, not itself."""

    id: str | None
    sent: str
    status: str
    type: str
    scope: str
    references: tuple[str, ...]


def read_head(alert: Element, options: Options, told: Told) -> Head:
    """Read it, and leave what is wrong in `told`."""

    def once(name: str) -> str:
        return told.once(alert, name, name)

    sender, identifier = once("sender"), once("identifier")
    for name, value in (("identifier", identifier), ("sender", sender)):
        if not printable(value):
            told.problems.append(Problem(name, "must be printable text" if value else "required"))
    status, type_, scope = once("status"), once("msgType"), once("scope")
    told.one_of(status, "status", STATUSES)
    told.one_of(type_, "msgType", TYPES)
    told.one_of(scope, "scope", SCOPES)
    written = once("references")
    if type_ in REPLACING and not written:
        told.problems.append(
            Problem("references", f"required: which alerts this {type_} is about")
        )
    own = _id(sender, identifier, clean(once("incidents")), options)
    references = tuple(id_ for id_ in _references(sender, written, told) if id_ != own)
    return Head(own, once("sent"), status, type_, scope, references)


def not_for_callers(head: Head, distribution: str, options: Options) -> str:
    """Say why nobody should hear it; nothing if they may. `distribution`: an envelope's status."""
    if head.status in STATUSES[1:]:
        return f"status {head.status}"
    if distribution not in {"", "Actual"}:
        return f"distributionStatus {distribution[:40]}"
    if head.type in {"Ack", "Error"}:
        return f"msgType {head.type}"
    if head.scope in SCOPES and head.scope not in options.scopes:
        return f"scope {head.scope}"
    return ""


def _id(sender: str, identifier: str, incident: str, options: Options) -> str | None:
    if not (printable(sender) and printable(identifier)):
        return None
    by_incident = options.identity == "incident" and printable(incident)
    return key(sender, incident if by_incident and " " not in incident else identifier)


def _references(sender: str, written: str, told: Told) -> tuple[str, ...]:
    try:
        return referenced(sender, written)
    except BadReferences as error:
        told.problems.append(Problem("references", str(error)))
        return ()
