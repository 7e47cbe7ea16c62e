"""Real processes, killed at every line that matters on a callback's way."""
