"""The configuration that has been applied."""
