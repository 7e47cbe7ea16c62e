"""How much of everything there is."""

from dataclasses import dataclass

CUSTOMERS, POSTCODES, OUTAGES = 450_000, 600, 1_500
CALLS_A_SECOND, BURST_A_SECOND, PUSHES_A_SECOND = 10, 50, 50
SECONDS, BURST_SECONDS, PUSHING_SECONDS, SNAPSHOT_EVERY_SECONDS = 600.0, 20.0, 30.0, 60.0


@dataclass(frozen=True, slots=True)
class Plan:
    """
    A storm as large as Finland has had, times `scale`: as many customers and outages, as long.

    How many call and push in a second is the same at every scale, so there is a least size:
    nobody calls twice.
    """

    scale: float = 1.0

    @property
    def customers(self) -> int:
        """How many customers the company has."""
        return max(100_000, round(CUSTOMERS * self.scale))

    @property
    def postcodes(self) -> int:
        """How many postcodes have no power somewhere."""
        return max(60, round(POSTCODES * self.scale))

    @property
    def outages(self) -> int:
        """How many faults there are."""
        return max(150, round(OUTAGES * self.scale))

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return max(30.0, SECONDS * self.scale)

    @property
    def snapshot_every_seconds(self) -> float:
        """How often the source sends a list of all."""
        return min(SNAPSHOT_EVERY_SECONDS, self.seconds / 5)

    @property
    def burst(self) -> tuple[float, float]:
        """From when until when very many call."""
        return self._window(0.4, BURST_SECONDS)

    @property
    def pushing(self) -> tuple[float, float]:
        """From when until when single outages are pushed; the burst is in it."""
        return self._window(0.4, PUSHING_SECONDS)

    @property
    def restart_at(self) -> float:
        """When every web process is replaced by a new one."""
        return self.seconds * 0.7

    def _window(self, share: float, seconds: float) -> tuple[float, float]:
        begins = self.seconds * share
        return begins, begins + min(seconds, self.seconds * 0.3)

    def calls(self) -> list[float]:
        """Return at which seconds somebody calls."""
        begins, ends = self.burst
        steady = _every(0.0, begins, CALLS_A_SECOND) + _every(ends, self.seconds, CALLS_A_SECOND)
        return sorted(steady + _every(begins, ends, BURST_A_SECOND))

    def pushes(self) -> list[float]:
        """Return at which seconds an outage is pushed."""
        return _every(*self.pushing, PUSHES_A_SECOND)

    def snapshots(self) -> list[float]:
        """Return at which seconds a list of all is pushed."""
        return _every(
            self.snapshot_every_seconds / 2, self.seconds, 1 / self.snapshot_every_seconds
        )


def _every(begins: float, ends: float, a_second: float) -> list[float]:
    return [begins + n / a_second for n in range(round((ends - begins) * a_second))]
