"""A row of the audit log in the language of the page: its places, and what only Linja writes."""

from typing import Any

from ivr.audit.told import in_words
from ivr.bundles import notes
from ivr.web.words import language_of_page, word, words

KNOWN = {
    "roles": "role",
    "service": "admin.service",
    "services": "admin.service",
    "status": "admin.status",
}
"""Where the words for the values of a place are."""
STATES = {"agent": "desk.state", "callback": "desk.callback"}
"""And for those of `state`, which is another one for each."""


def place(at: str) -> str:
    """Name a place; one of a flow, of words or of the configuration has its own name."""
    return words(language_of_page()).get(f"audit.field.{at}", at)


def said(what: str, at: str, value: Any) -> str:
    """
    Say what was or is in a place of a row that tells `what` was done.

    What a person has written stays as it is.
    """
    match value:
        case bool():
            return word("audit.yes" if value else "audit.no")
        case list():
            return ", ".join(said(what, at, one) for one in value)
        case str() if at == "note":
            return notes.told(in_words(value), word)
        case str():
            own = words(language_of_page())
            kind = STATES.get(what.partition(".")[0]) if at == "state" else KNOWN.get(at)
            return own.get(f"{kind}.{value}") or in_words(value)
        case _:
            return in_words(value)
