"""Sounds, made here."""

import io
import wave


def wav(seconds: float = 1.0, rate: int = 8_000, channels: int = 1, width: int = 2) -> bytes:
    """Return so much of a soft hum."""
    held = io.BytesIO()
    with wave.open(held, "wb") as written:
        written.setnchannels(channels)
        written.setsampwidth(width)
        written.setframerate(rate)
        written.writeframes(b"\x01" * (round(seconds * rate) * channels * width))
    return held.getvalue()
