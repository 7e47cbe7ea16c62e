"""The account itself: what it may dial, and which numbers of others it may show."""

from dataclasses import dataclass, field


@dataclass(eq=False)
class Account:
    """
    What Twilio's console decides and nothing here performs.

    `countries` may be called (Twilio: voice geographic permissions). `caller_ids` are numbers of
    others that somebody has proved to be theirs (Twilio: verified caller ids).
    """

    kind: str = "Full"
    status: str = "active"
    countries: set[str] = field(default_factory=lambda: {"FI", "US"})
    caller_ids: set[str] = field(default_factory=set)
