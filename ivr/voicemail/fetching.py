"""Fetch the sound of a message from Twilio, with the account's credentials."""

from dataclasses import replace
from typing import BinaryIO

import requests

from ivr.db.tables.voicemails import DELETED, TO_BE_DELETED
from ivr.run.runfile import read_run
from ivr.settings import Settings
from ivr.voicemail.store import Voicemail

TIMEOUT_SECONDS = 30.0
MOST_BYTES = 100_000_000
PIECE_BYTES = 65_536


class NotFetched(Exception):
    """The recording could not be had; the message says why and what to do."""


def with_running_simulator(settings: Settings) -> Settings:
    """Return the settings of a run with the simulator beside which a command works."""
    running = read_run(settings.data_dir)
    if settings.on_twilio or running is None or not running.simulator_url:
        return settings
    return replace(
        settings,
        twilio_account_sid=running.simulator_account,
        twilio_auth_token=running.simulator_token,
        twilio_api_url=running.simulator_url,
    )


def address_of(settings: Settings, voicemail: Voicemail) -> str:
    """
    Return where the recording is, on the API that we were told of.

    Not the address in the webhook: our credentials go to nobody else.
    """
    base, account = settings.twilio_api_url.rstrip("/"), settings.twilio_account_sid
    return f"{base}/2010-04-01/Accounts/{account}/Recordings/{voicemail.recording_sid}.wav"


def fetch(settings: Settings, voicemail: Voicemail, file: BinaryIO) -> int:
    """Write the recording (WAV) to a file; return its size in bytes. Raises NotFetched."""
    if voicemail.recording in {TO_BE_DELETED, DELETED}:
        raise NotFetched("The recording has been deleted.")
    if not settings.on_twilio:
        raise NotFetched("Twilio's account is not set: see `linja settings`.")
    auth = (settings.twilio_account_sid, settings.auth_tokens[0])
    written = 0
    try:
        with requests.get(
            address_of(settings, voicemail), auth=auth, timeout=TIMEOUT_SECONDS, stream=True
        ) as answer:
            if answer.status_code != requests.codes.ok:
                raise NotFetched(f"Twilio answered {answer.status_code}; try again in a while.")
            for piece in answer.iter_content(PIECE_BYTES):
                written += file.write(piece)
                if written > MOST_BYTES:
                    raise NotFetched(f"The recording is over {MOST_BYTES} bytes.")
    except requests.RequestException as problem:
        raise NotFetched(f"Twilio cannot be reached: {type(problem).__name__}.") from problem
    return written
