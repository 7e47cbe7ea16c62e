"""Is it a sound, and which?"""

import hashlib
import io
import wave
from dataclasses import dataclass

MOST_BYTES = 5 * 1024 * 1024
MOST_SECONDS = 120
LEAST_SECONDS = 0.1
RATES = range(8_000, 48_001)
WIDTHS = (1, 2)
"""Twilio plays audio/wav: PCM of 8 or 16 bits, and makes telephone sound of it itself."""


class NoSound(ValueError):
    """It cannot be played; `why` is one of `large`, `unreadable`, `form`, `short`, `long`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Sound:
    """A WAV file, and how long it is. `id` names just these bytes."""

    id: str
    seconds: float
    wav: bytes


def read_sound(wav: bytes) -> Sound:
    """Read a WAV file. Raises NoSound."""
    if len(wav) > MOST_BYTES:
        raise NoSound("large")
    try:
        with wave.open(io.BytesIO(wav)) as opened:
            frames = len(opened.readframes(opened.getnframes())) // opened.getsampwidth()
            rate, channels, width = (
                opened.getframerate(),
                opened.getnchannels(),
                opened.getsampwidth(),
            )
    except (wave.Error, EOFError, ValueError, RuntimeError, ZeroDivisionError) as problem:
        raise NoSound("unreadable") from problem
    if rate not in RATES or channels not in {1, 2} or width not in WIDTHS:
        raise NoSound("form")
    seconds = frames / channels / rate
    if not LEAST_SECONDS <= seconds <= MOST_SECONDS:
        raise NoSound("short" if seconds < LEAST_SECONDS else "long")
    return Sound(id_of(wav), seconds, wav)


def id_of(wav: bytes) -> str:
    """Return the 32 hexadecimal digits that name just these bytes."""
    return hashlib.sha256(wav).hexdigest()[:32]


def silence() -> bytes:
    """Return a tenth of a second of nothing."""
    held = io.BytesIO()
    with wave.open(held, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(8_000)
        written.writeframes(bytes(1_600))
    return held.getvalue()
