"""What became of calls, by line and week: surveys, first-contact resolution, repeat calls."""
