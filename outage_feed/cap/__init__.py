"""CAP 1.2 alerts, read for the outages that they tell of (docs.oasis-open.org/emergency/cap)."""
