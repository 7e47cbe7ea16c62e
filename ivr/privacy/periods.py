"""How long everything is kept: one list, gone through once an hour."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine

from ivr.accounts.sign_ins import LONGEST
from ivr.audit import forgetting as audit
from ivr.callbacks import caps
from ivr.feeds import heard_before, quarantine
from ivr.feeds import retention as outages
from ivr.figures import rolling as figures
from ivr.figures.periods import HOURS_KEPT
from ivr.journal import store as journal
from ivr.messages import keeping as messages
from ivr.privacy import forgetting
from ivr.privacy.dialled import drop_dials
from ivr.settings import Settings
from ivr.surveys import asking as surveys


@dataclass(frozen=True, slots=True)
class Period:
    """
    What goes, and when. `forget(engine, before)` drops or empties what is older than `before`.

    `kept` is a time, or the name of the setting that says so many days. `tables` are all in
    which something goes.
    """

    name: str
    kept: timedelta | str
    tables: tuple[str, ...]
    forget: Callable[[Engine, datetime], object]

    def before(self, settings: Settings, now: datetime) -> datetime:
        """Return the moment before which nothing of it is kept."""
        if isinstance(self.kept, timedelta):
            return now - self.kept
        return now - timedelta(days=int(getattr(settings, self.kept.lower())))


def _heard(engine: Engine, before: datetime) -> None:
    heard_before.drop_heard(engine, before + heard_before.KEPT_FOR)


def _outages(engine: Engine, before: datetime) -> None:
    outages.drop_ended(engine, before + outages.KEPT_FOR)


JOURNAL, MONTH = "LINJA_JOURNAL_DAYS", timedelta(days=30)

PERIODS: tuple[Period, ...] = (
    Period("journal", JOURNAL, ("calls", "call_turns"), journal.drop_before),
    Period("people in line", JOURNAL, ("waiting", "wrap_ups"), forgetting.people_in_line),
    Period(
        "messages",
        JOURNAL,
        ("repair_messages", "still_out_reports", "message_answers"),
        messages.forget_before,
    ),
    Period("callbacks", "LINJA_CALLBACK_DAYS", ("callbacks", "attempts"), forgetting.called_back),
    Period("voicemail", "LINJA_VOICEMAIL_DAYS", ("voicemails",), forgetting.voicemail),
    Period("repeated webhooks", MONTH, ("asks", "legs"), forgetting.webhooks),
    Period("what was heard", heard_before.KEPT_FOR, ("heard_before",), _heard),
    Period("signing in", LONGEST, ("sign_ins", "sign_in_failures"), forgetting.signing_in),
    Period("calls within caps", caps.KEPT, ("dials",), drop_dials),
    Period("surveys", surveys.BETWEEN, ("surveys",), surveys.forget_asked_before),
    Period("figures by hour", HOURS_KEPT, ("figure_hours",), figures.drop_hours),
    Period("audit log", "LINJA_AUDIT_DAYS", ("audit",), audit.drop_before),
    Period("quarantine", "LINJA_QUARANTINE_DAYS", ("quarantine",), quarantine.drop_before),
    Period(
        "ended outages",
        outages.KEPT_FOR,
        ("outages", "outage_postcodes", "corrections"),
        _outages,
    ),
)


def forget_old(engine: Engine, settings: Settings, now: datetime) -> None:
    """Forget everything whose time is over."""
    for period in PERIODS:
        period.forget(engine, period.before(settings, now))
