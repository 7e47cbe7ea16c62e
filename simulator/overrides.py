"""Twilio's connection overrides: `https://x/v#rc=2&rp=ct,rt,5xx` (Twilio: overrides)."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True)
class Overrides:
    """How often to try again, and after what: `ct`, `rt`, `4xx`, `5xx` or `all`."""

    retries: int = 1
    policies: frozenset[str] = frozenset({"ct"})

    def retries_after(self, policy: str) -> int:
        """How many further tries such a failure gets."""
        return self.retries if self.policies & {policy, "all"} else 0


def overrides_of(url: str) -> Overrides:
    """Read them from the fragment; one retry, when there was no connection, is the default."""
    given = dict(parse_qsl(urlsplit(url).fragment))
    return Overrides(
        retries=min(int(given.get("rc", "1")), 5),
        policies=frozenset(given.get("rp", "ct").split(",")),
    )
