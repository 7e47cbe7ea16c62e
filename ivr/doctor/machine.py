"""The machine: room on its disk, and its clock beside Twilio's."""

import shutil
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from ivr.doctor.finding import Finding, Patient
from ivr.twilio.account import date_of

LEAST_FREE_BYTES = 1_000_000_000
LEAST_FREE_SHARE = 0.1
MOST_SKEW_SECONDS = 5.0
"""Twilio's Date has whole seconds, and the answer takes its time."""


def disk(patient: Patient) -> Iterator[Finding]:
    """Is there room for the database, the snapshot and the journal?"""
    folder = patient.settings.data_dir
    room = shutil.disk_usage(next(path for path in (folder, *folder.parents) if path.exists()))
    found = f"{room.free / 1e9:.1f} GB free for {folder}"
    if room.free < LEAST_FREE_BYTES or room.free < LEAST_FREE_SHARE * room.total:
        yield Finding("disk", "problem", found, "Make room, or give LINJA_DATA_DIR a larger disk.")
    else:
        yield Finding("disk", "ok", found)


def clock(patient: Patient) -> Iterator[Finding]:
    """Does our clock agree with Twilio's?"""
    told = date_of(patient.settings.twilio_api_url)
    if not told:
        yield Finding("clock", "look", "Twilio's answer has no Date", "Compare the clock by hand.")
        return
    skew = (patient.now() - parsedate_to_datetime(told)).total_seconds()
    found = f"{skew:+.0f} s from Twilio's"
    if abs(skew) > MOST_SKEW_SECONDS:
        mend = "Let the machine keep time: `timedatectl set-ntp true`, or chrony."
        yield Finding("clock", "problem", found, mend)
    else:
        yield Finding("clock", "ok", found)


CHECKS = (disk, clock)
