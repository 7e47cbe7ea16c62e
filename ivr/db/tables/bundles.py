"""Published flows, and which of them is live."""
