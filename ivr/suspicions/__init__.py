"""Faults that nobody has told us of, suspected from calls: for a person, never for callers."""
