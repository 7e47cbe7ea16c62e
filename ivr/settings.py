"""Settings from the environment: all of them here, with default and meaning."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

SECONDS = (
    "linja_call_pace_seconds",
    "linja_call_lease_seconds",
    "linja_call_doubt_seconds",
    "linja_call_look_seconds",
)

DAYS = (
    "linja_journal_days",
    "linja_callback_days",
    "linja_voicemail_days",
    "linja_quarantine_days",
)

DATABASES = ("postgresql:", "postgres:", "postgresql+psycopg:", "sqlite:")


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
        "Redis or Valkey; empty: `linja run` starts its own, elsewhere the clock does the work",
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
    linja_publishers: str = setting(
        "one", "`two`: whoever has worked on a draft of a flow does not publish it"
    )
    linja_voice_fi: str = setting("Polly.Suvi-Neural", "The voice that speaks Finnish")
    linja_voice_sv: str = setting("Polly.Elin-Neural", "The voice that speaks Swedish")
    linja_voice_en: str = setting("Polly.Amy-Neural", "The voice that speaks English")

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the environment. Raises BadSettings with every problem."""
        values = {f.name: environ.get(f.name.upper(), "").strip() for f in fields(cls)}
        settings = cls(**{name: value for name, value in values.items() if value})
        problems = list(_problems(settings))
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


def _problems(settings: Settings) -> list[str]:
    return [
        *_twilio_problems(settings),
        *_number_problems(settings),
        *_clock_problems(settings),
        *_address_problems(settings),
        *_simulator_problems(settings),
        *_seconds_problems(settings),
        *_feed_problems(settings),
        *_days_problems(settings),
        *_publishers_problems(settings),
    ]


def _twilio_problems(settings: Settings) -> list[str]:
    trio = ("twilio_account_sid", "twilio_auth_token", "public_url")
    missing = [name.upper() for name in trio if not getattr(settings, name)]
    found = []
    if 0 < len(missing) < len(trio):
        found.append(
            f"{', '.join(missing)}: not set, but other Twilio settings are. "
            "Set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and PUBLIC_URL together, or none of them."
        )
    if settings.twilio_account_sid and not re.fullmatch(
        r"AC[0-9a-fA-F]{32}", settings.twilio_account_sid
    ):
        found.append("TWILIO_ACCOUNT_SID: must be AC and 32 hexadecimal digits.")
    if len(settings.auth_tokens) > 2:  # noqa: PLR2004 -- the old one and the new one
        found.append("TWILIO_AUTH_TOKEN: at most two, the old and the new one.")
    if settings.linja_register_token and not settings.linja_register_url:
        found.append("LINJA_REGISTER_TOKEN: set without LINJA_REGISTER_URL.")
    return found


def _number_problems(settings: Settings) -> list[str]:
    found = []
    if not settings.port.isdigit() or not 0 < int(settings.port) < 65536:  # noqa: PLR2004 -- TCP
        found.append(f"PORT: {settings.port!r} is not a port, 1 to 65535.")
    fallback = settings.linja_fallback_number
    if fallback and not re.fullmatch(r"\+[1-9]\d{5,14}", fallback):
        found.append("LINJA_FALLBACK_NUMBER: must be international, such as +358931570010.")
    return found


def _clock_problems(settings: Settings) -> list[str]:
    offset = settings.linja_clock_offset
    if offset and settings.linja_clock:
        return ["LINJA_CLOCK, LINJA_CLOCK_OFFSET: both are set; set one of them."]
    if offset and not re.fullmatch(r"-?\d{1,12}(\.\d+)?", offset):
        return [f"LINJA_CLOCK_OFFSET: {offset!r} is not a number of seconds."]
    if not settings.linja_clock:
        return []
    try:
        aware = datetime.fromisoformat(settings.linja_clock).tzinfo is not None
    except ValueError:
        aware = False
    if aware:
        return []
    return ["LINJA_CLOCK: must be an ISO time with an offset, such as 2026-11-22T15:00:00+02:00."]


def _address_problems(settings: Settings) -> list[str]:
    found = []
    for name in ("public_url", "twilio_api_url", "linja_register_url"):
        value = getattr(settings, name)
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
            found.append(f"{name.upper()}: must begin with http:// or https:// and a host.")
        elif name == "public_url" and parts.path.strip("/"):
            found.append("PUBLIC_URL: scheme and host only, without a path.")
    if settings.database_url and not settings.database_url.startswith(DATABASES):
        found.append("DATABASE_URL: must be postgresql://user:password@host/database, or unset.")
    return found


def _simulator_problems(settings: Settings) -> list[str]:
    """Pretending is for one machine alone: never beside Twilio's own REST API."""
    pretended = settings.linja_simulator_url
    if not pretended:
        return []
    found = []
    if pretended != settings.twilio_api_url:
        found.append(
            "LINJA_SIMULATOR_URL: TWILIO_API_URL is another address. Set neither: "
            "`linja run` sets both when Twilio is not set up."
        )
    if urlsplit(pretended).hostname != "127.0.0.1":
        found.append("LINJA_SIMULATOR_URL: must be on this machine, http://127.0.0.1:….")
    return found


def _seconds_problems(settings: Settings) -> list[str]:
    """Name the settings of seconds that are not a number over zero; the pace may be zero."""
    found = []
    for name in SECONDS:
        value = getattr(settings, name)
        if not re.fullmatch(r"\d{1,6}(\.\d+)?", value) or (
            float(value) == 0 and name != "linja_call_pace_seconds"
        ):
            found.append(f"{name.upper()}: {value!r} is not a number of seconds, such as 30.")
    return found


def _feed_problems(settings: Settings) -> list[str]:
    found = []
    try:
        for word in filter(None, map(str.strip, settings.linja_poll_networks.split(","))):
            ip_network(word)
    except ValueError as error:
        found.append(f"LINJA_POLL_NETWORKS: {error}; write such as 10.1.0.0/16.")
    return found


def _days_problems(settings: Settings) -> list[str]:
    return [
        f"{name.upper()}: {getattr(settings, name)!r} is not a number of days, such as 30."
        for name in DAYS
        if not re.fullmatch(r"[1-9]\d{0,4}", getattr(settings, name))
    ]


def _publishers_problems(settings: Settings) -> list[str]:
    fine = settings.linja_publishers in {"one", "two"}
    return [] if fine else ["LINJA_PUBLISHERS: must be one or two."]
