"""Legs of our own people: what they hear before taking a call, and that they took it."""
