"""A storm over a whole company: everybody calls, everything changes, and an oracle listens."""
