"""What callers report: it is still out, though we say that it is repaired."""
