"""What `linja run` settles once, so that all its processes agree: secret, clock, addresses."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ivr.clock import RunningClock
from ivr.queue.valkey import url_in
from ivr.run.ports import HOST, free_port, is_free
from ivr.secret import secret_in
from ivr.settings import Settings


class CannotRun(Exception):
    """It cannot start; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`simulator_port` is 0 when Twilio itself is used; `own_redis`: we start the server."""

    settings: Settings
    simulator_port: int
    clock_offset_seconds: float
    own_redis: bool

    @property
    def url(self) -> str:
        """Where the web server listens."""
        return f"http://{HOST}:{self.settings.port}"

    @property
    def simulator_url(self) -> str:
        """Where the pretend Twilio listens, or empty."""
        return f"http://{HOST}:{self.simulator_port}" if self.simulator_port else ""

    def environ(self, outer: Mapping[str, str]) -> dict[str, str]:
        """Return the environment of our processes: the outer one, with what was settled."""
        settings = self.settings
        settled = {"LINJA_CLOCK", "LINJA_SIMULATOR_URL"}
        kept = {name: value for name, value in outer.items() if name not in settled}
        return {
            **kept,
            **({"LINJA_SIMULATOR_URL": self.simulator_url} if self.simulator_url else {}),
            "PORT": settings.port,
            "LINJA_DATA_DIR": str(settings.data_dir),
            "REDIS_URL": settings.redis_url,
            "SECRET_KEY": settings.secret_key,
            "PUBLIC_URL": settings.public_url,
            "TWILIO_ACCOUNT_SID": settings.twilio_account_sid,
            "TWILIO_AUTH_TOKEN": settings.twilio_auth_token,
            "TWILIO_API_URL": settings.twilio_api_url,
            "LINJA_CLOCK_OFFSET": f"{self.clock_offset_seconds:.3f}",
        }


def make_plan(settings: Settings) -> Plan:
    """Settle everything. The data directory must be there. Raises CannotRun."""
    port = int(settings.port)
    if not is_free(port):
        raise CannotRun(
            f"Port {port} is in use: stop what listens there, or take another, "
            "such as: PORT=8001 make run"
        )
    offset = settings.clock_offset(RunningClock().now()).total_seconds()
    secret = settings.secret_key or secret_in(settings.data_dir)
    own_redis = not settings.redis_url
    redis_url = settings.redis_url or url_in(settings.data_dir)
    settings = replace(settings, secret_key=secret, redis_url=redis_url)
    if settings.on_twilio:
        return Plan(settings, 0, offset, own_redis)
    simulator_port = free_port()
    pretended = replace(
        settings,
        twilio_account_sid="AC" + secrets.token_hex(16),
        twilio_auth_token=secrets.token_hex(16),
        twilio_api_url=f"http://{HOST}:{simulator_port}",
        public_url=f"http://{HOST}:{port}",
    )
    return Plan(pretended, simulator_port, offset, own_redis)
