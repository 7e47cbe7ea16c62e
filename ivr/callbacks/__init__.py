"""Callbacks: asked for in a call, kept in SQL, rung once, closed in exactly one named state."""
