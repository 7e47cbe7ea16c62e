"""Recordings that callers left: small WAV files of silence, of the right length."""

import io
import wave
from dataclasses import dataclass
from uuid import uuid4

RATE = 8000


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording of one call."""

    sid: str
    call_sid: str
    seconds: int
    made_at: float

    def wav(self) -> bytes:
        """8 kHz, mono, 16 bits."""
        file = io.BytesIO()
        with wave.open(file, "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(RATE)
            sound.writeframes(bytes(2 * RATE * self.seconds))
        return file.getvalue()


class Recordings:
    """All recordings; `base_url` is where the REST interface serves them."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.by_sid: dict[str, Recording] = {}

    def make(self, call_sid: str, seconds: int, now: float) -> Recording:
        """Keep a new one."""
        made = Recording(f"RE{uuid4().hex}", call_sid, seconds, now)
        self.by_sid[made.sid] = made
        return made

    def url(self, recording: Recording) -> str:
        """Its address, without an ending, as webhooks give it."""
        return f"{self.base_url}/Recordings/{recording.sid}"
