"""What settings may not be: each check names the variable and what to write."""

import re
from datetime import datetime
from ipaddress import ip_network
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ivr.accounts.roles import ROLES

if TYPE_CHECKING:
    from ivr.settings import Settings

SECONDS = (
    "linja_call_pace_seconds",
    "linja_call_lease_seconds",
    "linja_call_doubt_seconds",
    "linja_call_look_seconds",
)

A_YEAR_DAYS = 366
DAYS = (
    "linja_journal_days",
    "linja_callback_days",
    "linja_voicemail_days",
    "linja_quarantine_days",
    "linja_audit_days",
)

DATABASES = ("postgresql:", "postgres:", "postgresql+psycopg:", "sqlite:")
REDIS = re.compile(r"(rediss?|unix)://.+|rediss?\+sentinel://[^/]+/[^/]+(/\d+)?/?")


def problems_of(settings: "Settings") -> list[str]:
    """Return what is wrong with settings, all of it."""
    return [
        *_twilio_problems(settings),
        *_number_problems(settings),
        *_clock_problems(settings),
        *_address_problems(settings),
        *_simulator_problems(settings),
        *_seconds_problems(settings),
        *_feed_problems(settings),
        *_days_problems(settings),
        *_word_problems(settings),
    ]


def _twilio_problems(settings: "Settings") -> list[str]:
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


def _number_problems(settings: "Settings") -> list[str]:
    found = []
    if not settings.port.isdigit() or not 0 < int(settings.port) < 65536:  # noqa: PLR2004 -- TCP
        found.append(f"PORT: {settings.port!r} is not a port, 1 to 65535.")
    fallback = settings.linja_fallback_number
    if fallback and not re.fullmatch(r"\+[1-9]\d{5,14}", fallback):
        found.append("LINJA_FALLBACK_NUMBER: must be international, such as +358931570010.")
    return found


def _clock_problems(settings: "Settings") -> list[str]:
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


def _address_problems(settings: "Settings") -> list[str]:
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
    if settings.redis_url and not _is_redis(settings.redis_url):
        found.append(
            "REDIS_URL: must be redis://host:6379/0, or with Sentinel "
            "redis+sentinel://host:26379,host:26379/master; write / ? # @ in a password as %xx."
        )
    return found


def _is_redis(url: str) -> bool:
    """Can hosts and ports be read from it, and is nothing in it that sentinels would not hear?"""
    if not REDIS.fullmatch(url):
        return False
    try:
        parts = urlsplit(url)
        hosts = [urlsplit(f"//{one}") for one in parts.netloc.rpartition("@")[2].split(",")]
        named = [one.hostname for one in hosts if one.port is None or one.port > 0]
    except ValueError:
        return False
    if not parts.scheme.endswith("+sentinel"):
        return len(named) == 1
    return len(named) == len(hosts) and all(named) and not parts.query and not parts.fragment


def _simulator_problems(settings: "Settings") -> list[str]:
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


def _seconds_problems(settings: "Settings") -> list[str]:
    """Name the settings of seconds that are not a number over zero; the pace may be zero."""
    found = []
    for name in SECONDS:
        value = getattr(settings, name)
        if not re.fullmatch(r"\d{1,6}(\.\d+)?", value) or (
            float(value) == 0 and name != "linja_call_pace_seconds"
        ):
            found.append(f"{name.upper()}: {value!r} is not a number of seconds, such as 30.")
    return found


def _feed_problems(settings: "Settings") -> list[str]:
    found = []
    try:
        for word in filter(None, map(str.strip, settings.linja_poll_networks.split(","))):
            ip_network(word)
    except ValueError as error:
        found.append(f"LINJA_POLL_NETWORKS: {error}; write such as 10.1.0.0/16.")
    return found


def _days_problems(settings: "Settings") -> list[str]:
    days = settings.linja_audit_days
    short = days.isdecimal() and int(days) < A_YEAR_DAYS
    problems = ["LINJA_AUDIT_DAYS: at least 366, the database keeps a year."] if short else []
    return problems + [
        f"{name.upper()}: {getattr(settings, name)!r} is not a number of days, such as 30."
        for name in DAYS
        if not re.fullmatch(r"[1-9]\d{0,4}", getattr(settings, name))
    ]


def _word_problems(settings: "Settings") -> list[str]:
    found = []
    if settings.linja_publishers not in {"one", "two"}:
        found.append("LINJA_PUBLISHERS: must be one or two.")
    if not re.fullmatch(r"\d", settings.linja_proxies):
        found.append("LINJA_PROXIES: must be how many, 0 to 9.")
    unknown = settings.two_steps - set(ROLES)
    if unknown:
        named = ", ".join(sorted(unknown))
        found.append(f"LINJA_TWO_STEPS: {named}: write all, or of {', '.join(ROLES)}.")
    return found
