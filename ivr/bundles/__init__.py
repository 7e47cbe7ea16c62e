"""Published flows: what calls run on, what ships with Linja, and what changed."""
