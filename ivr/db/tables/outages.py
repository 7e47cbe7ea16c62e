"""Sources, their tokens and outages, and one summary row per postcode."""
