"""Settings from the environment: all of them here, with default and meaning."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from pathlib import Path

from ivr.accounts.roles import ROLES
from ivr.settings_checks import problems_of


class BadSettings(Exception):
    """Settings that cannot work together; `problems` holds every one of them."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def setting(default: str, meaning: str, *, secret: bool = False) -> str:
    """Declare a setting: its default, what it means, and whether it may be printed."""
    declared: str = field(default=default, metadata={"meaning": meaning, "secret": secret})
    return declared


@dataclass(frozen=True)
class Settings:
    """
    The environment, read once. A field `public_url` is the variable `PUBLIC_URL`.

    Use `Settings.read`: it refuses what is partly given or contradicts itself, all at once.
    """

    twilio_account_sid: str = setting("", "Twilio account, AC and 32 hexadecimal digits")
    twilio_auth_token: str = setting(
        "", "Twilio auth token; two, comma-separated, while one is being rotated", secret=True
    )
    twilio_api_url: str = setting(
        "https://api.twilio.com", "Twilio's REST API, or that of a region or a test double"
    )
    public_url: str = setting(
        "", "Scheme and host that Twilio is told, such as https://ivr.example.fi"
    )
    database_url: str = setting(
        "", "SQLAlchemy URL; empty: SQLite in the data directory", secret=True
    )
    redis_url: str = setting(
        "",
        "Redis or Valkey, such as redis://host:6379/0, or redis+sentinel://host:26379,host:26379/"
        "master; empty: `linja run` starts its own, elsewhere the clock does the work",
        secret=True,
    )
    secret_key: str = setting(
        "", "Seals the state of calls; two, comma-separated, while rotating", secret=True
    )
    port: str = setting("8000", "The port that `linja run` listens on")
    linja_data_dir: str = setting("var", "Where `linja run` keeps its database and secrets")
    linja_fallback_number: str = setting("", "Dialled when nothing else is left, +358…")
    linja_clock: str = setting("", "ISO instant: business time starts there and runs")
    linja_clock_offset: str = setting(
        "", "Seconds that business time is ahead; `linja run` sets it for all its processes"
    )
    linja_simulator_url: str = setting(
        "", "The pretend Twilio's address; `linja run` sets it for its own processes"
    )
    linja_call_pace_seconds: str = setting(
        "1.2",
        "Seconds between two calls that we make, over all machines; Twilio places one a second",
    )
    linja_call_lease_seconds: str = setting(
        "30", "How long one process alone may say what became of a call that it asked for"
    )
    linja_call_doubt_seconds: str = setting(
        "60", "How long to wait for a sign of a call that may or may not have been made"
    )
    linja_call_look_seconds: str = setting(
        "120", "When to ask Twilio about a call that we have not been told the end of"
    )
    linja_register_url: str = setting("", "The company's own customer register, asked live")
    linja_register_token: str = setting("", "Bearer token for the register", secret=True)
    linja_journal_days: str = setting(
        "90", "After so many days a call's journal, and with it the caller's number, is deleted"
    )
    linja_callback_days: str = setting(
        "90", "After so many days whoever asked for a callback that has ended is forgotten"
    )
    linja_voicemail_days: str = setting(
        "90", "So many days after a message was closed, its sound and its caller are forgotten"
    )
    linja_poll_networks: str = setting(
        "",
        "Networks of yours that feeds may be fetched from, comma-separated, such as "
        "10.1.0.0/16; without them only public addresses are reached",
    )
    linja_quarantine_days: str = setting(
        "30", "After so many days what was refused of a source is deleted"
    )
    linja_audit_days: str = setting(
        "730", "After so many days what people changed is no longer in the audit log; 366 at least"
    )
    linja_publishers: str = setting(
        "one", "`two`: whoever has worked on a draft of a flow does not publish it"
    )
    linja_two_steps: str = setting(
        "",
        "Roles, comma-separated, or `all`: with these a person reaches nothing but their own "
        "account until signing in asks them for a code, such as administrator,publisher",
    )
    linja_proxies: str = setting(
        "0",
        "How many proxies of yours stand before it: who signs in is told apart by the address "
        "that the first of them saw",
    )
    linja_voice_fi: str = setting("Polly.Suvi-Neural", "The voice that speaks Finnish")
    linja_voice_sv: str = setting("Polly.Elin-Neural", "The voice that speaks Swedish")
    linja_voice_en: str = setting("Polly.Amy-Neural", "The voice that speaks English")

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the environment. Raises BadSettings with every problem."""
        values = {f.name: environ.get(f.name.upper(), "").strip() for f in fields(cls)}
        settings = cls(**{name: value for name, value in values.items() if value})
        problems = problems_of(settings)
        if problems:
            raise BadSettings(problems)
        return settings

    @property
    def data_dir(self) -> Path:
        """The data directory, absolute."""
        return Path(self.linja_data_dir).absolute()

    @property
    def auth_tokens(self) -> tuple[str, ...]:
        """Twilio's tokens, the current one first."""
        return _listed(self.twilio_auth_token)

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """Our keys, the current one first."""
        return _listed(self.secret_key)

    @property
    def two_steps(self) -> frozenset[str]:
        """The roles that sign in with a code."""
        named = frozenset(_listed(self.linja_two_steps))
        return frozenset(ROLES) if named == {"all"} else named

    @property
    def https(self) -> bool:
        """Is everything asked for over https? Only on one machine, for trying out, is it not."""
        return self.public_url.startswith("https:")

    @property
    def database(self) -> str:
        """The database's URL, SQLite in the data directory unless one is given."""
        return self.database_url or f"sqlite:///{self.data_dir / 'linja.db'}"

    @property
    def on_twilio(self) -> bool:
        """Is Twilio set up? If not, the simulator stands in for it."""
        return bool(self.twilio_account_sid)

    @property
    def simulated(self) -> bool:
        """Does the simulator stand in for Twilio, in a process that `linja run` started?"""
        return bool(self.linja_simulator_url)

    def clock_offset(self, now: datetime) -> timedelta:
        """How far business time is from the machine's clock, `now`."""
        if self.linja_clock_offset:
            return timedelta(seconds=float(self.linja_clock_offset))
        if not self.linja_clock:
            return timedelta(0)
        return datetime.fromisoformat(self.linja_clock) - now


def _listed(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())
