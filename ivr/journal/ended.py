"""That a call has ended, as the journal keeps it: a line of JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

LONGEST_SID = 64


@dataclass(frozen=True, slots=True)
class Ended:
    """Twilio told us that this call is over."""

    call_sid: str
    at: datetime

    def to_json(self) -> str:
        """Write it."""
        return json.dumps({"ended": self.call_sid, "at": self.at.isoformat()})


def read_end(plain: Any) -> Ended | None:
    """Read what `to_json` wrote; None when the line is another one. Raises ValueError."""
    if not isinstance(plain, Mapping) or "ended" not in plain:
        return None
    call_sid = str(plain["ended"]).replace("\x00", "")[:LONGEST_SID]
    return Ended(call_sid, datetime.fromisoformat(str(plain.get("at"))))
