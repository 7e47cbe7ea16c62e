"""Recordings that callers hear: read, kept, at hand, and served to Twilio."""
