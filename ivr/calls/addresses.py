"""Linja's own voice addresses, absolute as Twilio must be told them."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

TURN = "/voice/turn/"
RESCUE = "/voice/rescue/"
WHISPER = "/voice/leg/whisper/"
ACCEPT = "/voice/leg/accept/"
NO_LINE = "-"


@dataclass(frozen=True, slots=True)
class Rescue:
    """
    Where a rescue stands: the line's name (`-` when unknown), the language, telephones tried.

    It is not sealed. It must work when sealing does not, it holds nothing of the caller, and
    only Twilio's signature lets anybody in.
    """

    line: str
    language: str
    tried: int

    @property
    def path(self) -> str:
        """The address' path, which `read_rescue` reads again."""
        return f"{RESCUE}{self.line or NO_LINE}/{self.language}/{self.tried}"


def read_rescue(path: str) -> Rescue | None:
    """Return what a rescue's path says, None for any other path."""
    found = re.fullmatch(RESCUE + r"([a-z0-9-]{1,60})/([a-z]{2})/(\d{1,4})", path)
    if not found:
        return None
    line, language, tried = found.groups()
    return Rescue("" if line == NO_LINE else line, language, int(tried))


def sealed_turn(address: str) -> str | None:
    """Return the token in the address of a turn (as in `ErrorUrl`), None in any other."""
    try:
        path = urlsplit(address).path
    except ValueError:
        return None
    return path.removeprefix(TURN) if path.startswith(TURN) else None


def path_of(address: str) -> str:
    """Return an address' path, empty if it makes no sense."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""
