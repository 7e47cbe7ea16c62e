"""Outages: pushed by their sources, kept in SQL, read by postcode."""
